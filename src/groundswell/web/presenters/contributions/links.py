"""The page of a link: what is assumed and how sure it is, version by version, and what was said for and against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from groundswell.apps.contributions.queries import LinkFacts
from groundswell.apps.scorecards.queries.contributions.ledger import LinkPage
from groundswell.core.contribution.links import EffectKind
from groundswell.core.findings import Finding
from groundswell.core.vocabulary import Polarity
from groundswell.web.presenters.audit import who_did
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.contributions.analysis import (
    Challenge,
    NoteLine,
    StepLine,
    TypedNote,
    analysis_of,
    challenges_of,
    lines_of,
)
from groundswell.web.presenters.contributions.steps import PreviewSheet, percent, preview_sheet
from groundswell.web.presenters.contributions.words import evidence_words, said_of
from groundswell.web.presenters.language import period_text

__all__ = ["TypedNote", "link_sheet", "withdrawing_sheet"]
MOST_VERSIONS = 4  # side by side


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption: what it is, what is taken, and from where to where."""

    label: str
    value: str
    range: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class VersionCell:
    """What one version says of one assumption, and whether the version before said otherwise."""

    words: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number, day and writer. `can_be_restored`: it does not count today."""

    number: int
    words: str
    by: str
    can_be_restored: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class LinkSheet:
    """Everything on the page of a link."""

    around: Surroundings
    title: str
    program: str
    program_address: str
    indicator: str
    indicator_address: str
    mechanism: str
    withdrawn: str
    preview: PreviewSheet | None
    is_shown: bool
    summary: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    evidence: str
    evidence_help: str
    source: str
    source_address: str
    owner: str
    reviewed: str
    next_review: str
    is_overdue: bool
    version: int
    versions: tuple[Version, ...]
    compared: tuple[tuple[str, tuple[VersionCell, ...]], ...]
    older: int
    steps: tuple[StepLine, ...]
    steps_said: int
    must_be_true: tuple[NoteLine, ...]
    would_change: tuple[NoteLine, ...]
    challenges: tuple[Challenge, ...]
    open_challenges: int
    typed: TypedNote
    may_change: bool
    may_note: bool
    change_address: str
    withdraw_address: str
    restore_address: str
    note_address: str


@dataclass(frozen=True, slots=True)
class WithdrawingSheet:
    """The question before a link is withdrawn."""

    around: Surroundings
    title: str
    address: str
    seen: int
    problems: tuple[str, ...]


def link_sheet(
    page: LinkPage, typed: TypedNote | None = None, findings: Sequence[Finding] = (), refused: Sequence[Finding] = ()
) -> LinkSheet:
    """The page; `typed` is a note that could not be kept as it was, for `findings`."""
    facts, community = page.facts, page.community.public_id
    typed = (typed or TypedNote()).wrong([said_of(one) for one in findings if one.is_error])
    evidence, evidence_help = evidence_words(facts.evidence)
    polarity = page.asking.condition.polarity if page.asking else None
    steps, challenges = analysis_of(page, typed), challenges_of(page)
    return LinkSheet(
        around=replace(bare_surroundings(page.community), json=f"/api/v1{_address(page).rstrip('/')}.json"),
        title=gettext("%(program)s and “%(indicator)s”")
        % {"program": facts.program_name, "indicator": facts.indicator_name},
        program=facts.program_name,
        program_address=reverse("program", args=[community, facts.program_id]),
        indicator=facts.indicator_name,
        indicator_address=reverse("contribution", args=[community, facts.indicator_id]),
        mechanism=facts.mechanism,
        withdrawn=_day(facts.retired),
        preview=preview_sheet(page.preview, page.asking) if page.preview and page.asking else None,
        is_shown=False,
        summary=tuple(said_of(one) for one in refused if one.is_error),
        assumptions=tuple(_assumptions(facts, polarity)),
        evidence=evidence,
        evidence_help=evidence_help,
        source=facts.evidence_source,
        source_address=facts.evidence_source if _is_address(facts.evidence_source) else "",
        owner=page.owners.get(facts.owner, facts.owner),
        reviewed=_day(facts.reviewed),
        next_review=_day(facts.next_review),
        is_overdue=bool(facts.next_review) and facts.next_review < timezone.localdate().isoformat(),
        version=facts.version,
        versions=tuple(_version(one, page) for one in page.versions[:MOST_VERSIONS]),
        compared=tuple(_compared(page.versions, polarity)),
        older=max(0, len(page.versions) - MOST_VERSIONS),
        steps=steps,
        steps_said=sum(bool(step.notes) for step in steps),
        must_be_true=lines_of(page, "must_be_true"),
        would_change=lines_of(page, "would_change"),
        challenges=challenges,
        open_challenges=sum(not one.answers for one in challenges),
        typed=typed,
        may_change=page.may_change,
        may_note=page.may_note,
        **{
            f"{name}_address": reverse(f"{name}-contribution-link", args=[community, facts.id])
            for name in ("change", "withdraw", "restore", "note")
        },
    )


def withdrawing_sheet(page: LinkPage, findings: Sequence[Finding] = ()) -> WithdrawingSheet:
    """Asked once more."""
    facts = page.facts
    return WithdrawingSheet(
        around=bare_surroundings(page.community),
        title=gettext("%(program)s and “%(indicator)s”")
        % {"program": facts.program_name, "indicator": facts.indicator_name},
        address=_address(page),
        seen=facts.version,
        problems=tuple(said_of(one) for one in findings if one.is_error),
    )


def _address(page: LinkPage) -> str:
    return reverse("contribution-link", args=[page.community.public_id, page.facts.id])


# Assumptions


def _assumptions(facts: LinkFacts, polarity: Polarity | None) -> list[Assumption]:
    found = [
        Assumption(gettext("People served"), *_served(facts)),
        Assumption(gettext("Served before the baseline"), _before(facts), ""),
        _share(facts, "in_population_share", gettext("Of them in the indicator's population"), gettext("all")),
        _share(facts, "completion", gettext("Of them finish"), gettext("all")),
        _share(
            facts, "baseline_risk", gettext("Risk without the program"), gettext("as in the whole population"),
            gettext("of not counting towards it") if polarity is Polarity.HIGHER else gettext("of counting towards it"),
        ),
        _effect(facts),
    ]  # fmt: skip
    return [*found, *_others(facts)]


def _served(facts: LinkFacts) -> tuple[str, str, str]:
    if facts.served:
        return _number(facts.served), "", period_words(facts.served_period)
    if facts.measure_id:
        return gettext("by a measure"), "", facts.measure_id
    return gettext("by its records"), "", ""


def _before(facts: LinkFacts) -> str:
    if facts.served_before:
        return _number(facts.served_before)
    return gettext("not said") if facts.served else gettext("by the same, where they tell")


def period_words(text: str) -> str:
    """A period that was typed, as pages write it."""
    from groundswell.core.periods import Period

    try:
        return period_text(Period.parse(text)) if text else ""
    except ValueError:
        return text


def _share(facts: LinkFacts, name: str, label: str, blank: str, note: str = "") -> Assumption:
    value, low, high = (_exact(getattr(facts, f"{name}{end}")) for end in ("", "_low", "_high"))
    if value is None:
        return Assumption(label, blank, "")
    return Assumption(label, percent(float(value)), _range(low, high, percent), note)


def _effect(facts: LinkFacts) -> Assumption:
    label = gettext("Difference made")
    value, low, high = (_exact(getattr(facts, f"effect{end}")) for end in ("", "_low", "_high"))
    if value is None:
        return Assumption(label, gettext("nobody says"), "")
    if facts.effect_kind == EffectKind.RISK_DIFFERENCE:
        note = gettext("so many more of all reached are better off (risk difference)")
        return Assumption(label, percent(float(value)), _range(low, high, percent), note)
    note = (
        gettext("risk ratio: this part of the risk is left, below 1 is better")
        if facts.effect_kind == EffectKind.RISK_RATIO
        else gettext("standardized difference, above 0 is better")
    )
    return Assumption(label, _plain(float(value)), _range(low, high, _plain), note)


def _others(facts: LinkFacts) -> list[Assumption]:
    said = (
        (gettext("Years until it shows"), facts.lag_years),
        (gettext("Most people it could serve"), facts.capacity),
        (gettext("Cost of serving one more person"), facts.unit_cost),
    )
    return [Assumption(label, _number(cell), "") for label, cell in said if cell]


def _range(low: Decimal | None, high: Decimal | None, write: Callable[[float], str]) -> str:
    if low is None and high is None:
        return ""
    ends = [write(float(each)) if each is not None else "…" for each in (low, high)]
    return gettext("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}


def _plain(number: float) -> str:
    text = f"{abs(number):.4f}".rstrip("0").rstrip(".")
    sign = "\u2212" if number < 0 else ""
    return sign + str(number_format(text, decimal_pos=len(text.partition(".")[2])))


def _number(cell: str) -> str:
    number = _exact(cell)
    if number is None:
        return cell
    text = f"{number:f}"
    return str(number_format(text, decimal_pos=len(text.partition(".")[2]), force_grouping=True))


def _exact(cell: str) -> Decimal | None:
    try:
        return Decimal(cell) if cell else None
    except InvalidOperation:
        return None


# Versions


def _version(facts: LinkFacts, page: LinkPage) -> Version:
    is_current = facts is page.facts
    return Version(
        number=facts.version,
        words=_day(facts.recorded) or gettext("from the beginning"),
        by=who_did(facts.by, page.names) if facts.by and page.knows_who else "",
        can_be_restored=page.may_change and (not is_current or bool(facts.retired)),
        is_current=is_current and not facts.retired,
    )


def _compared(versions: Sequence[LinkFacts], polarity: Polarity | None) -> list[tuple[str, tuple[VersionCell, ...]]]:
    """Each line of what versions say, the latest first; what the version before said otherwise is marked."""
    told = [_told(one, polarity) for one in versions[: MOST_VERSIONS + 1]]
    labels = list(dict.fromkeys(label for each in told for label in each))
    found = []
    for label in labels:
        cells = [each.get(label, "") for each in told]
        shown = [
            VersionCell(cell, at + 1 < len(cells) and cell != cells[at + 1])
            for at, cell in enumerate(cells[:MOST_VERSIONS])
        ]
        found.append((label, tuple(shown)))
    return found


def _told(facts: LinkFacts, polarity: Polarity | None) -> dict[str, str]:
    said = {gettext("How it helps"): facts.mechanism}
    for one in _assumptions(facts, polarity):
        said[one.label] = " ".join(part for part in (one.value, f"({one.range})" if one.range else "") if part)
    said |= {
        gettext("Evidence"): evidence_words(facts.evidence)[0],
        gettext("Source"): facts.evidence_source,
        gettext("Answers for it"): facts.owner,
        gettext("Reviewed"): _day(facts.reviewed),
        gettext("Next review"): _day(facts.next_review),
    }
    return said


def _day(text: str) -> str:
    return str(date_format(date.fromisoformat(text), "DATE_FORMAT")) if text else ""


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and not any(mark.isspace() for mark in text)
