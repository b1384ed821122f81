"""People with an account, the roles they hold in communities, and how they come to hold them.

A person is one account in the whole installation and may hold roles in several communities; what a person may do
follows from those roles alone (`core.roles`). Only digests of invitations and tokens are kept.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from groundswell.apps.people.models.communities import Community, Organization, time_ordered_key
from groundswell.core.roles import Role

HELD_ROLES = [role for role in Role if role is not Role.PUBLIC]


class People(BaseUserManager["Person"]):
    """People by their e-mail address, whose capitals do not matter."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this address."""
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> Person:
        """A new person; without a password nobody can sign in by one. Actions call this, nothing else does."""
        person = self.model(email=email.strip().lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account. `is_administrator` runs the installation, and reads no community by that alone."""

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    email = models.EmailField(unique=True)  # in small letters
    name = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    joined = models.DateTimeField(default=timezone.now)
    gets_reminders = models.BooleanField(default=True)  # letters about what their organization promised

    objects = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or str(self.pk)  # never the address, which not everybody may see


class Appointment(models.Model):
    """A role that a person holds in a community, for an organization where the role is held on behalf of one."""

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="appointments")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    role = models.CharField(max_length=24)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)  # from this moment on it is held no longer
    given_by = models.TextField()  # an actor's name

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appointment_role_is_known", condition=Q(role__in=[str(role) for role in HELD_ROLES])
            )
        ]
        indexes = [models.Index(fields=["person", "until"], name="appointments_of_a_person")]

    def __str__(self) -> str:
        return f"{self.role} in {self.community_id}"


class Invitation(models.Model):
    """A role offered to whoever reads the mail at an address, until it expires; taken up once."""

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    email = models.EmailField()
    name = models.TextField(blank=True, default="")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="invitations")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=24)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret in the mail
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    by = models.TextField()
    accepted = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn = models.DateTimeField(null=True, blank=True)


class AccessToken(models.Model):
    """A secret with which a program speaks for a person: never more than the person may do, and often less."""

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.TextField()
    community = models.ForeignKey(Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    may_write = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret
    hint = models.CharField(max_length=8)  # how the secret ends, so that its owner can tell it from others
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    used = models.DateField(null=True, blank=True)  # the last day
    revoked = models.DateTimeField(null=True, blank=True)


class EmergencyAccess(models.Model):
    """An administrator opens a community without a role in it: for a while, for a reason, and its stewards are told."""

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="emergency_accesses")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField()

    class Meta:
        verbose_name_plural = "emergency accesses"
