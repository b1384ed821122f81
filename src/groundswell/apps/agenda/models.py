"""What a community will do together, and how: its own version of a framework, and a scan of who serves whom."""

from django.db import models

from groundswell.apps.people.models import CommunityRow, NamedRow, Organization
from groundswell.apps.places.models import Place


class FrameworkElement(NamedRow):
    """What a community does with one element of a framework: takes it up, adapts, waives or postpones it, and why."""

    file = "framework"
    columns = {
        "element_id": "public_id",
        **{name: name for name in ("condition", "statement", "stance", "reason", "rating", "evidence")},
        **{name: name for name in ("owner", "reviewed", "next_review")},
    }

    condition = models.TextField(blank=True, default="")
    statement = models.TextField(blank=True, default="")
    stance = models.CharField(max_length=10, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    rating = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    owner = models.TextField(blank=True, default="")
    reviewed = models.DateField(null=True, blank=True)
    next_review = models.DateField(null=True, blank=True)


class ScannedService(CommunityRow):
    """One line of the systems scan: an institution's service, for which ages, where, for how many at a time."""

    file = "systems_scan"
    columns = {
        "organization_id": "organization",
        "service": "service",
        "ages": "ages",
        "place_id": "place",
        "capacity": "capacity",
        "note": "note",
    }
    natural_key = ("organization", "service", "ages", "place")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="scanned")
    service = models.TextField()
    ages = models.TextField(blank=True, default="")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    capacity = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
