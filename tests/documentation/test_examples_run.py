"""Whoever follows a page to the letter arrives: every block of the documentation is done as a reader would."""

from pathlib import Path

import pytest
from tests.documentation.pages import REPO, Reader, blocks, documents
from tests.forking import Program

ACTED_ON = {"bash", "python"}
LOOKED_AT = {"text", "pycon", "console", "yaml", "csv", "json", "html"}
TESTED_BY_ITSELF = {"docs/tutorials/first-scorecard.md"}  # it needs published files: test_tutorial.py


def _name(page: Path) -> str:
    return page.relative_to(REPO).as_posix()


def _has_something_to_do(page: Path) -> bool:
    is_tested_elsewhere = _name(page) in TESTED_BY_ITSELF
    return not is_tested_elsewhere and any(block.language in ACTED_ON or block.title for block in blocks(page))


@pytest.mark.parametrize("page", [page for page in documents() if _has_something_to_do(page)], ids=_name)
def test_a_page_followed_to_the_letter_works(page: Path, tmp_path: Path, home: Path, program: Program) -> None:
    assert Reader(tmp_path, programs=program.folder, EXAMPLES=str(REPO / "examples")).follow(page) > 0


@pytest.mark.parametrize("page", documents(), ids=_name)
def test_every_block_says_what_to_do_with_it(page: Path) -> None:
    unknown = [block.line for block in blocks(page) if block.language not in ACTED_ON | LOOKED_AT]
    assert not unknown, f"{_name(page)}: blocks at lines {unknown} have no language we know"
