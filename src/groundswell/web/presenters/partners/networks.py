"""Networks of providers on pages: what makes each one system and what it still lacks, its measures and its reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.defaultfilters import date as date_words
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.partnerships.queries.networks import NetworkFacts
from groundswell.apps.scorecards.queries.partnerships.networks import JointMeasure, NetworkList, NetworkPage, NetworkRow
from groundswell.apps.scorecards.queries.partnerships.served import Together
from groundswell.core.vocabulary import Unit
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.partners.mandate_words import SeatLine, seat_line
from groundswell.web.presenters.programs.pages import Link
from groundswell.web.presenters.writing import Pen, Written, grouped, period_text

MARKS = 4  # of one system: members, common entry, shared measures, joint planning


@dataclass(frozen=True, slots=True)
class Mark:
    """One of the marks of one system: what it is, what stands for it, and whether it is there."""

    name: str
    words: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """One network in the list."""

    name: str
    address: str
    description: str
    members: str
    purpose: str
    step: str
    marks: tuple[Mark, ...]
    tally: str


@dataclass(frozen=True, slots=True)
class NetworksSheet:
    """The list of networks."""

    around: Surroundings
    sentence: str
    lines: tuple[NetworkLine, ...]


@dataclass(frozen=True, slots=True)
class JointLine:
    """One program's figure of a shared measure."""

    name: str
    address: str
    organization: str
    estimate: Written | None


@dataclass(frozen=True, slots=True)
class JointTable:
    """A shared measure: programs side by side, and all together."""

    id: str
    name: str
    address: str
    when: str
    lines: tuple[JointLine, ...]
    joint: Written | None
    joint_words: str
    reason: str


@dataclass(frozen=True, slots=True)
class NetworkSheet:
    """The page of one network."""

    around: Surroundings
    name: str
    description: str
    sentence: str
    purpose: str
    step: str
    since: str
    marks: tuple[Mark, ...]
    members: tuple[Link, ...]  # each with its worksheet, for who takes part
    programs: tuple[Link, ...]
    reach: str
    reach_note: str
    measures: tuple[JointTable, ...]
    is_told: bool
    seats: tuple[SeatLine, ...]
    networks_address: str
    mandates_address: str
    commitments_address: str


def networks_sheet(page: NetworkList, path: str) -> NetworksSheet:
    """Everything on the list of networks."""
    found = len(page.networks)
    whole = sum(not one.facts.missing for one in page.networks)
    sentence = ngettext("%(n)s network of providers", "%(n)s networks of providers", found) % {"n": grouped(found)}
    acting = ngettext("%(n)s has all the marks of one system", "%(n)s have all the marks of one system", whole)
    return NetworksSheet(
        around=surroundings(page.community, path),
        sentence=gettext("%(networks)s; %(acting)s.")
        % {"networks": sentence, "acting": acting % {"n": grouped(whole)}},
        lines=tuple(_line(one, page.community.id) for one in page.networks),
    )


def _line(one: NetworkRow, community: str) -> NetworkLine:
    facts = one.facts
    there = MARKS - len(facts.missing)
    return NetworkLine(
        name=facts.name,
        address=reverse("provider-network", args=[community, facts.id]),
        description=facts.description,
        members=", ".join(name for _, name in one.members),
        purpose=facts.purpose,
        step=_step(facts),
        marks=tuple(marks_of(facts)),
        tally=gettext("%(there)s of %(n)s marks of one system") % {"there": grouped(there), "n": grouped(MARKS)},
    )


def _step(facts: NetworkFacts) -> str:
    return gettext("Step %(step)s of the stairsteps") % {"step": facts.step} if facts.step else ""


def marks_of(facts: NetworkFacts) -> Iterator[Mark]:
    """What makes several providers one system, and what of it stands."""
    members, measures = len(facts.members), len(facts.measure_ids)
    said = {
        "members": (
            gettext("Several members"),
            ngettext("%(n)s member", "%(n)s members", members) % {"n": grouped(members)},
        ),
        "common_entry": (gettext("Common entry"), facts.common_entry or gettext("People still come in by each door.")),
        "shared_measures": (
            gettext("Shared measures"),
            ngettext("%(n)s measure", "%(n)s measures", measures) % {"n": grouped(measures)}
            if measures
            else gettext("No measure is shared yet."),
        ),
        "joint_planning": (gettext("Joint planning"), facts.joint_planning or gettext("Each still plans for itself.")),
    }
    for name, (title, words) in said.items():
        yield Mark(title, words, name not in facts.missing)


