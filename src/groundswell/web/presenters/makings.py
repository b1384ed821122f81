"""How a number was made: its source, mapping and method, who answers for it, and when its baseline was frozen."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries import ImportFacts, IndicatorPage, SourceFacts
from groundswell.web.presenters.facts import Fact
from groundswell.web.presenters.writing import grouped, level_words, period_text

_WHERE = "where: "  # how a reading names the rows that its mapping does not ask for, and the column that says so


@dataclass(frozen=True, slots=True)
class RunLine:
    """One reading of a source."""

    at: str
    by: str
    file: str
    sha256: str
    counts: str
    not_asked: tuple[str, ...]  # rows that the mapping leaves out on purpose
    skipped: tuple[str, ...]
    withheld: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcePart:
    """Where numbers come from."""

    id: str
    publisher: str
    url: str
    licence: str
    mapping: str
    runs: tuple[RunLine, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """The whole account of a number."""

    facts: tuple[Fact, ...]
    versions: tuple[tuple[str, str], ...]
    sources: tuple[SourcePart, ...]
    url: str


def making(page: IndicatorPage) -> Making:
    """From the source to the verdict."""
    found = [*_authorship(page), *_method(page)]
    return Making(
        facts=tuple(Fact(question, answer) for question, answer in found if answer),
        versions=page.versions,
        sources=tuple(source_part(source, page.community.time_zone) for source in page.sources),
        url=_web_address(page.url),
    )


def _authorship(page: IndicatorPage) -> list[tuple[str, str]]:
    communication, proxy, data = page.powers
    powers = ((gettext("communication"), communication), (gettext("proxy"), proxy), (gettext("data"), data))
    leads = ", ".join(gettext("%(id)s in %(years)s years") % {"id": lead, "years": years} for lead, years in page.leads)
    return [
        (gettext("Publisher"), page.publisher),
        (gettext("Published"), page.frequency),
        (gettext("Who answers for it"), page.owner_name or page.owner),
        (gettext("Reviewed"), page.reviewed),
        (gettext("Next review"), page.next_review),
        (gettext("Power"), ", ".join(f"{name} {_power(power)}" for name, power in powers if power)),
        (gettext("Leads"), leads),
    ]


def _power(power: str) -> str:
    return {"high": gettext("high"), "medium": gettext("medium"), "low": gettext("low")}.get(power, power)


def _method(page: IndicatorPage) -> list[tuple[str, str]]:
    curve = page.curve
    found = [(gettext("Work began"), period_text(page.work_began)), (gettext("Method of the verdict"), curve.method)]
    if curve.baseline is not None:
        said = {
            "method": curve.baseline.method,
            "n": curve.baseline.observations,
            "period": period_text(curve.baseline.frozen_at),
            "level": level_words(curve.baseline.level),
        }
        found.append(
            (gettext("Baseline"), gettext("%(method)s over %(n)s points up to %(period)s, %(level)s band") % said)
        )
    if page.frozen_on is not None:
        found.append((gettext("Frozen on"), date_format(page.frozen_on, "DATE_FORMAT")))
    if curve.p_value is not None:
        found.append((gettext("Chance of so large a difference by itself"), _chance(curve.p_value)))
    return found


def _chance(p_value: float) -> str:
    """A chance in three decimals; one that rounds to nothing is not nothing."""
    if p_value < 0.0005:
        return f"p < {number_format('0.001', decimal_pos=3)}"
    return f"p = {number_format(f'{p_value:.3f}', decimal_pos=3)}"


def source_part(source: SourceFacts, time_zone: str = "") -> SourcePart:
    """A source with its readings, the latest first, in the community's own time."""
    runs = sorted(source.runs, key=lambda run: run.at, reverse=True)
    return SourcePart(
        source.id,
        source.publisher,
        _web_address(source.url),
        source.licence,
        source.mapping,
        tuple(_run(run, time_zone) for run in runs),
    )


def _run(run: ImportFacts, time_zone: str) -> RunLine:
    by_count = sorted(run.withheld, key=lambda pair: (-pair[1], pair[0]))
    said = {"read": grouped(run.read), "stored": grouped(run.stored), "revised": grouped(run.revised)}
    return RunLine(
        at=_local_time(run.at, time_zone),
        by=run.by,
        file=run.file,
        sha256=run.sha256,
        counts=gettext("%(read)s rows read, %(stored)s stored, %(revised)s revised") % said,
        not_asked=tuple(_not_asked(rows, reason) for reason, rows in run.skipped if reason.startswith(_WHERE)),
        skipped=tuple(_left_out(rows, reason) for reason, rows in run.skipped if not reason.startswith(_WHERE)),
        withheld=", ".join(f"{grouped(values)} {_absence(status)}" for status, values in by_count),
        findings=run.findings,
    )


def _local_time(at: datetime, time_zone: str) -> str:
    """A moment on the community's own clock, with the clock's name; UTC where the community does not say."""
    try:
        zone = ZoneInfo(time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    local = at.astimezone(zone)
    return (
        f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname() if zone.key == 'UTC' else zone.key.replace('_', ' ')}"
    )


def _not_asked(rows: int, reason: str) -> str:
    said = {"n": grouped(rows), "columns": reason.removeprefix(_WHERE)}
    words = ngettext("%(n)s row was not asked for (%(columns)s)", "%(n)s rows were not asked for (%(columns)s)", rows)
    return words % said


def _absence(status: str) -> str:
    known = {"suppressed": gettext("suppressed"), "missing": gettext("missing")}
    return {**known, "not_applicable": gettext("not applicable")}.get(status, status)


def _left_out(rows: int, reason: str) -> str:
    said = {"n": grouped(rows), "reason": reason}
    return ngettext("%(n)s row (%(reason)s)", "%(n)s rows (%(reason)s)", rows) % said


def _web_address(url: str) -> str:
    """An address that may stand in a link; anything else (javascript:, data:) is not one."""
    return url if url.startswith(("https://", "http://")) else ""
