"""What a community decided about one element, and what such a decision still lacks.

A stance other than "as written" says something to whoever comes later: changed to what and why, left out why, put off
until when. A decision without that is a gap that nobody can weigh.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from groundswell.core.findings import Finding, error
from groundswell.core.sentences import Sentence, sentence
from groundswell.core.specification.elements import LIBRARY, family_of
from groundswell.core.specification.frameworks import Family
from groundswell.core.specification.words import HIGH_RATINGS, TAKEN_UP, Rating, Stance, rating_said

LONGEST_NAME = 70


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of framework.csv; `stance` None: written down and not decided. Days are ISO dates, blank where unsaid."""

    element_id: str
    stance: Stance | None = None
    condition: str = ""
    statement: str = ""
    reason: str = ""
    rating: str = ""
    evidence: str = ""
    owner: str = ""
    reviewed: str = ""
    next_review: str = ""

    @classmethod
    def of(cls, cells: Mapping[str, Any]) -> "Decision":
        """A decision from cells by the headings of framework.csv; what is absent is blank."""
        said = {name: str(cells.get(name) or "") for name in cls.__dataclass_fields__ if name != "stance"}
        stance = str(cells.get("stance") or "")
        return cls(stance=Stance(stance) if stance in set(Stance) else None, **said)

    @property
    def name(self) -> str:
        """What people call the element: the library's name, or for one of their own how its statement begins."""
        if self.element_id in LIBRARY:
            return LIBRARY[self.element_id].name
        first = self.statement.strip().partition("\n")[0].rstrip(".")
        if not first:
            return self.element_id.replace("-", " ").capitalize()
        return first if len(first) <= LONGEST_NAME else f"{first[: LONGEST_NAME - 1].rstrip()}…"

    @property
    def family(self) -> Family | None:
        """Where it belongs; None for what stands by itself."""
        return family_of(self.element_id, self.condition)

    @property
    def is_taken_up(self) -> bool:
        """True where the community works by it, as written or adapted."""
        return self.stance in TAKEN_UP

    @property
    def step(self) -> Rating | None:
        """The rating as one of the five steps; None where nothing is said, or in other words."""
        return rating_said(self.rating)

    @property
    def is_high_without_evidence(self) -> bool:
        """True where it is rated as mostly in place or better, and nothing shows it."""
        return self.step in HIGH_RATINGS and not self.evidence.strip()

    def is_due(self, today: date) -> bool:
        """True where the day of its next review has come."""
        return bool(self.next_review) and self.next_review <= today.isoformat()


_LACKING: tuple[tuple[Stance, str, Sentence, Sentence], ...] = (
    (
        Stance.ADAPTED,
        "statement",
        sentence("nothing says what it is adapted to"),
        sentence("write the element in your own words"),
    ),
    (
        Stance.ADAPTED,
        "reason",
        sentence("nothing says why it is adapted"),
        sentence("say why the library's words did not fit"),
    ),
    (Stance.WAIVED, "reason", sentence("nothing says why it is waived"), sentence("say why you leave it out")),
    (
        Stance.LATER,
        "next_review",
        sentence("nothing says until when it is put off"),
        sentence("say the day on which you will decide"),
    ),
)


def problems_of(decision: Decision) -> Iterator[Finding]:
    """What a decision still lacks, by the heading where it would stand."""
    for stance, column, said, fix in _LACKING:
        if decision.stance is stance and not getattr(decision, column).strip():
            yield error(said, fix, column=column)
    if decision.element_id not in LIBRARY and not decision.statement.strip():
        said = sentence("an element of your own has no words yet")
        yield error(said, sentence("say what it asks for"), column="statement")
