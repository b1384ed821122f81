"""What can be kept by people in the browser and over the API: kinds of objects, and kinds of rows.

An object has an id and is changed as a whole; rows have a key of several parts and are changed many at once, in a
grid. Fields are those of the package, so that a form, an address of the API and a file say the same things.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from groundswell.apps.agenda.models import FrameworkElement, ScannedService
from groundswell.apps.indicators.models import Indicator, Observation, Result, Strategy, Target
from groundswell.apps.partnerships.models import Commitment, Mandate, Network, Purpose
from groundswell.apps.people.models import Community, CommunityRow, NamedRow, Organization
from groundswell.apps.places.models import Crosswalk, Group, Place, Population
from groundswell.apps.programs.models import Grant, Measure, MeasureAdoption, Program
from groundswell.apps.scorecards.models import Story
from groundswell.apps.sources.models import Source
from groundswell.core.merging import Content
from groundswell.core.permissions import Permission
from groundswell.core.specification.decisions import Decision
from groundswell.exchange.package.columns import Column, identifier, text
from groundswell.exchange.package.document_layout import COMMUNITY, INDICATOR, MEASURE, STORY
from groundswell.exchange.package.layout import TABLES


def _first(*names: str) -> Callable[[Content], str]:
    def title(content: Content) -> str:
        return next((str(content[name]) for name in names if content.get(name)), "")

    return title


_named = _first("name")


def _titled_story(content: Content) -> str:
    """The first line that says something, without the signs of Markdown."""
    lines = (line.strip(" #*_>-") for line in str(content.get("text", "")).splitlines())
    return next((line[:80] for line in lines if line), str(content.get("story_id", "")))


def _called_element(content: Content) -> str:
    return Decision.of(content).name


def _seat(content: Content) -> str:
    """A mandate by its table and by whom it speaks for. Ids are made of this, and addresses name no person."""
    named = (content.get(name) for name in ("table", "organization_id", "network_id"))
    return " · ".join(str(each) for each in named if each)


@dataclass(frozen=True, slots=True)
class ObjectKind:
    """A kind of object: its name in addresses, its id, its fields in order, and who may change it.

    `fields` leave out `retired`, which has its own action, and hold the id where the package writes it as a column.
    `own_permission` reaches what is the actor's own organization's, which `owner_field` names, and of that the
    `own_fields` (all, where none is named); where the organization `own_makes` them, also to make one of its own, to
    retire it and to restore it, never to hand it to another. `reading` is what it takes to read them. `model` is None
    for the community itself.
    """

    name: str
    singular: str
    id_field: str
    fields: tuple[Column, ...]
    permission: Permission
    own_permission: Permission | None = None
    owner_field: str = "organization_id"
    own_fields: frozenset[str] = frozenset()
    own_makes: bool = False
    reading: Permission = Permission.READ_COMMUNITY
    title: Callable[[Content], str] = _named
    is_ordered: bool = False
    model: type[NamedRow] | None = None

    @property
    def is_table(self) -> bool:
        """True where the package keeps these objects as rows of a table."""
        return self.name in TABLES

    def field(self, name: str) -> Column | None:
        """The field of that name."""
        return next((field for field in self.fields if field.name == name), None)

    def owner_of(self, content: Content) -> str:
        """The organization whose own an object is; blank where it is nobody's, or only kept by those who keep all."""
        return str(content.get(self.owner_field, "")) if self.own_permission is not None else ""

    def is_own_field(self, name: str) -> bool:
        """True where the organization whose own it is may change this field, in whatever language."""
        column = name.partition(".")[0]
        if self.own_makes and column == self.owner_field:
            return False
        return not self.own_fields or column in self.own_fields

    def is_of_maker(self, name: str) -> bool:
        """True where an organization that makes one of its own may say this field of it."""
        return self.own_makes and (name in (self.id_field, self.owner_field) or self.is_own_field(name))

    @property
    def turning(self) -> tuple[Permission, ...]:
        """What it takes, one of these, to make one, to retire it or to restore it; the last reaches one's own only."""
        own = self.own_permission
        return (self.permission, own) if self.own_makes and own is not None else (self.permission,)


@dataclass(frozen=True, slots=True)
class RowKind:
    """A kind of row: the parts of its key, its other fields, who may change it. Observations and targets are an
    indicator's (`is_of_indicator`)."""

    name: str
    key_fields: tuple[Column, ...]
    fields: tuple[Column, ...]
    permission: Permission
    own_permission: Permission | None = None
    model: type[CommunityRow] = Observation
    is_of_indicator: bool = False

    @property
    def key_names(self) -> tuple[str, ...]:
        """The parts of a key, in order."""
        return tuple(column.name for column in self.key_fields)


