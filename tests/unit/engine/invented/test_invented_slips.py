"""How people are written down: slips at their stated rates, and nothing else that differs from the truth."""

import unicodedata

import numpy as np
import pytest

from groundswell.engine.invented import InventedCommunity, Slip
from groundswell.engine.invented.given_names import GIVEN_NAMES, SHORT_FORMS
from groundswell.engine.invented.people import NEVER, NO_NAME
from groundswell.engine.invented.spelling import slipped
from groundswell.engine.invented.surnames import SURNAME_COUNT, SURNAMES

PEOPLE = 30_000
RATES = {
    Slip.FIRST_TYPO: "first_typo", Slip.FIRST_INITIAL: "first_initial", Slip.FIRST_MISSING: "first_missing",
    Slip.LAST_TYPO: "last_typo", Slip.NAMES_SWAPPED: "names_swapped", Slip.MIDDLE_MISSING: "middle_missing",
    Slip.MIDDLE_INITIAL: "middle_initial", Slip.BIRTH_DIGIT: "birth_digit", Slip.JANUARY_FIRST: "january_first",
    Slip.BIRTH_MISSING: "birth_missing", Slip.SEX_WRONG: "sex_wrong", Slip.SEX_MISSING: "sex_missing",
    Slip.RACE_MISSING: "race_missing", Slip.RACE_OTHER: "race_other", Slip.INCOME_MISSING: "income_missing",
    Slip.STREET_MISSING: "street_missing", Slip.STREET_SHORT: "street_short", Slip.POSTAL_MISSING: "postal_missing",
    Slip.POSTAL_WRONG: "postal_wrong", Slip.PHONE_MISSING: "phone_missing", Slip.OTHER_PHONE: "other_phone",
    Slip.EMAIL_MISSING: "email_missing", Slip.OTHER_EMAIL: "other_email",
}  # fmt: skip


@pytest.fixture(scope="module")
def community() -> InventedCommunity:
    return InventedCommunity(21, PEOPLE)


@pytest.fixture(scope="module")
def written(community: InventedCommunity):
    programs = [program.program_id for program in community.programs]
    tables = [community.records(name)["participants"] for name in programs]
    truths = [community.truth(name) for name in programs]
    join = lambda parts: {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}  # noqa: E731
    return join(tables), join(truths)


@pytest.mark.parametrize("slip", RATES)
def test_each_slip_happens_as_often_as_stated(community: InventedCommunity, written, slip: Slip) -> None:
    slips = written[1]["slips"]
    rate = getattr(community.invention.slips, RATES[slip])
    error = (rate * (1 - rate) / len(slips)) ** 0.5
    share = ((slips & slip.value) > 0).mean()
    missing = community.invention.slips.first_missing if slip is Slip.NAMES_SWAPPED else 0
    assert abs(share - rate * (1 - missing)) < 4.5 * error


def test_short_forms_and_halves_happen_as_often_as_stated_where_they_can(community: InventedCommunity, written) -> None:
    slips, who = written[1]["slips"], written[1]["person"]
    people, stated = community.people, community.invention.slips
    has_short = np.array([bool(forms) for forms in SHORT_FORMS])[people.first[who]]
    has_half = (people.last_half[who] != NO_NAME) & (slips & Slip.RENAMED.value == 0)
    for slip, rate, can in (
        (Slip.NICKNAME, stated.nickname, has_short),
        (Slip.LAST_HALF, stated.half_name, has_half),
        (Slip.SUFFIX_MISSING, stated.suffix_missing, people.suffix[who] > 0),
    ):
        marked = (slips & slip.value) > 0
        error = (rate * (1 - rate) / can.sum()) ** 0.5
        assert not marked[~can].any()
        assert abs(marked[can].mean() - rate) < 4.5 * error, slip


