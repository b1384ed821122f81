"""The slow and obvious twin of linkage: words and dates in place of codes, every pair of records looked at, plain sums.

Only how a single name is read (`groundswell.engine.linkage.names`) is taken from the engine; that has tests of its own.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from groundswell.engine.linkage import LinkageModel, PersonRecords
from groundswell.engine.linkage.comparing import LEVELS
from groundswell.engine.linkage.names import long_forms, standard, suffix, unaccented, written_behind

LONGEST = 24
ROADS = {
    "STREET": "ST", "AVENUE": "AVE", "AV": "AVE", "ROAD": "RD", "DRIVE": "DR", "LANE": "LN", "BOULEVARD": "BLVD",
    "COURT": "CT", "PLACE": "PL", "CIRCUIT": "CCT", "CRESCENT": "CRES", "HIGHWAY": "HWY", "TERRACE": "TCE",
    "PARADE": "PDE", "CLOSE": "CL", "CIRCLE": "CIR", "PARKWAY": "PKWY", "NORTH": "N", "SOUTH": "S", "EAST": "E",
    "WEST": "W", "APARTMENT": "APT", "UNIT": "APT", "NO": "", "CALLE": "C",
}  # fmt: skip


def jaro_winkler(one: str, other: str) -> float:
    """By the definition: common letters no further apart than half the longer word, half of those out of order, and a
    tenth of what is missing for each of up to four first letters."""
    if not one or not other:
        return 0.0
    reach = max(max(len(one), len(other)) // 2 - 1, 0)
    free = list(range(len(other)))
    pairs = []
    for i, letter in enumerate(one):
        meeting = [j for j in free if abs(i - j) <= reach and other[j] == letter]
        if meeting:
            free.remove(meeting[0])
            pairs.append((i, meeting[0]))
    if not pairs:
        return 0.0
    from_one = [one[i] for i, _ in sorted(pairs)]
    from_other = [other[j] for j in sorted(j for _, j in pairs)]
    swapped = sum(a != b for a, b in zip(from_one, from_other, strict=True)) / 2
    met = len(pairs)
    jaro = (met / len(one) + met / len(other) + (met - swapped) / met) / 3
    begin = 0
    for a, b in zip(one[:4], other[:4], strict=False):
        if a != b:
            break
        begin += 1
    return jaro + begin * 0.1 * (1 - jaro)


def one_slip(one: str, other: str) -> bool:
    """Whether one letter put in, left out or changed, or two neighbors swapped, makes one word of the other."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(longer) == len(shorter) + 1:
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    if len(longer) != len(shorter):
        return False
    if sum(a != b for a, b in zip(one, other, strict=True)) == 1:
        return True
    return any(one[:i] + one[i + 1] + one[i] + one[i + 2 :] == other for i in range(len(one) - 1))


@dataclass
class Read:
    """What one record says, as words; "" or None where it says nothing."""

    first: str
    last: str
    born: date | None
    sex: str
    place: str
    street: str
    phone: str
    email: str
    ids: tuple[str, ...]
    middle: str
    suffix: str


def signs_away(text: str) -> str:
    """Capital letters and digits alone."""
    return re.sub("[^A-Z0-9]", "", unaccented(text).upper())


def sex_of(text: str) -> str:
    """F, M or nothing."""
    plain = signs_away(text)
    if plain in ("F", "FEMALE", "W", "WOMAN", "GIRL", "MUJER", "FEMENINO"):
        return "F"
    return "M" if plain in ("M", "MALE", "MAN", "BOY", "HOMBRE", "MASCULINO") else ""


def street_of(text: str) -> str:
    """A street with its usual short words."""
    parts = [ROADS.get(part, part) for part in re.split("[^A-Z0-9]+", unaccented(text).upper())]
    return " ".join(part for part in parts if part)


def phone_of(text: str) -> str:
    """The last ten digits of a number that is one."""
    digits = re.sub("[^0-9]", "", text)[-10:]
    return digits if len(digits) >= 7 and len(set(digits)) > 1 else ""


