"""What services set out to achieve: programs, the grants that fund them, and the measures they answer by.

A measure is defined once, in the shared library, and adopted by programs; what it came to in a program stands in
values, entered by the program's organization or computed from its records. Values are text, exactly as they were
entered, a percent as people write it; arithmetic happens elsewhere.
"""

from django.db import models
from django.db.models import Q

from groundswell.apps.people.models import BallotRow, ClosedVoteRow, CommunityRow, NamedRow, Organization
from groundswell.apps.places.models import Group, Place
from groundswell.core.vocabulary import MeasureUnit, Question, Standing, Use, ValueState


class Program(NamedRow):
    """A service of an organization: for whom, where, since when, and toward which strategies."""

    file = "programs"
    columns = {
        "program_id": "public_id",
        "organization_id": "organization",
        "strategy_ids": "strategies",
        "name": "name",
        "customers": "customers",
        "place_id": "place",
        "started": "started",
        "ended": "ended",
        "sites": "sites",
        "published": "published",
    }

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="programs"
    )
    strategies = models.TextField(blank=True, default="")  # ids, as the package lists them
    name = models.TextField(blank=True, default="")
    customers = models.TextField(blank=True, default="")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    started = models.DateField(null=True, blank=True)
    ended = models.DateField(null=True, blank=True)
    sites = models.TextField(blank=True, default="")
    published = models.CharField(max_length=5, blank=True, default="")  # true: whoever reads the community reads it


class Grant(NamedRow):
    """Money from a funder to an organization, for some of its programs."""

    file = "grants"
    columns = {
        "grant_id": "public_id",
        "funder_id": "funder",
        "recipient_id": "recipient",
        "program_ids": "programs",
        "amount": "amount",
        "currency": "currency",
        "awarded": "awarded",
        "starts": "starts",
        "ends": "ends",
    }

    funder = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="given")
    recipient = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    programs = models.TextField(blank=True, default="")  # ids, as the package lists them
    amount = models.TextField(blank=True, default="")
    currency = models.TextField(blank=True, default="")
    awarded = models.DateField(null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)


class Measure(NamedRow):
    """One question about a program that a number answers: how many, how well, what difference."""

    name = models.TextField(blank=True, default="")
    question = models.TextField(blank=True, default="")
    unit = models.TextField(blank=True, default="")
    polarity = models.TextField(blank=True, default="")
    # The definition as written, every key of it, the rule among them: the columns above are what queries ask for.
    definition = models.JSONField(default=dict)

    class Meta(NamedRow.Meta):
        constraints = [
            *NamedRow.Meta.constraints,
            models.CheckConstraint(
                name="measure_question_is_known", condition=Q(question__in=["", *(str(word) for word in Question)])
            ),
            models.CheckConstraint(
                name="measure_unit_is_known", condition=Q(unit__in=["", *(str(word) for word in MeasureUnit)])
            ),
        ]

    @property
    def is_computed(self) -> bool:
        """True where its values come from records by a rule, and nobody types them."""
        return bool(self.definition.get("rule"))


class MeasureAdoption(CommunityRow):
    """A program's choice of a measure: why it reports it, how it stands among its measures, since when."""

    file = "measure_adoptions"
    columns = {
        "program_id": "program",
        "measure_id": "measure",
        "use": "use",
        "standing": "standing",
        "since": "since",
        "until": "until",
        "sort": "sort",
    }
    natural_key = ("program", "measure", "since")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="adoptions", db_index=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="adoptions")
    use = models.CharField(max_length=10, blank=True, default="")
    standing = models.CharField(max_length=12, blank=True, default="")
    since = models.CharField(max_length=10, blank=True, default="")  # a day; blank: from the beginning
    until = models.DateField(null=True, blank=True)
    sort = models.TextField(blank=True, default="")  # its place among the measures that stand alike

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "measure", "since"], name="measure_adoption_is_unique"),
            models.CheckConstraint(
                name="measure_adoption_use_is_known", condition=Q(use__in=["", *(str(word) for word in Use)])
            ),
            models.CheckConstraint(
                name="measure_adoption_standing_is_known",
                condition=Q(standing__in=["", *(str(word) for word in Standing)]),
            ),
        ]


class ProgramRow(CommunityRow):
    """A row about one measure of one program in a period: at a site, in a place, for a group, or of all of them."""

    # No index on each: the key begins with the program, and that is how every question is asked.
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+", db_index=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=20)
    site = models.TextField(blank=True, default="")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = models.TextField(blank=True, default="")
    numerator = models.TextField(blank=True, default="")
    denominator = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


_ROW = {
    "program_id": "program",
    "measure_id": "measure",
    "period": "period",
    "site": "site",
    "place_id": "place",
    "group_id": "group",
    "value": "value",
    "numerator": "numerator",
    "denominator": "denominator",
}


class MeasureValue(ProgramRow):
    """What a measure came to, as the program's organization entered it, and how far it has come on its way."""

    file = "measure_values"
    columns = {**_ROW, "state": "state", "reason": "reason", "note": "note"}
    natural_key = ("program", "measure", "period", "site", "place", "group")

    state = models.CharField(max_length=10, blank=True, default="")  # blank in a package: accepted
    reason = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "measure", "period", "site", "place", "group"], name="measure_value_is_unique"
            ),
            models.CheckConstraint(
                name="measure_value_state_is_known", condition=Q(state__in=["", *(str(word) for word in ValueState)])
            ),
        ]


class ReportStep(CommunityRow):
    """One step of a program's report on a period: submitted, returned with what is to be mended, accepted, locked."""

    natural_key = ("program", "period", "at")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.TextField()  # an actor's name
    verb = models.CharField(max_length=10)  # submitted, returned, accepted, locked, reopened
    words = models.TextField(blank=True, default="")
    remarks = models.JSONField(default=dict)  # {measure id: what is to be mended}

    class Meta:
        indexes = [models.Index(fields=["program", "period", "at"], name="steps_of_a_report")]


class MeasureRevision(ProgramRow):
    """What stood at a value before it was corrected, when that was, and why."""

    file = "measure_revisions"
    columns = {**_ROW, "recorded": "recorded", "reason": "reason"}

    recorded = models.DateField()
    reason = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["program", "measure", "period"], name="measure_revision_by_value")]


class MeasureBallot(BallotRow):
    """One person's forced choice among the measures of a program."""

    natural_key = ("program", "person", "round")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="ballots", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "round", "person"], name="a_person_has_one_measure_ballot")
        ]


class ClosedMeasureVote(ClosedVoteRow):
    """A round of the forced choice that was closed: what the ballots said, and how each measure then stood."""

    natural_key = ("program", "round")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="closed_votes", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "round"], name="a_measure_round_is_closed_once")]
