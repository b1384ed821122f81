"""What came in: submissions of records about people, and the figures computed from those that were accepted.

The records themselves never stand in this database. Each accepted submission is one immutable part in the store, named
by its digest, in place before the row here that names it; the list of parts in use is the version of the data. A row
says who sent what kind of tables when, what was found in them, and what became of it.
"""

from django.db import models
from django.db.models import Q

from groundswell.apps.people.models import CommunityRow
from groundswell.apps.programs.models import Measure, Program

STATES = ("accepted", "warned", "returned", "withdrawn")


class Submission(CommunityRow):
    """One file, or several together, that a provider sent for a program, and what became of it."""

    natural_key = ("program", "number")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="submissions", db_index=False)
    number = models.PositiveIntegerField()  # within its program, from 1
    at = models.DateTimeField()
    by = models.TextField()  # an actor's name
    state = models.CharField(max_length=10)
    raw_digest = models.CharField(max_length=64)  # of the bytes that were sent
    digest = models.CharField(max_length=64, blank=True, default="")  # of the rows, whatever file they came in
    key = models.CharField(max_length=255, blank=True, default="")  # the idempotency key of whoever sent it
    counts = models.JSONField(default=dict)  # rows by table
    findings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)  # how headings were matched: {table: {column: [headings]}}
    first_day = models.DateField(null=True, blank=True)  # with last_day: what it replaces is told by these
    last_day = models.DateField(null=True, blank=True)
    told_until = models.DateField(null=True, blank=True)  # the last day on which anything happened that it tells of
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")  # why it was withdrawn
    moved = models.JSONField(default=list)  # figures that its acceptance moved: [[measure, period, before, after], ...]
    keep_until = models.DateField(null=True, blank=True)  # the day from which its records are purged
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="submission_is_unique"),
            models.UniqueConstraint(
                fields=["program", "digest"],
                condition=Q(state__in=["accepted", "warned"], superseded_by=None),
                name="the_same_rows_stand_once",
            ),
            models.UniqueConstraint(fields=["program", "key"], condition=~Q(key=""), name="submission_key_is_unique"),
            models.CheckConstraint(name="submission_state_is_known", condition=Q(state__in=STATES)),
        ]


class ColumnMemory(CommunityRow):
    """How a program's headings were matched the last time it was accepted: the next file is read alike."""

    natural_key = ("program",)

    program = models.OneToOneField(Program, on_delete=models.PROTECT, related_name="column_memory")
    columns = models.JSONField(default=dict)


class ComputedSeries(CommunityRow):
    """A measure's figures for a program, or rolled up over several.

    `data_version` changes with whatever they are counted from; blank where nobody is left in the unit.

    `whole` holds [period, value, numerator, denominator, people] of everybody; `parts` the same by site, place and
    by each dimension of groups: {"site": [[name, period, ...], ...], "race_ethnicity": ...}. Numbers stand as they were
    counted: what may be shown to whom is decided when they are read.

    `made_of` is of figures that count linked people once over several providers: {"rule": the digest of the rule,
    "programs": {program: [[period, ...], ...]}}, as each program stood by itself when people were linked.
    """

    natural_key = ("measure", "unit", "unit_id")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=12)  # program, organization, strategy, network, all
    unit_id = models.CharField(max_length=64, blank=True, default="")  # a public id; blank for all
    data_version = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    whole = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    made_of = models.JSONField(default=dict)  # of linked people: what they were counted by, and from

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "unit", "unit_id"], name="computed_series_is_unique"),
        ]
        indexes = [models.Index(fields=["community", "unit", "unit_id"], name="computed_by_unit")]


class ParticipationTable(CommunityRow):
    """Who is in which programs together in a period, or (`pathways`, without a period) who went from one to another.

    `rows` stand as they were counted: [dimension, group, [programs], people] of exclusive combinations, and [origin,
    destination, people, median days] of pathways. `shown` says what of them may be shown to anybody at all, given the
    smallest count that the community shows: combinations, "is_whole", unions (strategies and their programs), parts by
    dimension. Where people were not linked everybody is in one program only, and nothing across programs is shown.
    """

    natural_key = ("kind", "period")

    kind = models.CharField(max_length=12)  # combinations, pathways
    period = models.CharField(max_length=20, blank=True, default="")
    data_version = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    as_of = models.DateField()  # the day to which the records speak
    is_linked = models.BooleanField(default=False)
    smallest_shown = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=list)
    shown = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "kind", "period"], name="participation_table_is_unique"),
        ]


class ComputeRun(CommunityRow):
    """One computing of measures: which engine, over which version of the records, how long each step took."""

    natural_key = ("at",)

    at = models.DateTimeField()
    by = models.TextField()
    engine = models.CharField(max_length=10)
    data_version = models.CharField(max_length=64)
    scope = models.TextField(blank=True, default="")  # a program's public id; blank for all
    measures = models.PositiveIntegerField(default=0)
    cells = models.PositiveIntegerField(default=0)
    seconds = models.JSONField(default=dict)  # by step


class LinkRun(CommunityRow):
    """One linking of people across programs: by whom, over which records, and what it found. Nobody is named here.

    Who is whom lies beside the parts, in a folder named by `digest`; the one that is standing is in use.
    """

    natural_key = ("at",)

    at = models.DateTimeField()
    by = models.TextField()
    engine = models.CharField(max_length=10)  # own, splink
    is_standing = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True, default="")  # blank once the folder is gone
    data_version = models.CharField(max_length=64)  # of the parts that were linked
    settings = models.JSONField(default=dict)
    records = models.PositiveIntegerField(default=0)  # participants of programs
    people = models.PositiveIntegerField(default=0)
    low = models.PositiveIntegerField(default=0)  # with high: the range of how many people there are, at `level`
    high = models.PositiveIntegerField(default=0)
    level = models.FloatField(default=0.95)
    candidate_pairs = models.PositiveBigIntegerField(default=0)
    matched_pairs = models.PositiveBigIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)  # participants who came too few at a time: the next linking's
    found = models.JSONField(default=dict)  # people by the number of providers: {"1": 812, "2": 90}; by provider
    versions = models.JSONField(default=dict)  # who is whom within each provider: changes with it
    seconds = models.JSONField(default=dict)  # by step

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(is_standing=True), name="one_linking_is_standing"
            ),
        ]


class LinkDecision(CommunityRow):
    """Somebody looked at two records and said that they are the same person, or not: it holds for every linking.

    The records are told by keyed digests of program and participant: no id of a participant stands here.
    """

    natural_key = ("left_key", "right_key", "at")

    left_key = models.CharField(max_length=64)  # the smaller of the two
    right_key = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10)  # same, different
    by = models.TextField()
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "left_key", "right_key"], condition=Q(withdrawn_at=None),
                name="a_pair_is_decided_once",
            ),
            models.CheckConstraint(name="link_verdict_is_known", condition=Q(verdict__in=["same", "different"])),
        ]  # fmt: skip


class Job(CommunityRow):
    """Work that waits, runs or is done in the background: at most one of a name at a time, resumed after a kill.

    A worker takes a job for as long as its lease; one whose lease has run out is taken again.
    """

    natural_key = ("name", "asked_at")

    name = models.CharField(max_length=200)  # what it does: equal names are the same work
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)  # ids and dates: nothing about people
    state = models.CharField(max_length=10)  # waiting, running, done, failed, cancelled
    by = models.TextField()
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=64, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True, default="")  # how far it has come, or why it failed
    is_cancelling = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"], condition=Q(state__in=["waiting", "running"]), name="a_job_stands_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="jobs_that_wait")]
