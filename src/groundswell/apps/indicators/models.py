"""Conditions of well-being and the indicators that measure them: what was published, what stood there before,
where the curve was heading when the work began, and where the community wants it to go.

Published values are text, exactly as they were published, in their published unit; arithmetic happens elsewhere.
"""

from django.db import models
from django.db.models import Q

from groundswell.apps.people.models import BallotRow, ClosedVoteRow, CommunityRow, NamedRow
from groundswell.apps.places.models import Group, Place
from groundswell.apps.sources.models import ImportRun, Source
from groundswell.core.vocabulary import ObservationStatus, Polarity, Standing, Unit

_SHOWN = [str(status) for status in ObservationStatus if not status.is_withheld]


class Result(NamedRow):
    """A condition of well-being of a whole population, in plain words."""

    file = "results"
    columns = {
        "result_id": "public_id",
        "statement": "statement",
        "population": "population",
        "place_id": "place",
        "experience": "experience",
        "sort": "sort",
    }

    statement = models.TextField(blank=True, default="")
    population = models.TextField(blank=True, default="")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    experience = models.TextField(blank=True, default="")
    sort = models.TextField(blank=True, default="")


class Strategy(NamedRow):
    """What partners do together toward results; programs carry it out."""

    file = "strategies"
    columns = {"strategy_id": "public_id", "result_ids": "results", "name": "name", "description": "description"}

    results = models.TextField(blank=True, default="")  # ids, as the package lists them
    name = models.TextField(blank=True, default="")
    description = models.TextField(blank=True, default="")

    class Meta(NamedRow.Meta):
        verbose_name_plural = "strategies"


class Indicator(NamedRow):
    """A measure of a result for a whole population: its definition, and the facts that a reader needs to trust it."""

    name = models.TextField(blank=True, default="")
    unit = models.TextField(blank=True, default="")
    per = models.TextField(blank=True, default="")
    polarity = models.TextField(blank=True, default="")
    standing = models.TextField(blank=True, default="")
    publisher = models.TextField(blank=True, default="")
    work_began = models.TextField(blank=True, default="")
    headline_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The definition as written, every key of it: the columns above are what queries ask for.
    definition = models.JSONField(default=dict)
    data_version = models.CharField(max_length=32, default="")  # renewed where this one alone is changed

    class Meta(NamedRow.Meta):
        constraints = [
            *NamedRow.Meta.constraints,
            models.CheckConstraint(
                name="indicator_unit_is_known", condition=Q(unit__in=["", *(str(word) for word in Unit)])
            ),
            models.CheckConstraint(
                name="indicator_polarity_is_known", condition=Q(polarity__in=["", *(str(word) for word in Polarity)])
            ),
            models.CheckConstraint(
                name="indicator_standing_is_known", condition=Q(standing__in=["", *(str(word) for word in Standing)])
            ),
        ]


class Membership(CommunityRow):
    """An indicator's place under a result; an indicator may speak to several."""

    natural_key = ("indicator", "result")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="memberships")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="memberships")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "result"], name="membership_is_unique")]


class SeriesRow(CommunityRow):
    """A row about one series: an indicator, in a place, for a group."""

    # No index on each: the key of a series begins with its indicator, and that is how every question is asked.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Observation(SeriesRow):
    """One published number, or the published fact that there is none."""

    period = models.CharField(max_length=20)
    value = models.TextField(blank=True, default="")
    moe = models.TextField(blank=True, default="")
    low = models.TextField(blank=True, default="")
    high = models.TextField(blank=True, default="")
    level = models.TextField(blank=True, default="")
    numerator = models.TextField(blank=True, default="")
    denominator = models.TextField(blank=True, default="")
    status = models.CharField(max_length=14, default="final")
    is_break = models.BooleanField(default=False)  # not comparable with what came before
    quality = models.TextField(default="", blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    as_of = models.TextField(blank=True, default="")
    note = models.TextField(default="", blank=True)
    run = models.ForeignKey(  # the reading that brought it; empty where a package did
        ImportRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "place", "group", "period"], name="observation_is_unique"),
            models.CheckConstraint(
                name="observation_status_is_known", condition=Q(status__in=[str(word) for word in ObservationStatus])
            ),
            models.CheckConstraint(
                name="observation_is_withheld_or_has_a_value",
                condition=Q(status__in=_SHOWN) & ~Q(value="") | ~Q(status__in=_SHOWN) & Q(value=""),
            ),
        ]


class Revision(SeriesRow):
    """What stood at one period of a series before it was changed, when, and why."""

    period = models.CharField(max_length=20)
    value = models.TextField(blank=True, default="")
    recorded = models.DateField()
    reason = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["indicator", "place", "group", "period"], name="revision_by_series")]


class Baseline(SeriesRow):
    """Where a curve was heading before the work began: drawn once, dated, and never drawn again."""

    natural_key = ("indicator", "place", "group")

    frozen_on = models.DateField()
    method = models.TextField(blank=True, default="")
    level = models.TextField(blank=True, default="")
    observations = models.TextField(blank=True, default="")
    span = models.TextField(blank=True, default="")
    slope = models.TextField(blank=True, default="")
    sd = models.TextField(blank=True, default="")
    points = models.JSONField(default=list)  # [[period, value, low, high], ...] as published decimals

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "place", "group"], name="baseline_is_frozen_once")]


class Target(CommunityRow):
    """Where a community, or a program, wants a number to be in a period."""

    file = "targets"
    columns = {
        "subject": "subject",
        "subject_id": "subject_id",
        "program_id": "program",
        "place_id": "place",
        "group_id": "group",
        "period": "period",
        "value": "value",
    }
    natural_key = ("subject", "subject_id", "program", "place", "group", "period")

    subject = models.CharField(max_length=10)  # indicator or measure
    subject_id = models.CharField(max_length=64)  # the public id
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    program = models.TextField(blank=True, default="")  # the public id, for programs are downstream of here
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=20)
    value = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "subject", "subject_id", "program", "place", "group", "period"],
                name="target_is_unique",
            )
        ]


class Ballot(BallotRow):
    """One person's forced choice among the indicators of a result."""

    natural_key = ("result", "person", "round")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="ballots", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "round", "person"], name="a_person_has_one_ballot")]


class ClosedVote(ClosedVoteRow):
    """A round of the forced choice that was closed: what the ballots said, and what each indicator became."""

    natural_key = ("result", "round")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="closed_votes", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "round"], name="a_round_is_closed_once")]