def read(records: PersonRecords) -> list[Read]:
    """Every record as words; telephones, addresses and ids that a crowd shares are left out."""
    found = []
    for row in range(len(records)):

        def said(name: str, row: int = row) -> str:
            return records.texts[name][row] if name in records.texts else ""

        born = records.birth_date[row]
        email = unaccented(said("email")).strip().lower()
        found.append(
            Read(
                standard(said("first_name")), standard(said("last_name")),
                None if np.isnat(born) else born.astype("datetime64[D]").item(),
                sex_of(said("sex")), signs_away(said("postal_code") or said("city")), street_of(said("street")),
                phone_of(said("phone")), email if "@" in email else "",
                tuple(signs_away(records.ids[name][row]) for name in sorted(records.ids)),
                standard(said("middle_name")), suffix(said("suffix")) or written_behind(said("last_name")),
            )
        )  # fmt: skip
    for crowd in crowds(found):
        for each in found:
            each.phone = "" if each.phone == crowd else each.phone
            each.email = "" if each.email == crowd else each.email
            each.ids = tuple("" if said == crowd else said for said in each.ids)
    return found


def is_wide(people: list[Read], number: int) -> bool:
    """Whether an agreed id is nearly a person's own."""
    known = [each.ids[number] for each in people if each.ids[number]]
    return bool(known) and len(known) < 6 * len(set(known))


def crowds(people: list[Read]) -> set[str]:
    """The telephones, addresses and ids under which more than twelve names stand."""
    columns = [[each.phone for each in people], [each.email for each in people]]
    columns += [[each.ids[n] for each in people] for n in range(len(people[0].ids)) if is_wide(people, n)]
    found = set()
    for column in columns:
        names: dict[str, set] = {}
        for said, each in zip(column, people, strict=True):
            names.setdefault(said, set()).add((each.first, each.last))
        found |= {said for said, behind in names.items() if said and len(behind) > 12}
    return found


def name_level(one: str, other: str, swapped: bool, is_last: bool) -> str:
    """How two given names or surnames agree."""
    if not one or not other:
        return "missing"
    if one == other:
        return "same"
    if swapped:
        return "other_form"
    near = jaro_winkler(one[:LONGEST], other[:LONGEST])
    lengths = len(one[:LONGEST]), len(other[:LONGEST])
    if near >= 0.92 and not (is_last and abs(lengths[0] - lengths[1]) > 2):
        return "close"
    if is_half(one, other) or (not is_last and is_other_form(one, other)):
        return "other_form"
    return "similar" if near >= 0.88 else "alike" if near >= 0.70 else "different"


def is_half(one: str, other: str) -> bool:
    """Whether the first or the last of two names stands in the other, where one of them has two."""
    if " " not in one and " " not in other:
        return False
    ends = [{name.split(" ")[0], name.split(" ")[-1]} for name in (one, other)]
    return bool(ends[0] & ends[1])