def _living(fields: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(field for field in fields if field.name != "retired")


def _table(name: str, singular: str, model: type[NamedRow], permission: Permission, **facts: Any) -> ObjectKind:
    layout = TABLES[name]
    return ObjectKind(name, singular, layout.key[0], layout.columns, permission, model=model, **facts)


# What a provider says of its own program. Whose it is, which strategies it carries out and who reads its figures is
# for those to say who keep all programs.
OF_THE_PROVIDER = frozenset({"name", "customers", "place_id", "started", "ended", "sites"})

# What an organization says of who speaks for it. That somebody speaks for a whole network is for those to say who keep
# all mandates.
OF_THE_REPRESENTED = frozenset({"representative", "table", "formal", "can_commit", "document", "since", "until"})

# What an organization says of what it promised by itself. To promise for a whole network is likewise for those others.
OF_THE_PROMISING = frozenset(
    {"kind", "statement", "strategy_id", "indicator_id", "program_id", "amount", "unit", "made", "due", "status"}
    | {"kept_amount", "evidence"}
)

OBJECT_KINDS: dict[str, ObjectKind] = {
    kind.name: kind
    for kind in (
        ObjectKind("community", "community", "id", _living(COMMUNITY.fields), Permission.CHANGE_COMMUNITY),
        _table("organizations", "organization", Organization, Permission.CHANGE_ORGANIZATIONS,
               own_permission=Permission.CHANGE_OWN_ORGANIZATION),
        _table("places", "place", Place, Permission.CHANGE_PLACES),
        _table("groups", "group", Group, Permission.CHANGE_GROUPS, title=_first("label"), is_ordered=True),
        _table("results", "result", Result, Permission.CHANGE_RESULTS, title=_first("statement"), is_ordered=True),
        ObjectKind("indicators", "indicator", "indicator_id",
                   (identifier("indicator_id", required=True), *_living(INDICATOR.fields)),
                   Permission.CHANGE_INDICATORS, is_ordered=True, model=Indicator),
        _table("strategies", "strategy", Strategy, Permission.CHANGE_STRATEGIES),
        _table("programs", "program", Program, Permission.CHANGE_PROGRAMS,
               own_permission=Permission.CHANGE_OWN_PROGRAMS, own_fields=OF_THE_PROVIDER),
        ObjectKind("measures", "measure", "measure_id",
                   (identifier("measure_id", required=True), *_living(MEASURE.fields)),
                   Permission.CHANGE_MEASURES, model=Measure),
        _table("grants", "grant", Grant, Permission.CHANGE_GRANTS, title=_first("grant_id")),
        _table("framework", "element", FrameworkElement, Permission.CHANGE_SPECIFICATION, title=_called_element),
        _table("purposes", "purpose", Purpose, Permission.CHANGE_PARTNERSHIPS, title=_first("label")),
        _table("networks", "network", Network, Permission.CHANGE_NETWORKS),
        _table("mandates", "mandate", Mandate, Permission.CHANGE_MANDATES,
               own_permission=Permission.CHANGE_OWN_MANDATES, own_fields=OF_THE_REPRESENTED, own_makes=True,
               reading=Permission.READ_PARTNERSHIPS, title=_seat),
        _table("commitments", "commitment", Commitment, Permission.CHANGE_COMMITMENTS,
               own_permission=Permission.CHANGE_OWN_COMMITMENTS, own_fields=OF_THE_PROMISING, own_makes=True,
               reading=Permission.READ_PARTNERSHIPS, title=_first("statement")),
        ObjectKind("sources", "source", "source_id",
                   (identifier("source_id", required=True), text("mapping", required=True)),
                   Permission.CHANGE_SOURCES, title=_first("source_id"), model=Source),
        ObjectKind("stories", "story", "story_id",
                   (identifier("story_id", required=True), *_living(STORY.fields), text("text", required=True)),
                   Permission.CHANGE_STORIES, title=_titled_story, model=Story),
    )
}  # fmt: skip


def _rows(
    name: str, model: type[CommunityRow], fixed: tuple[str, ...], permission: Permission, **facts: Any
) -> RowKind:
    layout = TABLES[name]
    key = tuple(column for column in layout.columns if column.name in layout.key and column.name not in fixed)
    others = tuple(column for column in layout.columns if column.name not in layout.key)
    return RowKind(name, key, others, permission, model=model, is_of_indicator=bool(fixed), **facts)


ROW_KINDS: dict[str, RowKind] = {
    kind.name: kind
    for kind in (
        _rows("observations", Observation, ("indicator_id",), Permission.CHANGE_OBSERVATIONS,
              own_permission=Permission.CHANGE_OWN_OBSERVATIONS),
        _rows("targets", Target, ("subject", "subject_id"), Permission.CHANGE_TARGETS),
        _rows("populations", Population, (), Permission.CHANGE_PLACES),
        _rows("crosswalks", Crosswalk, (), Permission.CHANGE_PLACES),
        _rows("measure_adoptions", MeasureAdoption, (), Permission.CHANGE_MEASURES),
        _rows("systems_scan", ScannedService, (), Permission.CHANGE_SCAN),
    )
}  # fmt: skip


def title_of(kind: str, content: Content) -> str:
    """What people call an object: its name, statement or label, its id where it has none."""
    described = OBJECT_KINDS[kind]
    return described.title(content) or str(content.get(described.id_field, ""))


def community_of(community_id: str) -> Community | None:
    """The community that an action is about, whoever acts and whether or not it has retired."""
    return Community.objects.filter(public_id=community_id).first()
