"""One sentence first: what a result's headline indicators say together."""

from collections import Counter
from collections.abc import Iterable

from groundswell.apps.scorecards.queries.pages import IndicatorRow
from groundswell.core.vocabulary import Verdict

# Best news and worst first, what cannot be said last: (verdict, of one, of several).
_CLAUSES = (
    (Verdict.TURNED, "is turning the curve", "are turning the curve"),
    (Verdict.POSSIBLY_TURNING, "may be turning", "may be turning"),
    (Verdict.WORSENED, "is worse than its baseline", "are worse than their baselines"),
    (Verdict.POSSIBLY_WORSENING, "may be getting worse", "may be getting worse"),
    (Verdict.AS_EXPECTED, "is on its baseline", "are on their baselines"),
    (Verdict.TOO_EARLY, "is too early to tell", "are too early to tell"),
    (None, "is not judged", "are not judged"),
)
WORST_TO_BEST = (
    Verdict.WORSENED,
    Verdict.POSSIBLY_WORSENING,
    Verdict.TOO_EARLY,
    Verdict.AS_EXPECTED,
    Verdict.POSSIBLY_TURNING,
    Verdict.TURNED,
)


def sentence_of(rows: Iterable[IndicatorRow]) -> str:
    """Such as "2 of 4 headline indicators are turning the curve; 1 is worse than its baseline."."""
    verdicts = [row.curve.verdict for row in rows]
    if not verdicts:
        return "No headline indicator has been chosen yet."
    counts = Counter(verdicts)
    total = len(verdicts)
    indicators = "headline indicator" if total == 1 else "headline indicators"
    said: list[str] = []
    for verdict, one, several in _CLAUSES:
        number = counts[verdict]
        if number:
            who = f"{number} of {total} {indicators}" if not said else str(number)
            said.append(f"{who} {one if number == 1 else several}")
    return "; ".join(said) + "."


def tally(verdicts: Iterable[Verdict | None]) -> tuple[tuple[Verdict, int], ...]:
    """How many series have each verdict, worst to best; those that are not judged are left out."""
    counts = Counter(verdicts)
    return tuple((verdict, counts[verdict]) for verdict in WORST_TO_BEST if counts[verdict])
