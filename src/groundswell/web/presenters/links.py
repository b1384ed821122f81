"""The page on linking people: how many they are, where they were found, and what ran."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from groundswell.apps.submissions.queries.computing import JobFacts
from groundswell.apps.submissions.queries.linking import LinkRunFacts, LinksPage, PeopleAt
from groundswell.web.presenters.audit import who_did
from groundswell.web.presenters.communities import Surroundings, bare_surroundings
from groundswell.web.presenters.language import THIN
from groundswell.web.presenters.writing import grouped


@dataclass(frozen=True, slots=True)
class RunLine:
    """One linking."""

    at: str
    by: str
    engine: str
    records: str
    people: str
    between: str
    took: str
    is_standing: bool


@dataclass(frozen=True, slots=True)
class JobLine:
    """Linking at work, or how the last went wrong."""

    words: str
    cancel_address: str


@dataclass(frozen=True, slots=True)
class RangeDrawing:
    """People among records, as lengths of 1,000: the people as linked, and where the truth likely lies."""

    people: float
    low: float
    width: float
    people_words: str
    records_words: str


@dataclass(frozen=True, slots=True)
class LinksSheet:
    """The overview."""

    around: Surroundings
    sentence: str
    range_words: str
    drawing: RangeDrawing | None
    notes: tuple[str, ...]
    found_at: tuple[tuple[str, str], ...]
    jobs: tuple[JobLine, ...]
    is_at_work: bool
    runs: tuple[RunLine, ...]
    has_records: bool
    has_splink: bool
    link_address: str
    review_address: str
    review_words: str
    address: str
    programs_address: str
    json_address: str
    protection: str


def links_sheet(page: LinksPage) -> LinksSheet:
    """Everything on the overview."""
    name, now = page.community.public_id, page.standing
    return LinksSheet(
        around=bare_surroundings(page.community),
        sentence=_sentence(page),
        range_words=_range(now) if now else "",
        drawing=_drawing(now) if now else None,
        notes=tuple(_notes(page)),
        found_at=tuple(_found_at(one) for one in page.found_at),
        jobs=tuple(_job(job, name) for job in page.jobs if job.is_open or job.state == "failed"),
        is_at_work=any(job.is_open for job in page.jobs),
        runs=tuple(_run(run) for run in page.runs),
        has_records=page.has_records,
        has_splink=find_spec("splink") is not None,
        link_address=reverse("link-now", args=[name]) if page.has_records else "",
        review_address=reverse("review-links", args=[name]),
        review_words=_review_words(page),
        address=reverse("links", args=[name]),
        programs_address=reverse("programs", args=[name]),
        json_address=f"/api/v1/{name}/links.json",
        protection=_protection(page),
    )


def _protection(page: LinksPage) -> str:
    words = gettext(
        "Numbers of people are rounded to the nearest 5, and fewer than %(count)s people are never told of."
    )
    said = words % {"count": page.smallest_shown}
    lowest = min((one.people for one in page.found_at if one.people is not None), default=page.smallest_shown)
    if lowest >= page.smallest_shown:
        return said
    more = gettext("What reads as %(count)s was at least %(smallest)s before it was rounded.")
    return f"{said} {more % {'count': lowest, 'smallest': page.smallest_shown}}"


def _sentence(page: LinksPage) -> str:
    now = page.standing
    if now is None:
        return gettext("Nobody is linked yet: who was served by two programs is counted by both.")
    if now.people is None or now.records is None:
        return gettext("People are linked; how many there are would tell of few, and is not shown.")
    words = gettext("%(records)s records of participants are linked into %(people)s people.")
    return words % {"records": grouped(now.records), "people": grouped(now.people)}


def _range(now: LinkRunFacts) -> str:
    if now.low is None or now.high is None:
        return ""
    words = gettext(
        "Truly they are between %(low)s and %(high)s, with %(level)s confidence: some links are missed, and some are "
        "wrong."
    )
    return words % {
        "low": grouped(now.low),
        "high": grouped(now.high),
        "level": f"{now.level:.0%}".replace("%", f"{THIN}%"),
    }


def _drawing(now: LinkRunFacts) -> RangeDrawing | None:
    if now.records is None or now.people is None or now.low is None or now.high is None or now.records < 1:
        return None
    low, high, people = (round(1000 * min(count / now.records, 1), 1) for count in (now.low, now.high, now.people))
    return RangeDrawing(
        people=people,
        low=low,
        width=round(max(high - low, 2.0), 1),
        people_words=ngettext("%(n)s person", "%(n)s people", now.people) % {"n": grouped(now.people)},
        records_words=ngettext("%(n)s record", "%(n)s records", now.records) % {"n": grouped(now.records)},
    )


def _notes(page: LinksPage) -> Iterator[str]:
    """What the next linking would take up."""
    if page.standing is None:
        return
    if page.is_behind:
        yield gettext(
            "Records came or went since. Numbers over several providers stand as they were and take them up with the "
            "next linking, so that nobody learns from what it moves whom others serve."
        )
    waiting = page.standing.waiting
    if waiting is None or waiting > 0:
        yield gettext(
            "Some participants came, or were changed, fewer than 50 at a time at their provider: they wait until there "
            "are enough to hide among."
        )
    if page.is_worth_training:
        yield gettext("So many records came that the next linking learns anew how much each field counts.")
    if page.decided_since:
        yield ngettext(
            "%(n)s decision waits for the next linking.", "%(n)s decisions wait for the next linking.",
            page.decided_since,
        ) % {"n": grouped(page.decided_since)}  # fmt: skip


def _review_words(page: LinksPage) -> str:
    if not page.doubtful:
        return gettext("No pair is doubtful")
    words = ngettext("Look at %(n)s doubtful pair", "Look at %(n)s doubtful pairs", page.doubtful)
    return words % {"n": grouped(page.doubtful)}


def _found_at(one: PeopleAt) -> tuple[str, str]:
    words = ngettext("at %(n)s provider", "at %(n)s providers", one.providers) % {"n": one.providers}
    return words, gettext("withheld") if one.people is None else grouped(one.people)


def _job(job: JobFacts, community_id: str) -> JobLine:
    by = {"by": who_did(job.by_name, {}), "done": f"{job.done}{THIN}%"}
    said = {
        "waiting": gettext("Linking waits to begin; %(by)s asked for it."),
        "running": gettext("Linking is stopping.") if job.is_cancelling else gettext("Linking: %(done)s done."),
        "failed": gettext("The last linking failed."),
    }
    words = said.get(job.state, "") % by
    more = f" {job.words}" if job.state in ("running", "failed") and job.words else ""
    return JobLine(words + more, reverse("cancel-job", args=[community_id, job.id.hex]) if job.is_open else "")


def _run(run: LinkRunFacts) -> RunLine:
    hidden = gettext("withheld")
    both = {"low": grouped(run.low or 0), "high": grouped(run.high or 0)}
    return RunLine(
        at=date_format(run.at, "DATETIME_FORMAT"),
        by=who_did(run.by_name, {}),
        engine={"own": gettext("Groundswell's own"), "splink": "Splink"}.get(run.engine, run.engine),
        records=hidden if run.records is None else grouped(run.records),
        people=hidden if run.people is None else grouped(run.people),
        between=hidden if run.low is None else gettext("%(low)s to %(high)s") % both,
        took=gettext("%(seconds)s s") % {"seconds": f"{run.seconds:.1f}"},
        is_standing=run.is_standing,
    )
