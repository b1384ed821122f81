"""What programs could add up to: their links to indicators, what people say about them, what would be planned.

A link says that a program reaches people of an indicator's population and what difference that makes to each. It is
kept version by version: a version never changes, and what changes a link is another version. Numbers are text, exactly
as they were entered; arithmetic happens elsewhere.
"""

from django.db import models
from django.db.models import Q

from groundswell.apps.indicators.models import Indicator
from groundswell.apps.people.models import CommunityRow, NamedRow, Organization
from groundswell.apps.places.models import Group, Place
from groundswell.apps.programs.models import Measure, Program
from groundswell.core.contribution.notes import NoteStep


class ContributionLink(CommunityRow):
    """One version of a program's link to an indicator. The highest version counts; retired, the link is withdrawn."""

    file = "contributions"
    columns = {
        "link_id": "public_id",
        "version": "version",
        "program_id": "program",
        "measure_id": "measure",
        "indicator_id": "indicator",
        "place_id": "place",
        "group_id": "group",
        **{name: name for name in ("mechanism", "served", "served_before", "served_period")},
        **{name: name for name in ("in_population_share", "in_population_share_low", "in_population_share_high")},
        **{name: name for name in ("completion", "completion_low", "completion_high")},
        **{name: name for name in ("baseline_risk", "baseline_risk_low", "baseline_risk_high")},
        **{name: name for name in ("effect_kind", "effect", "effect_low", "effect_high")},
        **{name: name for name in ("evidence", "evidence_source", "lag_years", "capacity", "unit_cost")},
        **{name: name for name in ("owner", "reviewed", "next_review", "recorded")},
    }
    natural_key = ("public_id", "version")

    public_id = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="links")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="links")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    mechanism = models.TextField(blank=True, default="")
    served = models.TextField(blank=True, default="")
    served_before = models.TextField(blank=True, default="")
    served_period = models.CharField(max_length=20, blank=True, default="")
    in_population_share = models.TextField(blank=True, default="")
    in_population_share_low = models.TextField(blank=True, default="")
    in_population_share_high = models.TextField(blank=True, default="")
    completion = models.TextField(blank=True, default="")
    completion_low = models.TextField(blank=True, default="")
    completion_high = models.TextField(blank=True, default="")
    baseline_risk = models.TextField(blank=True, default="")
    baseline_risk_low = models.TextField(blank=True, default="")
    baseline_risk_high = models.TextField(blank=True, default="")
    effect_kind = models.CharField(max_length=20, blank=True, default="")
    effect = models.TextField(blank=True, default="")
    effect_low = models.TextField(blank=True, default="")
    effect_high = models.TextField(blank=True, default="")
    evidence = models.CharField(max_length=20, blank=True, default="")
    evidence_source = models.TextField(blank=True, default="")
    lag_years = models.TextField(blank=True, default="")
    capacity = models.TextField(blank=True, default="")
    unit_cost = models.TextField(blank=True, default="")
    owner = models.TextField(blank=True, default="")
    reviewed = models.DateField(null=True, blank=True)
    next_review = models.DateField(null=True, blank=True)
    recorded = models.DateField(null=True, blank=True)  # when this version was written; blank: from the beginning
    by = models.TextField(blank=True, default="")  # an actor's name; no package carries it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "public_id", "version"], name="a_link_has_a_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}@{self.version}"


class ContributionNote(NamedRow):
    """What somebody said about a link: a step of its contribution analysis, a challenge, the answer to one."""

    file = "contribution_notes"
    columns = {
        "note_id": "public_id",
        "link_id": "link_id",
        "version": "version",
        "date": "date",
        "step": "step",
        "text": "text",
        "source": "source",
        "organization_id": "organization",
        "answers": "answers",
    }

    link_id = models.CharField(max_length=64)  # of no version: a note is about the link, written at a version of it
    version = models.CharField(max_length=10, blank=True, default="")
    date = models.DateField()
    step = models.CharField(max_length=20)
    text = models.TextField()
    source = models.TextField(blank=True, default="")  # an address or a document
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.CharField(max_length=64, blank=True, default="")  # the id of another note
    by = models.TextField(blank=True, default="")  # an actor's name; no package carries it

    class Meta(NamedRow.Meta):
        constraints = [
            *NamedRow.Meta.constraints,
            models.CheckConstraint(
                name="contribution_note_step_is_known", condition=Q(step__in=[str(step) for step in NoteStep])
            ),
        ]
        indexes = [models.Index(fields=["community", "link_id"], name="notes_of_a_link")]


class Scenario(NamedRow):
    """What it would take, as somebody set it up: a target and a year, what is to be least, and within which limits."""

    file = "scenarios"
    columns = {
        "scenario_id": "public_id",
        "indicator_id": "indicator",
        "place_id": "place",
        "group_id": "group",
        **{name: name for name in ("name", "period", "target", "minimize", "budget", "settings", "note")},
    }

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="scenarios")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.TextField(blank=True, default="")
    period = models.CharField(max_length=20, blank=True, default="")
    target = models.TextField(blank=True, default="")
    minimize = models.CharField(max_length=10, blank=True, default="")
    budget = models.TextField(blank=True, default="")
    settings = models.TextField(blank=True, default="")  # JSON: capacities, minimums of groups, slots of programs
    note = models.TextField(blank=True, default="")
    by = models.TextField(blank=True, default="")  # who set it up first; no package carries it


class KeptModel(NamedRow):
    """What was modelled for a year, kept on a day, to be set beside what happened. It never changes."""

    file = "modelled_years"
    columns = {
        "modelled_id": "public_id",
        "indicator_id": "indicator",
        "place_id": "place",
        "group_id": "group",
        **{name: name for name in ("period", "kept_on", "joint_points", "low", "high", "level", "forecast")},
        **{name: name for name in ("population", "model", "seed", "draws", "links", "content", "note")},
    }

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="kept_models")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=20)
    kept_on = models.DateField()
    joint_points = models.TextField(blank=True, default="")
    low = models.TextField(blank=True, default="")
    high = models.TextField(blank=True, default="")
    level = models.TextField(blank=True, default="")
    forecast = models.TextField(blank=True, default="")  # the value without the change, a proportion as it counts
    population = models.TextField(blank=True, default="")
    model = models.CharField(max_length=20, blank=True, default="")
    seed = models.TextField(blank=True, default="")
    draws = models.TextField(blank=True, default="")
    links = models.TextField(blank=True, default="")  # link@version, as the package lists them
    content = models.TextField(blank=True, default="")  # JSON: the parts of the programs
    note = models.TextField(blank=True, default="")
    by = models.TextField(blank=True, default="")  # an actor's name; no package carries it
