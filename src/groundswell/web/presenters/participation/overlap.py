"""Overlap on a page: combinations as rows, programs as columns with a dot where they take part, then pathways."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from groundswell.apps.scorecards.queries.participation import OverlapPage
from groundswell.core.estimates import Estimate
from groundswell.web.presenters.communities import Surroundings, surroundings
from groundswell.web.presenters.language import spoken
from groundswell.web.presenters.participation.reach import (
    PEOPLE,
    SHARE,
    bounds_words,
    period_choices,
    protection_across,
    sentence_of,
    so_far_words,
    unseen_words,
)
from groundswell.web.presenters.programs.pages import Link
from groundswell.web.presenters.writing import Written, grouped, period_text


@dataclass(frozen=True, slots=True)
class Column:
    """One program: a letter for its column, and what is known of it."""

    letter: str
    name: str
    address: str
    people: Written
    elsewhere: Written
    share: str


@dataclass(frozen=True, slots=True)
class CombinationLine:
    """People in exactly these programs."""

    words: str
    dots: tuple[bool, ...]  # by column
    count: int
    people: str
    width: int  # of its bar, in percent of the longest


@dataclass(frozen=True, slots=True)
class PathwayLine:
    """People who went from one program to another."""

    origin: Link
    destination: Link
    people: str
    days: str


@dataclass(frozen=True, slots=True)
class OverlapSheet:
    """The page of overlap."""

    around: Surroundings
    sentence: str
    sentence_note: str
    has_records: bool
    is_linked: bool
    columns: tuple[Column, ...]
    lines: tuple[CombinationLine, ...]
    others: Written | None
    pathways: tuple[PathwayLine, ...]
    within: str
    periods: tuple[Link, ...]
    period: str
    so_far: str
    programs_address: str
    reach_address: str
    unseen: str
    protection: str


def overlap_sheet(page: OverlapPage, path: str, *, period: str = "") -> OverlapSheet:
    """Everything on the page of overlap; `period` as it was asked for."""
    community = page.community.id
    names = {one.id: one.name for one in page.columns}
    return OverlapSheet(
        around=surroundings(page.community, path, f"?period={period}" if period else ""),
        sentence=_sentence(page),
        sentence_note=sentence_of(spoken(page.reason)) if page.reason and page.period else "",
        has_records=page.period is not None,
        is_linked=page.is_linked,
        columns=tuple(_columns(page)),
        lines=tuple(_lines(page, names)),
        others=PEOPLE.estimate(page.others) if page.rows and page.others.value != 0 else None,
        pathways=tuple(
            PathwayLine(
                Link(one.origin_name, reverse("program", args=[community, one.origin])),
                Link(one.destination_name, reverse("program", args=[community, one.destination])),
                PEOPLE.estimate(one.people).value,
                grouped(one.median_days),
            )
            for one in page.pathways
        ),
        within=ngettext("within %(n)s day", "within %(n)s days", page.within_days) % {"n": page.within_days},
        periods=period_choices(page.periods, page.period, path, {}),
        period=period_text(page.period),
        so_far=so_far_words(page.is_so_far),
        programs_address=reverse("programs", args=[community]),
        reach_address=reverse("reach", args=[community]),
        unseen=unseen_words(page.unseen),
        protection=protection_across(page.smallest_shown),
    )


def _sentence(page: OverlapPage) -> str:
    """One sentence first."""
    if page.period is None:
        return ""
    if page.reason:
        if page.bounds:
            between = bounds_words(*page.bounds)
            return gettext("Programs served %(between)s people; how many are in two or more nobody can say yet.") % {
                "between": between
            }
        return gettext("Who is served by which programs together is not shown.")
    if page.in_several:
        said = {"people": grouped(page.whole.value or 0), "several": grouped(page.in_several)}
        if page.whole.value is None:
            return gettext("At least %(several)s people were in more than one program.") % said
        if page.is_at_least:
            return gettext("Of about %(people)s people at least %(several)s were in more than one program.") % said
        said["share"] = SHARE.value(page.in_several / page.whole.value)
        return gettext("Of about %(people)s people %(several)s were in more than one program: %(share)s.") % said
    return gettext("No combination of programs has so many people that it may be shown.")


def _columns(page: OverlapPage) -> list[Column]:
    return [
        Column(
            letter_of(at),
            one.name,
            reverse("program", args=[page.community.id, one.id]),
            PEOPLE.estimate(one.people),
            PEOPLE.estimate(one.also_elsewhere),
            _share(one.also_elsewhere, one.people),
        )
        for at, one in enumerate(page.columns)
    ]


def letter_of(at: int) -> str:
    """A, B, ... Z, AA, AB: columns as spreadsheets name them.

    >>> letter_of(0), letter_of(25), letter_of(26)
    ('A', 'Z', 'AA')
    """
    return (letter_of(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _share(some: Estimate, of: Estimate) -> str:
    if some.value is None or not of.value:
        return ""
    return SHARE.value(min(1.0, some.value / of.value))


def _lines(page: OverlapPage, names: dict[str, str]) -> list[CombinationLine]:
    longest = max((row.people.value or 0.0 for row in page.rows), default=0.0) or 1.0
    return [
        CombinationLine(
            words=" + ".join(names.get(one, one) for one in row.programs),
            dots=tuple(column.id in row.programs for column in page.columns),
            count=len(row.programs),
            people=PEOPLE.estimate(row.people).value,
            width=max(1, round(100 * (row.people.value or 0.0) / longest)),
        )
        for row in page.rows
    ]
