"""What can be chosen in a field: other objects of the community by their names, words, months, languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext

from groundswell.apps.packages.queries import ObjectKind
from groundswell.core.specification.frameworks import FRAMEWORKS
from groundswell.exchange.package.columns import Column, Kind
from groundswell.web.presenters.desk.closed_lists import word_of
from groundswell.web.presenters.desk.values import Titles
from groundswell.web.presenters.language import spoken

ABOUT = {
    **{"result": "results", "indicator": "indicators", "strategy": "strategies"},
    **{"program": "programs", "measure": "measures", "organization": "organizations"},
}


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a choice; `group` is the heading it stands under."""

    value: str
    words: str
    is_chosen: bool = False
    group: str = ""


@dataclass(slots=True)
class Choices:
    """The objects of a community that a form offers, asked for once each: `load` gives id and title of a kind."""

    load: Callable[[str], tuple[tuple[str, str], ...]]
    titles: Titles = field(default_factory=dict)
    owners: frozenset[str] | None = None  # whose own a new object can be; None: anybody's

    def of(self, kind: ObjectKind, column: Column, content: Mapping[str, Any]) -> tuple[Option, ...]:
        """What can be chosen for a field, with what stands there marked and never left out."""
        own = str(content.get(kind.id_field, "")) if column.to == kind.name else ""  # nothing lies within itself
        found = [option for option in self._offered(kind, column) if not own or option.value != own]
        if not found and not column.to:  # free text
            return ()
        chosen = self._chosen(kind, column, content)
        known = {option.value for option in found}
        missing = [Option(value, value) for value in chosen if value and value not in known]
        return tuple(Option(one.value, one.words, one.value in chosen, one.group) for one in (*found, *missing))

    def named(self, kind: str) -> Mapping[str, str]:
        """Id and title of every object of a kind."""
        if kind not in self.titles:
            self.titles = {**self.titles, kind: dict(self.load(kind))}
        return self.titles[kind]

    def _offered(self, kind: ObjectKind, column: Column) -> Iterator[Option]:
        if kind.name == "stories" and column.name == "subject":
            yield from self._subjects()
        elif column.words:
            if not column.required and not column.many:  # of several, none is ticked where nothing is said
                yield Option("", gettext("Not said"))
            yield from (Option(word, word_of(column.name, word)) for word in column.words)
        elif column.kind is Kind.BOOLEAN:
            yield Option("", gettext("Not said"))
            yield from (Option(word, word_of(column.name, word)) for word in ("true", "false"))
        elif column.to:
            if not column.many:
                yield Option("", _nothing(kind, column))
            named = self.named(column.to).items()
            is_bound = self.owners is not None and column.name == kind.owner_field
            yield from (Option(one, title) for one, title in named if not is_bound or one in (self.owners or ()))
        elif kind.name == "community":
            yield from _calendar(column.name)
        elif column.name == "owner":
            yield from (Option(one, title) for one, title in self.named("organizations").items())

    def _subjects(self) -> Iterator[Option]:
        yield Option("community:", word_of("subject", "community"))
        for subject, kind in ABOUT.items():
            group = word_of("subject", subject)
            for one, title in self.named(kind).items():
                yield Option(f"{subject}:{one}", title, group=group)

    def _chosen(self, kind: ObjectKind, column: Column, content: Mapping[str, Any]) -> tuple[str, ...]:
        value = content.get(column.name, "")
        if kind.name == "stories" and column.name == "subject":
            return (f"{value}:{content.get('subject_id', '')}",) if value else ()
        if column.many:
            return tuple(part.strip() for part in (value.split(";") if isinstance(value, str) else value))
        return (str(value),)


def _nothing(kind: ObjectKind, column: Column) -> str:
    if column.name == "place_id":
        return gettext("The community's own place")
    if column.name == "headline_group":
        return gettext("Everyone")
    return gettext("Nothing chosen")


def _calendar(name: str) -> Iterator[Option]:
    if name == "language":
        yield Option("", gettext("Not said"))
        yield from (Option(code, words) for code, words in _languages())
    elif name == "fiscal_year_start":
        from django.utils.dates import MONTHS

        yield Option("", gettext("Not said"))
        yield from (Option(str(number), str(words)) for number, words in MONTHS.items())
    elif name == "framework":
        yield from (Option(one.id, spoken(one.name)) for one in FRAMEWORKS.values())
    elif name == "time_zone":
        yield from (Option(zone, zone) for zone in _zones())


@lru_cache(maxsize=1)
def _languages() -> tuple[tuple[str, str], ...]:
    from django.conf.locale import LANG_INFO

    named = ((code, facts["name_local"]) for code, facts in LANG_INFO.items() if "name_local" in facts)
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    from zoneinfo import available_timezones

    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")))
