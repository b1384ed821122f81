"""What people changed in the browser and over the API, object by object: their history, their drafts, their retries.

The audit log says that something was done and by whom; these rows hold what stood before and after, so that it can be
shown, compared, undone and restored.
"""

from django.db import models
from django.utils import timezone

from groundswell.apps.people.models.accounts import Person
from groundswell.apps.people.models.communities import Community, time_ordered_key


class Change(models.Model):
    """One object as it stood before and after somebody changed it. `before` is null for a new object.

    `kind` is the object's kind as addresses say it (results, indicators, observations), `key` its id within that kind.
    Changes that were made together (an undo among them) share an audit event.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.TextField()  # an actor's name
    verb = models.CharField(max_length=12)  # made, changed, retired, restored, reordered, undone
    event = models.PositiveIntegerField()  # the audit event's number within the community
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    undone = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "kind", "key"], name="changes_of_an_object")]


class Draft(models.Model):
    """What a person has typed and not yet stored: seen by that person alone, and by no page that others read."""

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.TextField(blank=True, default="")  # blank for an object that is still to be made
    base = models.JSONField(null=True)  # the object as it stood when the draft was begun
    content = models.JSONField()
    saved = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "community", "kind", "key"], name="a_person_has_one_draft_of_it")
        ]


class RememberedAnswer(models.Model):
    """What the API answered to a request that carried an idempotency key: a retry gets the same answer."""

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)  # SHA-256 of method, address and body
    status = models.PositiveSmallIntegerField(null=True)  # null while the first request is still being answered
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="an_idempotency_key_is_used_once")]
