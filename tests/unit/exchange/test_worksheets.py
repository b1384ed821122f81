"""The worksheet as a file: the paper's headings are understood, problems named, what is written is read back."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.collaboration.levels import Level
from groundswell.exchange.worksheets import Entry, EntryCell, read_worksheet, worksheet_from
from groundswell.exchange.worksheets import worksheet_headings as headings
from groundswell.exchange.worksheets import worksheet_rows as rows
from groundswell.exchange.writers import csv_text, write_xlsx

DAY = date(2026, 5, 1)
SEED = Path(__file__).resolve().parents[4] / "shared" / "seeds" / "002_38edb9dc7985ba3b.txt"
PAPER = (
    "Name of Partner/ Partnership\tPurpose (what type of partnership is it?)\tPartnership Commitment Level\t\t\t\n"
    "\t\tCommunicate Information-sharing\tCooperate Informal interaction\tCoordinate Partners adjust\t"
    "Collaborate Partners develop\n"
    "United Way - homeless youth initiative\tConsolidated Services Network\tOn group listserv\tAttend UW's training\t"
    "Plan and execute homeless youth count\tActivities and plans\n"
)


def entries_of(text: str | bytes, name: str = "sheet.csv") -> tuple[tuple[Entry, ...], list[str]]:
    table, findings = read_worksheet(text.encode() if isinstance(text, str) else text, name)
    if table is None:
        return (), [str(each) for each in findings]
    found, more = worksheet_from(table, day=DAY)
    return found, [str(each) for each in (*findings, *more)]


def test_the_paper_is_read_with_its_two_lines_of_headings() -> None:
    (entry,), problems = entries_of(PAPER)
    assert problems == []
    assert (entry.partner, entry.purpose, entry.row) == (
        "United Way - homeless youth initiative", "Consolidated Services Network", 3,
    )  # fmt: skip
    assert [(cell.level, cell.who, cell.activity) for cell in entry.cells] == [
        (3, "we", "On group listserv"), (4, "we", "Attend UW's training"),
        (5, "we", "Plan and execute homeless youth count"), (6, "we", "Activities and plans"),
    ]  # fmt: skip


def test_titles_above_the_headings_are_passed_over() -> None:
    (entry,), problems = entries_of("Our worksheet\n\nPartner,Purpose,Communicate\nDepot,,List\n")
    assert problems == [] and (entry.partner, entry.cells[0].activity) == ("Depot", "List")


def test_each_problem_is_named_by_file_row_and_column() -> None:
    text = "Partner,Communicate,Date,Whose account,Wanted level\nDepot,x,May,nobody,more\n,y,,,\n"
    _, problems = entries_of(text)
    assert [each.partition(": ")[0] for each in problems] == [
        "sheet.csv:2:Date", "sheet.csv:2:Whose account", "sheet.csv:2:Wanted level", "sheet.csv:3:Partner",
    ]  # fmt: skip


def test_a_column_that_means_nothing_is_told_and_one_that_means_the_same_is_refused() -> None:
    _, problems = entries_of("Partner,Partnership,Communicate,Colour\nDepot,Depot,x,red\n")
    assert len(problems) == 2 and "not read" in problems[0] and "means the same" in problems[1]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", "Partner\nDepot\n", "%PDF-1.4"])
def test_what_is_no_worksheet_is_refused_with_what_would_be_right(text: str) -> None:
    found, problems = entries_of(text)
    assert found == () and problems


def test_the_table_of_the_package_is_read_as_accounts() -> None:
    text = (
        "partnership_id,date,recorded_by,on_behalf_of,actor,level,activity,evidence,since,wanted_level,next_step\n"
        "pair,2026-05-01,library,,library,4,Training,,,,\n"
        "pair,2026-05-01,library,,,,,,,6,Meet\n"
    )
    (entry,), problems = entries_of(text)
    assert problems == []
    assert (entry.partnership_id, entry.whose, entry.wanted_level, entry.next_step) == ("pair", "library", 6, "Meet")
    assert entry.cells == (EntryCell(4, "library", "Training", column="level"),)
    _, problems = entries_of(text.replace("library,4", "library,9"))
    assert "sheet.csv:2:level" in problems[0]


WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), exclude_characters="\u00a0"), max_size=30
)
SAID = WORDS.map(lambda text: " ".join(text.split()).strip()).filter(bool)
CELLS = st.lists(
    st.builds(
        EntryCell, st.sampled_from([int(level) for level in Level][2:]), st.sampled_from(["we", "they", "both"]), SAID,
        st.one_of(st.just(""), SAID), st.one_of(st.none(), st.dates(date(1950, 1, 1), DAY)),
    ),
    max_size=6, unique_by=lambda cell: (cell.level, cell.who),
)  # fmt: skip
ENTRIES = st.lists(
    st.builds(
        lambda partner, cells, whose, wanted, step: Entry(
            0, f"P {partner}", purpose="Network", day=DAY, whose=whose, wanted_level=wanted, next_step=step,
            cells=tuple(sorted(cells, key=lambda cell: (cell.level, cell.who))),
        ),
        SAID, CELLS, st.sampled_from(["ours", "theirs", "both"]),
        st.one_of(st.none(), st.sampled_from([int(level) for level in Level])), st.one_of(st.just(""), SAID),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def bare(entries: tuple[Entry, ...]) -> list[tuple[object, ...]]:
    """What entries say, without where it stood."""
    return [
        (one.partner, one.purpose, one.day, one.whose, one.wanted_level, one.next_step,
         {(cell.level, cell.who, cell.activity, cell.evidence, cell.since) for cell in one.cells})
        for one in entries
    ]  # fmt: skip


@given(ENTRIES)
def test_what_is_written_as_csv_is_read_back(entries: list[Entry]) -> None:
    found, problems = entries_of(csv_text(headings(entries), rows(entries)))
    assert problems == []
    assert bare(found) == bare(tuple(entries))


def test_what_is_written_as_a_workbook_is_read_back_and_an_answer_without_words_stays_one() -> None:
    entries = [Entry(0, "Depot", day=DAY, cells=(EntryCell(2, "both"), EntryCell(4, "they", "=1+1", "Two\nlines")))]
    content = io.BytesIO()
    write_xlsx(content, headings(entries), rows(entries))
    found, problems = entries_of(content.getvalue(), "sheet.xlsx")
    assert problems == [] and bare(found) == bare(tuple(entries))
    found, _ = entries_of(csv_text(headings(entries), rows(entries)))
    assert bare(found) == bare(tuple(entries))


@pytest.mark.skipif(not SEED.exists(), reason="the seeds are not beside this checkout")
def test_the_seeds_own_table_is_read() -> None:
    lines = SEED.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Name of Partner"))
    text = "\n".join(
        line.replace("<i>", "").replace("</i>", "").replace("<b>", "").replace("</b>", "")
        for line in lines[at : at + 3]
    )
    (entry,), problems = entries_of(text)
    assert problems == [] and len(entry.cells) == 4 and entry.purpose == "Consolidated Services Network"