def test_without_a_slip_the_record_says_what_is_true(community: InventedCommunity, written) -> None:
    table, truth = written
    people, who, slips = community.people, truth["person"], truth["slips"]

    def free_of(*some: Slip) -> np.ndarray:
        return (slips & sum(slip.value for slip in some)) == 0

    clean = free_of(
        Slip.FIRST_TYPO, Slip.NICKNAME, Slip.FIRST_INITIAL, Slip.FIRST_MISSING, Slip.FIRST_HALF, Slip.NAMES_SWAPPED
    )
    first = [name.split()[0].casefold() for name in table["first_name"][clean]]
    assert first == [GIVEN_NAMES[at].casefold() for at in people.first[who[clean]]]
    clean = free_of(Slip.LAST_TYPO, Slip.LAST_HALF, Slip.NAMES_SWAPPED, Slip.RENAMED)
    clean &= people.last_half[who] == NO_NAME
    assert [name.casefold() for name in table["last_name"][clean]] == [
        SURNAMES[at].casefold() for at in people.last[who[clean]]
    ]
    clean = free_of(Slip.DAY_MONTH, Slip.BIRTH_DIGIT, Slip.JANUARY_FIRST, Slip.BIRTH_MISSING)
    assert np.array_equal(table["birth_date"][clean].astype(np.int64), people.born[who[clean]])
    clean = free_of(Slip.SEX_WRONG, Slip.SEX_MISSING)
    assert table["sex"][clean].tolist() == ["FM"[sex] for sex in people.sex[who[clean]]]
    clean = free_of(Slip.MOVED, Slip.POSTAL_WRONG, Slip.POSTAL_MISSING)
    codes = [place.postal_codes for place in community.invention.places]
    home = zip(people.home.place[who[clean]], people.home.postal[who[clean]], strict=True)
    assert table["postal_code"][clean].tolist() == [codes[place][at] for place, at in home]


def test_a_slip_changes_the_record_and_a_gap_leaves_it_blank(community: InventedCommunity, written) -> None:
    table, truth = written
    people, who, slips = community.people, truth["person"], truth["slips"]
    marked = (slips & Slip.BIRTH_DIGIT.value) > 0
    assert (table["birth_date"][marked].astype(np.int64) != people.born[who[marked]]).all()
    turned = (slips & Slip.DAY_MONTH.value) > 0
    for recorded, born in zip(table["birth_date"][turned], people.born[who[turned]].tolist(), strict=True):
        true = np.datetime64(born, "D").astype(object)
        recorded = recorded.astype(object)
        before_intake = (recorded.year, recorded.month, recorded.day) == (true.year, true.day, true.month)
        assert before_intake or (recorded.month, recorded.day) == (1, 1)  # else it would lie after intake
    for slip, column in (
        (Slip.FIRST_MISSING, "first_name"), (Slip.SEX_MISSING, "sex"), (Slip.RACE_MISSING, "race_ethnicity"),
        (Slip.STREET_MISSING, "street"), (Slip.POSTAL_MISSING, "postal_code"), (Slip.PHONE_MISSING, "phone"),
        (Slip.EMAIL_MISSING, "email"), (Slip.INCOME_MISSING, "group.family_income"),
    ):  # fmt: skip
        marked = (slips & slip.value) > 0
        assert {value is None for value in table[column][marked]} == {True}, column
        assert {value is None for value in table[column][~marked]} == {False}, column
    missing = (slips & Slip.BIRTH_MISSING.value) > 0
    assert np.array_equal(np.isnat(table["birth_date"]), missing)


def test_whoever_moved_or_took_another_name_is_written_down_as_of_the_day(
    community: InventedCommunity, written
) -> None:
    people, (_, truth) = community.people, written
    moved = (truth["slips"] & Slip.MOVED.value) > 0
    renamed = (truth["slips"] & Slip.RENAMED.value) > 0
    assert 0.02 < moved.mean() < community.invention.moves
    assert (people.moved[truth["person"][moved]] != NEVER).all()
    assert (people.renamed[truth["person"][renamed]] != NEVER).all()
    assert renamed.any()


def test_a_typing_slip_always_changes_a_name() -> None:
    for name in ("Al", "Anna", "Lee", "O'Neil", "Zoë", "Bob Ray", "Oo"):
        for kind in range(4):
            for at in range(8):
                for letter in range(26):
                    assert slipped(name, kind, at, letter) != name


def test_nothing_invented_can_be_reached() -> None:
    participants = InventedCommunity(22, 2_000).records("attendance-texts")["participants"]
    digits = ["".join(filter(str.isdigit, phone)) for phone in participants["phone"] if phone]
    assert {(len(phone), phone[:3]) for phone in digits} == {(10, "155")}
    assert {mail.partition("@")[2] for mail in participants["email"] if mail} == {"example.org"}
    assert all(mail.isascii() for mail in participants["email"] if mail)
    assert {code < "00501" for code in participants["postal_code"] if code} == {True}


def test_names_are_many_and_stand_once() -> None:
    assert len(set(GIVEN_NAMES)) == len(GIVEN_NAMES) >= 250
    assert len(set(SURNAMES)) == len(SURNAMES) == SURNAME_COUNT
    assert all(unicodedata.is_normalized("NFC", name) for name in (*GIVEN_NAMES, *SURNAMES))