def network_sheet(page: NetworkPage, path: str) -> NetworkSheet:
    """Everything on the page of one network."""
    facts, community = page.facts, page.community.id
    return NetworkSheet(
        around=surroundings(page.community, path),
        name=facts.name,
        description=facts.description,
        sentence=_sentence(facts),
        purpose=facts.purpose,
        step=_step(facts),
        since=date_words(facts.since, "DATE_FORMAT") if facts.since else "",
        marks=tuple(marks_of(facts)),
        members=tuple(
            Link(name, reverse("worksheet", args=[community, one]) if page.is_told else "", False)
            for one, name in page.members
        ),
        programs=tuple(Link(name, reverse("program", args=[community, one]), False) for one, name in page.programs),
        reach=_reach_words(page.reach),
        reach_note=_reach_note(page),
        measures=tuple(_measure(one, number, community) for number, one in enumerate(page.measures, 1)),
        is_told=page.is_told,
        seats=tuple(seat_line(one, community) for one in page.seats),
        networks_address=reverse("provider-networks", args=[community]),
        mandates_address=reverse("mandates", args=[community]),
        commitments_address=_commitments(community),
    )


def _commitments(community: str) -> str:
    try:
        return reverse("commitments", args=[community])
    except NoReverseMatch:
        return ""


def _sentence(facts: NetworkFacts) -> str:
    members = ngettext("%(n)s provider", "%(n)s providers", len(facts.members)) % {"n": grouped(len(facts.members))}
    if not facts.missing:
        return gettext("%(members)s that act as one system: one entry, shared measures, joint planning.") % {
            "members": members
        }
    wanting = {
        "members": gettext("a second member"),
        "common_entry": gettext("a common entry"),
        "shared_measures": gettext("shared measures"),
        "joint_planning": gettext("joint planning"),
    }
    missing = ", ".join(wanting[one] for one in facts.missing)
    return gettext("%(members)s on the way to one system; still missing: %(missing)s.") % {
        "members": members, "missing": missing
    }  # fmt: skip


def _reach_words(reach: Together | None) -> str:
    if reach is None:
        return ""
    if reach.people is not None:
        return gettext("About %(people)s people") % {"people": grouped(reach.people)}
    return gettext("Between %(low)s and %(high)s people") % {
        "low": grouped(reach.fewest), "high": grouped(reach.most)
    }  # fmt: skip


def _reach_note(page: NetworkPage) -> str:
    if page.reach is None:
        return ""
    said = {"period": period_text(page.reach_period)}
    if page.reach.people is not None:
        note = gettext("%(period)s, of the programs that you may see, each person counted once as far as records tell.")
    else:
        note = gettext(
            "%(period)s, of the programs that you may see: nobody knows yet who is served by two of them, so the truth "
            "lies between the largest program and all of them added up."
        )
    if page.programs_withheld:
        note += " " + gettext("Programs that serve too few for their number to be told are left out.")
    return note % said


def _measure(one: JointMeasure, number: int, community: str) -> JointTable:
    pen = Pen(one.measure.unit)
    words = gettext("each person counted once") if one.is_once else gettext("who is in two programs counts in both")
    return JointTable(
        id=f"measure-{number}",
        name=one.measure.name,
        address=reverse("measure", args=[community, one.measure.id]),
        when=period_text(one.period),
        lines=tuple(
            JointLine(
                name=row.name,
                address=reverse("program", args=[community, row.program_id]),
                organization=row.organization,
                estimate=pen.estimate(row.observation.estimate) if row.observation else None,
            )
            for row in one.rows
        ),
        joint=_joint(one, pen),
        joint_words=words,
        reason=_capital(spoken(one.reason)),
    )


def _joint(one: JointMeasure, pen: Pen) -> Written | None:
    if one.joint is None:
        return None
    return pen.estimate(one.joint) if one.measure.unit is Unit.PERCENT else Pen(Unit.COUNT).estimate(one.joint)


def _capital(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}." if reason else ""
