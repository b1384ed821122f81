"""Who works with whom, who may commit to what is missing, and what they committed.

What partners say of each other is theirs: rows of `PartnershipNote` are read through `queries.accounts`, which asks who
reads, and nowhere else. Numbers are text, exactly as they were entered.
"""

from django.db import models

from groundswell.apps.indicators.models import Indicator, Strategy
from groundswell.apps.people.models import Community, CommunityRow, NamedRow, Organization, Person, time_ordered_key
from groundswell.apps.programs.models import Program


class Partnership(NamedRow):
    """Two organizations that work together, or say that they do not; named where it is about one initiative."""

    file = "partnerships"
    columns = {
        "partnership_id": "public_id",
        "organization_id": "organization",
        "partner_id": "partner",
        "name": "name",
    }

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="partnerships")
    partner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="partnered")
    name = models.TextField(blank=True, default="")


class PartnershipConsent(CommunityRow):
    """Whom one side lets read what both answered, from a day on."""

    file = "partnership_consents"
    columns = {
        "partnership_id": "partnership",
        "organization_id": "organization",
        "since": "since",
        "readers": "readers",
    }
    natural_key = ("partnership", "organization", "since")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="consents", db_index=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    readers = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organization", "since"], name="consent_to_read_is_given_once_a_day"
            )
        ]


class Purpose(NamedRow):
    """A step of the community's stairsteps: what a partnership can be for."""

    file = "purposes"
    columns = {
        "purpose_id": "public_id",
        "label": "label",
        "step": "step",
        "description": "description",
        "from_source": "from_source",
    }

    label = models.TextField(blank=True, default="")
    step = models.TextField(blank=True, default="")
    description = models.TextField(blank=True, default="")
    from_source = models.TextField(blank=True, default="")  # where the step comes from, if not from the community


class PartnershipPurpose(CommunityRow):
    """What a partnership is for, since a day."""

    file = "partnership_purposes"
    columns = {"partnership_id": "partnership", "since": "since", "purpose_id": "purpose"}
    natural_key = ("partnership", "since", "purpose")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="purposes", db_index=False)
    since = models.DateField()
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "since", "purpose"], name="partnership_has_a_purpose_once_since_a_day"
            )
        ]


class PartnershipNote(CommunityRow):
    """One cell of what one side said of a partnership on a day. With a blank level, what it wants and its next step."""

    file = "partnership_notes"
    columns = {
        "partnership_id": "partnership",
        "date": "date",
        "recorded_by": "recorded_by",
        "on_behalf_of": "on_behalf_of",
        "actor": "actor",
        **{name: name for name in ("level", "activity", "evidence", "since", "wanted_level", "next_step")},
    }
    natural_key = ("partnership", "date", "recorded_by", "on_behalf_of", "actor", "level")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="notes")
    date = models.DateField()
    recorded_by = models.TextField(blank=True, default="")  # an organization's id, or "backbone"; never a person
    on_behalf_of = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    actor = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=1, blank=True, default="")
    activity = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    since = models.DateField(null=True, blank=True)
    wanted_level = models.CharField(max_length=1, blank=True, default="")
    next_step = models.TextField(blank=True, default="")


class NetworkQuestion(NamedRow):
    """A question of the community's own about partners, in its own words: answered from 1 to so many steps."""

    file = "network_questions"
    columns = {
        "question_id": "public_id",
        **{name: name for name in ("wording", "low_label", "high_label", "steps", "sort")},
    }

    wording = models.TextField(blank=True, default="")
    low_label = models.TextField(blank=True, default="")  # what the lowest step means
    high_label = models.TextField(blank=True, default="")
    steps = models.TextField(blank=True, default="")
    sort = models.TextField(blank=True, default="")


class NetworkAnswer(CommunityRow):
    """What one organization answered about another, to a question of the community's own: trust, value.

    To the question `roster`, about itself, `complete` says that it named all its partners.
    """

    file = "network_answers"
    columns = {
        "date": "date",
        "from_organization_id": "from_organization",
        "to_organization_id": "to_organization",
        "question": "question",
        "answer": "answer",
    }
    natural_key = ("date", "from_organization", "to_organization", "question")

    date = models.DateField()
    from_organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    to_organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    answer = models.TextField(blank=True, default="")


class Network(NamedRow):
    """Several providers that act as one system: one entry, shared measures, joint planning."""

    file = "networks"
    columns = {
        "network_id": "public_id",
        **{name: name for name in ("name", "members", "description")},
        "purpose_id": "purpose",
        **{name: name for name in ("since", "common_entry", "joint_planning")},
        "measure_ids": "measures",
    }

    name = models.TextField(blank=True, default="")
    members = models.TextField(blank=True, default="")  # ids of organizations, as the package lists them
    description = models.TextField(blank=True, default="")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(null=True, blank=True)
    common_entry = models.TextField(blank=True, default="")
    joint_planning = models.TextField(blank=True, default="")
    measures = models.TextField(blank=True, default="")  # ids, as the package lists them


class Mandate(NamedRow):
    """Who sits at which table for whom, formally or not, and what they can commit."""

    file = "mandates"
    columns = {
        "mandate_id": "public_id",
        "network_id": "network",
        "organization_id": "organization",
        **{name: name for name in ("representative", "table", "formal", "can_commit", "document", "since", "until")},
    }

    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    representative = models.TextField(blank=True, default="")
    table = models.TextField(blank=True, default="")
    formal = models.CharField(max_length=5, blank=True, default="")  # true, false or not said
    can_commit = models.TextField(blank=True, default="")  # kinds of commitment, as the package lists them
    document = models.TextField(blank=True, default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)


class Commitment(NamedRow):
    """What an organization, or a network of them, said it would shift; and what became of it."""

    file = "commitments"
    columns = {
        "commitment_id": "public_id",
        "organization_id": "organization",
        "network_id": "network",
        **{name: name for name in ("kind", "statement")},
        "strategy_id": "strategy",
        "indicator_id": "indicator",
        **{name: name for name in ("amount", "unit", "made", "due", "status", "kept_amount", "evidence")},
        "program_id": "program",
    }

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    kind = models.CharField(max_length=12, blank=True, default="")
    statement = models.TextField(blank=True, default="")
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.TextField(blank=True, default="")
    unit = models.TextField(blank=True, default="")
    made = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, blank=True, default="")
    kept_amount = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class CommitmentReminder(models.Model):
    """That somebody was reminded of a commitment, once at each stage before and after the day due.

    A letter is claimed before it is sent, so that of two processes one sends it; the claim of a letter that surely did
    not go is given back, that of one which may have gone stands. It is no part of a package: it says of a person that a
    letter went out, and nothing of the community.
    """

    id = models.UUIDField(primary_key=True, default=time_ordered_key, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+", db_index=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()  # as it stood: another day due is reminded of anew
    stage = models.SmallIntegerField()  # days after the day due
    claimed = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "commitment", "person", "due", "stage"],
                name="somebody_is_reminded_once_at_a_stage",
            )
        ]
