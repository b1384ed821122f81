"""The page people meet around: what they wrote beside the numbers.

A story answers one of four questions about its subject: the story behind the curve, the partners, what works, and
what is proposed.
"""

from django.db import models

from groundswell.apps.people.models import NamedRow


class Story(NamedRow):
    """A passage of Markdown about a result, an indicator or the community; its public id is its file's stem."""

    public_id = models.CharField(max_length=200)
    subject = models.TextField(blank=True, default="")
    subject_id = models.TextField(blank=True, default="")
    question = models.TextField(blank=True, default="")
    period = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")

    class Meta(NamedRow.Meta):
        verbose_name_plural = "stories"
