"""Places and groups of a source, matched to those the community knows; what matches nothing gets an id of its own.

Each distinct spelling is decided once. Nothing is guessed beyond case and unseen marks: "St. John" and "St John" stay
two places until somebody says that they are one. A place that somebody called `state-of-connecticut` and gave no name,
or another name, is meant by "State of Connecticut".
"""

from collections import defaultdict
from dataclasses import dataclass

from groundswell.exchange.mapping.definition import GroupRule, PlaceRule
from groundswell.exchange.mapping.reading import GroupSeen, Known, KnownGroup, PlaceSeen
from groundswell.exchange.mapping.spellings import LONGEST_ID, cleaned, id_from, name_key, with_digest
from groundswell.exchange.readers.assembly import is_total

_EVERYONE = frozenset(
    [
        *("all", "all students", "all people", "all persons", "all groups", "all races", "all ages", "all sexes"),
        *("both sexes", "everyone", "overall", "total", "totals", "total population"),
    ]
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a spelling: an id, or why its rows are skipped; `note` is worth telling once."""

    id: str = ""
    skipped: str = ""
    note: str = ""
    fix: str = ""


class PlaceBook:
    """Decides on spellings of places, and remembers all it met."""

    def __init__(self, rule: PlaceRule | None, known: Known) -> None:
        self.rule = rule or PlaceRule()
        self.seen: dict[str, PlaceSeen] = {}
        self.spelled: dict[str, str] = {}  # id -> what it was made from
        self.by_key: dict[str, list[str]] = defaultdict(list)
        # Ids that are nobody's spelling: of a place without a name, or chosen by a person and not made from its name.
        self.chosen = {place.id for place in known.places if id_from(place.name, "place") != place.id}
        for place in known.places:
            key = {"id": place.id, "geoid": place.geoid, "name": name_key(place.name)}[self.rule.match]
            if key:
                self.by_key[key].append(place.id)
            self.spelled[place.id] = name_key(place.name)
        self.map = {cleaned(spelling): place_id for spelling, place_id in self.rule.map.items()}
        self.decided: dict[str, Decided] = {}

    def decide(self, spelling: str) -> Decided:
        """The place that a spelling means."""
        text = cleaned(spelling)
        if text not in self.decided:
            self.decided[text] = self._decide(text)
        return self.decided[text]

    def _decide(self, text: str) -> Decided:
        if text in self.map:
            return self.remember(text, self.map[text], matched=True)
        if not text:
            fix = 'say what blank means: map: {"": PLACE_ID}'
            return Decided(skipped="no place", note="the place is blank", fix=fix)
        found = self.by_key.get(name_key(text) if self.rule.match == "name" else text, [])
        if len(found) > 1:
            words = f"{text!r} is the {self.rule.match} of several places: {'; '.join(found)}"
            return Decided(skipped="unclear place", note=words, fix="say which with map:, or match: geoid")
        if found:
            return self.remember(text, found[0], matched=True)
        if is_total(text):
            return Decided(skipped="total row")
        if (made := id_from(text, "place")) in self.chosen:
            return self.remember(text, made, matched=True)
        return self.remember(text, self._new_id(text), matched=False)

    def _new_id(self, text: str) -> str:
        made = id_from(text, "place")
        if self.spelled.setdefault(made, name_key(text)) == name_key(text):
            return made
        return with_digest(made, text)

    def remember(self, text: str, place_id: str, *, matched: bool) -> Decided:
        """Take a place as decided."""
        geoid = text if self.rule.match == "geoid" else ""
        self.seen.setdefault(place_id, PlaceSeen(place_id, text, matched, geoid))
        return Decided(place_id)


class GroupBook:
    """Decides on spellings of groups, one dimension or several crossed, and remembers all it met."""

    def __init__(self, rules: tuple[GroupRule, ...], known: Known) -> None:
        self.rules = rules
        self.maps = [{cleaned(spelling): group_id for spelling, group_id in rule.map.items()} for rule in rules]
        self.everyone = [
            None if rule.everyone is None else {name_key(spelling) for spelling in rule.everyone} for rule in rules
        ]
        self.known = {group.id: group for group in known.groups}
        self.by_label: dict[tuple[str, str], str] = {}
        for group in known.groups:
            self.by_label[group.dimension, name_key(group.label)] = group.id
        self.spelled = {group.id: (group.dimension, name_key(group.label)) for group in known.groups}
        self.seen: dict[str, GroupSeen] = {}

    def decide(self, spellings: tuple[str, ...]) -> Decided:
        """The group that one spelling in each dimension means; "" is everyone."""
        parts: list[KnownGroup] = []
        notes: list[Decided] = []
        for number, spelling in enumerate(spellings):
            decided = self._decide_one(number, cleaned(spelling))
            if decided.skipped:
                return decided
            if decided.note:
                notes.append(decided)
            if decided.id:
                parts.append(self._part(number, decided.id, cleaned(spelling)))
        note, fix = (notes[0].note, notes[0].fix) if notes else ("", "")
        if not parts:
            return Decided("", note=note, fix=fix)
        if len(parts) == 1:
            group = parts[0]
        else:
            group = self._crossed(parts)
        self._remember(group, " / ".join(filter(None, map(cleaned, spellings))), parts)
        return Decided(group.id, note=note, fix=fix)

    def _decide_one(self, number: int, text: str) -> Decided:
        rule, everyone = self.rules[number], self.everyone[number]
        if text in self.maps[number]:
            return Decided(self.maps[number][text])
        if everyone is not None and name_key(text) in everyone:
            return Decided("")
        if found := self.by_label.get((rule.dimension, name_key(text))) or (text if text in self.known else ""):
            return Decided(found)
        if not text:
            if everyone is None:
                return Decided("", note=f"a blank {rule.column} is read as everyone", fix='say everyone: "" if it is')
            words = f"{rule.column} is blank and the mapping names everyone otherwise"
            return Decided(skipped="no group", note=words, fix='add "" to everyone: if blank means everyone too')
        if everyone is None and name_key(text) in _EVERYONE:
            return Decided("", note=f"{text!r} is read as everyone", fix=f"say everyone: {text} if it is")
        return Decided(self._new_id(rule.dimension, text))

    def _new_id(self, dimension: str, text: str) -> str:
        made = id_from(text, "group")
        key = (dimension, name_key(text))
        if self.spelled.setdefault(made, key) == key:
            return made
        longer = id_from(f"{dimension} {text}", "group")
        if self.spelled.setdefault(longer, key) == key:
            return longer
        return with_digest(longer, text)

    def _part(self, number: int, group_id: str, text: str) -> KnownGroup:
        return self.known.get(group_id) or KnownGroup(group_id, self.rules[number].dimension, text)

    def _crossed(self, parts: list[KnownGroup]) -> KnownGroup:
        dimension = "_by_".join(part.dimension for part in parts)
        label = ", ".join(part.label for part in parts)
        if found := self.by_label.get((dimension, name_key(label))):
            return self.known[found]
        made = "-".join(part.id for part in parts)
        key = (dimension, name_key(label))
        if len(made) > LONGEST_ID or self.spelled.setdefault(made, key) != key:
            made = with_digest(made, f"{dimension} {label}")
        return KnownGroup(made, dimension, label)

    def _remember(self, group: KnownGroup, spelling: str, parts: list[KnownGroup]) -> None:
        if group.id not in self.seen:
            is_mapped = len(parts) == 1 and any(group.id in chosen.values() for chosen in self.maps)
            matched = group.id in self.known or is_mapped
            self.seen[group.id] = GroupSeen(group.id, spelling, matched, group.dimension, group.label)