def is_other_form(one: str, other: str) -> bool:
    """Whether both may stand for one name, or one is the initial of the other."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return bool(set(long_forms(one)[:8]) & set(long_forms(other)[:8]))


def birth_level(one: date | None, other: date | None) -> str:
    """How two birth dates agree."""
    if one is None or other is None:
        return "missing"
    if one == other:
        return "same"
    is_year = one.year == other.year
    if is_year and (one.month, one.day) == (other.day, other.month):
        return "slip"
    digits, others = (f"{each:%Y%m%d}".zfill(8) for each in (one, other))
    if one_slip(digits, others):
        return "slip"
    if is_year and (1, 1) in ((one.month, one.day), (other.month, other.day)):
        return "year_only"
    apart = abs((one - other).days)
    if apart <= 31:
        return "days_apart"
    if apart in (365, 366):
        return "years_apart"
    return "near" if apart <= 3652 else "different"


def word_level(one: str, other: str, is_number: bool, slip: str) -> str:
    """How two streets, numbers or addresses agree."""
    if not one or not other:
        return "missing"
    if one == other:
        return "same"
    one, other = one[:LONGEST], other[:LONGEST]
    if one_slip(one, other) or (not is_number and jaro_winkler(one, other) >= 0.92):
        return slip
    return "different"


def plain_level(one: str, other: str) -> str:
    """The same or not."""
    if not one or not other:
        return "missing"
    return "same" if one == other else "different"


def middle_level(one: str, other: str) -> str:
    """Middle names, of which one may be an initial."""
    found = plain_level(one, other)
    is_initial = found == "different" and 1 in (len(one), len(other)) and one[0] == other[0]
    return "initial" if is_initial else found


def levels(one: Read, other: Read) -> dict[str, str]:
    """How two records agree, by field."""
    swapped = bool(one.first and one.last) and (one.first, one.last) == (other.last, other.first)
    each_id = [word_level(a, b, True, "slip") for a, b in zip(one.ids, other.ids, strict=True)]
    found = [level for level in ("same", "slip", "different") if level in each_id]
    return {
        "first_name": name_level(one.first, other.first, swapped, False),
        "last_name": name_level(one.last, other.last, swapped, True),
        "birth_date": birth_level(one.born, other.born),
        "sex": plain_level(one.sex, other.sex),
        "place": plain_level(one.place, other.place),
        "street": word_level(one.street, other.street, False, "close"),
        "phone": word_level(one.phone, other.phone, True, "slip"),
        "email": word_level(one.email, other.email, True, "close"),
        "agreed_id": found[0] if found else "missing",
        "middle_name": middle_level(one.middle, other.middle),
        "suffix": plain_level(one.suffix, other.suffix),
    }


def keys(people: list[Read], narrow: tuple[bool, ...] | None = None) -> list[list[tuple | None]]:
    """For each rule what must agree, for every record; None where it cannot be said. `narrow` rules are asked twice,
    once with the place and once with the year."""
    often = Counter(each.first.split(" ")[0] for each in people if each.first)

    def root(each: Read) -> str:
        return max(long_forms(each.first)[:8], key=lambda form: often[form]) if each.first else ""

    def day(each: Read) -> tuple | None:
        if each.born is None:
            return None
        month, number = each.born.month, each.born.day
        return (each.born.year, *(sorted((month, number)) if max(month, number) <= 12 else (month, number)))

    year = [each.born.year if each.born else None for each in people]
    head = [each.last.split(" ")[0] for each in people]
    tail = [each.last.split(" ")[-1] for each in people]
    rules = [
        [(head[n], day(each)) for n, each in enumerate(people)],
        [(tail[n], day(each)) for n, each in enumerate(people)],
        [(root(each), day(each)) for each in people],
        [tuple(sorted((each.first, each.last))) for each in people],
        [(each.born, each.place) for each in people],
        [(each.phone,) for each in people],
        [(each.email,) for each in people],
        [(head[n], root(each), year[n]) for n, each in enumerate(people)],
        [(each.street, each.place, each.first[:1]) for each in people],
    ]
    for number in range(len(people[0].ids)):
        said = [each.ids[number] for each in people]
        rules += [[(said[n], each.born) for n, each in enumerate(people)]]
        rules += [[(said[n], head[n]) for n in range(len(people))], [(said[n], root(p)) for n, p in enumerate(people)]]
        if is_wide(people, number):
            rules += [[(each,) for each in said]]
    known = [[None if None in key or "" in key else key for key in rule] for rule in rules]
    if narrow is None:
        return known
    found: list[list[tuple | None]] = []
    for number, (rule, is_narrow) in enumerate(zip(known, narrow, strict=True)):
        if not is_narrow:
            found.append(rule)
            continue
        if number == 4:  # birth date and place are asked for first letters
            for letters in ([each.first[:1] for each in people], [each.last[:1] for each in people]):
                found.append([(key and at and (key, at)) or None for key, at in zip(rule, letters, strict=True)])
            continue
        place = [each.place for each in people]
        found.append([(key and at and (key, at)) or None for key, at in zip(rule, place, strict=True)])
        found.append([(key and at and (key, at)) or None for key, at in zip(rule, year, strict=True)])
    return found


def pairs_of(rules: list[list[tuple | None]]) -> set[tuple[int, int]]:
    """All pairs that agree in a key, every pair looked at."""
    return {
        (i, j)
        for i, j in itertools.combinations(range(len(rules[0])), 2)
        if any(rule[i] is not None and rule[i] == rule[j] for rule in rules)
    }


class Weigher:
    """The weights of a model, for the records that it was trained on, by plain sums."""

    def __init__(self, model: LinkageModel, people: list[Read]) -> None:
        self.model, self.people = model, people
        self.often = {
            "first_name": Counter(each.first for each in people if each.first),
            "last_name": Counter(each.last for each in people if each.last),
            "birth_date": Counter(each.born for each in people if each.born),
            "place": Counter(each.place for each in people if each.place),
        }

    def surprise(self, name: str, value: object) -> float:
        """How much more often this value is met than values that agree by chance, as a logarithm."""
        share = self.often[name][value] / sum(self.often[name].values())
        found = math.log(share / self.model.strangers[list(LEVELS).index(name)][0])
        return max(found, 0.0) if name == "birth_date" else found

    def namesake(self, first: str) -> float:
        """The same of a given name within a household, where three in two hundred pairs bear one name."""
        by_chance = self.often["first_name"][first] / sum(self.often["first_name"].values())
        return math.log((by_chance + 0.015) / self.model.strangers[0][0])

    def weight(self, i: int, j: int) -> float:
        """The logarithm of the odds that two records are one person."""
        one, other = self.people[i], self.people[j]
        same, household, strangers = math.log(self.model.prior_same), math.log(self.model.prior_household), 0.0
        for field, (name, level) in enumerate(levels(one, other).items()):
            at = LEVELS[name].index(level)
            if at == 0:
                continue
            same += math.log(self.model.same[field][at - 1])
            household += math.log(self.model.household[field][at - 1])
            strangers += math.log(self.model.strangers[field][at - 1])
            value = {"first_name": one.first, "last_name": one.last, "birth_date": one.born, "place": one.place}
            if level == "same" and name in value:
                strangers += self.surprise(name, value[name])
                if name == "first_name":
                    household += self.namesake(one.first)
        return same - math.log(math.exp(household) + math.exp(strangers))


def union(count: int, pairs: list[tuple[int, int]]) -> list[int]:
    """The first of all that are tied together: labels passed on until none changes."""
    label = list(range(count))
    changed = True
    while changed:
        changed = False
        for i, j in pairs:
            least = min(label[i], label[j])
            if label[i] != least or label[j] != least:
                label[i] = label[j] = least
                changed = True
    return label


def in_turn(weighed: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Pairs with the surest first; equally sure ones in an order that their positions decide."""

    def turn(pair: tuple[int, int]) -> tuple[float, int]:
        mixed = ((pair[0] * 0x9E3779B97F4A7C15 % 2**64) ^ pair[1]) * 0xBF58476D1CE4E5B9 % 2**64
        return (-weighed[pair], mixed >> 32)

    return sorted(weighed, key=turn)


def agglomerated(count: int, pairs: list[tuple[int, int]], weight, same=(), apart=()) -> list[int]:
    """The first record of each record's group: lists that are put together pair by pair, where all say so on the whole.

    `weight` is asked for the logarithm of odds of any pair of records.
    """
    groups = [[record] for record in range(count)]
    of = list(range(count))

    def are_apart(one: list[int], other: list[int]) -> bool:
        return any((a in one and b in other) or (a in other and b in one) for a, b in apart)

    def join(i: int, j: int) -> None:
        one, other = sorted((of[i], of[j]))
        groups[one] += groups[other]
        for record in groups[other]:
            of[record] = one

    for i, j in same:
        if of[i] != of[j] and not are_apart(groups[of[i]], groups[of[j]]):
            join(i, j)
    for i, j in pairs:
        if of[i] == of[j] or are_apart(groups[of[i]], groups[of[j]]):
            continue
        one, other = groups[of[i]], groups[of[j]]
        said = [min(max(weight(min(a, b), max(a, b)), -12.0), 12.0) for a in one for b in other]
        if len(said) > 1 and sum(said) / len(said) <= 0:
            continue
        join(i, j)
    return of
