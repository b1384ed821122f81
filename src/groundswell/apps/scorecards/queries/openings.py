"""Of whom an indicator's page speaks: those it was asked for or, where nobody publishes them, the nearest there are."""

from __future__ import annotations

from django.db.models import Count, Q

from groundswell.apps.indicators.models import Indicator, Observation
from groundswell.apps.people.queries import not_retired
from groundswell.apps.scorecards.queries.pages import Choice
from groundswell.apps.scorecards.queries.rows import Ground, by_sort
from groundswell.core.sentences import Sentence, counted_sentence, sentence

Whom = tuple[str, str]  # a place and a group, blank for the community's own and for everyone
Held = dict[Whom, int]  # of each place and group with observations, how many of them are numbers


def held_of(ground: Ground, indicator: Indicator) -> Held:
    """The places and groups for which an indicator has observations. One query."""
    rows = not_retired(Observation.objects.filter(indicator=indicator)).order_by().values_list("place", "group")
    counted = rows.annotate(numbers=Count("id", filter=~Q(value="")))
    return {(ground.keys.places[place], ground.keys.groups[group]): numbers for place, group, numbers in counted}


def opened(ground: Ground, held: Held, asked: Whom, *, is_place_chosen: bool, is_group_chosen: bool) -> Whom:
    """The series to open on: the one asked for, else another group of its place, else another place.

    What somebody chose is kept, whether or not there is anything.
    """
    if asked in held:
        return asked
    fitting = (
        one
        for one in held
        if (one[0] == asked[0] or not is_place_chosen) and (one[1] == asked[1] or not is_group_chosen)
    )
    # Numbers before what is withheld, the place asked for before others, then the group.
    return min(
        fitting,
        key=lambda one: (not held[one], one[0] != asked[0], one[1] != asked[1], _rank(ground, one)),
        default=asked,
    )


def _rank(ground: Ground, whom: Whom) -> tuple[tuple[bool, str], tuple[bool, str, tuple[int, str]]]:
    return _rank_of_place(ground, whom[0]), _rank_of_group(ground, whom[1])


def _rank_of_place(ground: Ground, place: str) -> tuple[bool, str]:
    """The community's own first, then by name."""
    return place != "", ground.place_name(place)


def _rank_of_group(ground: Ground, group: str) -> tuple[bool, str, tuple[int, str]]:
    """Everyone first, then as people sorted them."""
    row = ground.groups[group]
    return group != "", row.dimension, by_sort(row)


def choices_of_place(ground: Ground, held: Held, chosen: Whom) -> tuple[Choice, ...]:
    """Places for which the indicator has observations."""
    names = {place for place, _ in held} | {chosen[0]}
    ordered = sorted(names, key=lambda name: _rank_of_place(ground, name))
    return tuple(Choice(name, ground.place_name(name), name == chosen[0]) for name in ordered)


def choices_of_group(ground: Ground, held: Held, chosen: Whom) -> tuple[Choice, ...]:
    """Groups for which the indicator has observations."""
    names = {group for _, group in held} | {chosen[1]}
    ordered = sorted(names, key=lambda name: _rank_of_group(ground, name))
    return tuple(Choice(name, ground.group_label(name), name == chosen[1]) for name in ordered)


def elsewhere(ground: Ground, held: Held, asked: Whom) -> str:
    """That nobody publishes what was asked for, and what there is instead; blank where it is, or nothing is."""
    if not held or asked in held:
        return ""
    groups, places = {group for _, group in held} - {"", asked[1]}, {place for place, _ in held} - {asked[0]}
    known = [_groups_in_words(len(groups))] * bool(groups) + [_places_in_words(len(places))] * bool(places)
    if not known:
        return ""
    there = sentence("{groups} and {places}", groups=known[0], places=known[1]) if len(known) == 2 else known[0]
    whom = ground.group_label(asked[1]) if asked[1] else sentence("everyone")
    if asked[0]:
        return counted_sentence(
            "Nobody publishes a number for {whom} in {place}; {there} is below",
            "Nobody publishes a number for {whom} in {place}; {there} are below",
            len(groups) + len(places),
            whom=whom,
            place=ground.place_name(asked[0]),
            there=there,
        )
    return counted_sentence(
        "Nobody publishes a number for {whom} here; {there} is below",
        "Nobody publishes a number for {whom} here; {there} are below",
        len(groups) + len(places),
        whom=whom,
        there=there,
    )


def _groups_in_words(count: int) -> Sentence:
    return counted_sentence("{count} group", "{count} groups", count)


def _places_in_words(count: int) -> Sentence:
    return counted_sentence("{count} place", "{count} places", count)
