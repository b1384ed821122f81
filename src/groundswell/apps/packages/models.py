"""The whole community carried in and out.

Files whose rooms are not built yet are checked, held as they are, and given back by the next dump: nothing is lost.
"""

from django.db import models

from groundswell.apps.people.models import CommunityRow


class HeldFile(CommunityRow):
    """A file of a package that no room reads yet: a table by its columns."""

    natural_key = ("name",)

    name = models.CharField(max_length=200)  # mandates, commitments: the file without its ending
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="held_file_is_unique")]
