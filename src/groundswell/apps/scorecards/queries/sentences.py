"""One sentence first: what a result's headline indicators say together."""

from collections import Counter
from collections.abc import Iterable

from groundswell.apps.scorecards.queries.pages import IndicatorRow
from groundswell.core.sentences import Sentence, counted_sentence, sentence
from groundswell.core.vocabulary import Verdict

WORST_TO_BEST = (
    Verdict.WORSENED,
    Verdict.POSSIBLY_WORSENING,
    Verdict.TOO_EARLY,
    Verdict.AS_EXPECTED,
    Verdict.POSSIBLY_TURNING,
    Verdict.TURNED,
)
# Best news and worst first, what cannot be said last.
_ORDER = (
    *(Verdict.TURNED, Verdict.POSSIBLY_TURNING, Verdict.WORSENED, Verdict.POSSIBLY_WORSENING),
    *(Verdict.AS_EXPECTED, Verdict.TOO_EARLY, None),
)


def sentence_of(rows: Iterable[IndicatorRow]) -> str:
    """Such as "2 of 4 headline indicators are turning the curve; 1 is worse than its baseline."."""
    verdicts = [row.curve.verdict for row in rows]
    if not verdicts:
        return sentence("No headline indicator has been chosen yet.")
    counts, total = Counter(verdicts), len(verdicts)
    clauses = [(verdict, counts[verdict]) for verdict in _ORDER if counts[verdict]]
    verdict, number = clauses[0]
    said = _clause(verdict, number, _who(number, total))
    for verdict, number in clauses[1:]:
        said = sentence("{first}; {next}", first=said, next=_clause(verdict, number, sentence("{n}", n=number)))
    return sentence("{sentence}.", sentence=said)


def _who(number: int, total: int) -> Sentence:
    """Of how many is spoken: `2 of 4 headline indicators`, or all there are."""
    if total == 1:
        return sentence("The headline indicator")
    if number == total:
        return sentence("All {total} headline indicators", total=total)
    return sentence("{number} of {total} headline indicators", number=number, total=total)


def _clause(verdict: Verdict | None, number: int, who: Sentence) -> Sentence:
    """What these indicators do."""
    match verdict:
        case Verdict.TURNED:
            return counted_sentence("{who} is turning the curve", "{who} are turning the curve", number, who=who)
        case Verdict.POSSIBLY_TURNING:
            return counted_sentence("{who} may be turning", "{who} may be turning", number, who=who)
        case Verdict.WORSENED:
            return counted_sentence(
                "{who} is worse than its baseline", "{who} are worse than their baselines", number, who=who
            )
        case Verdict.POSSIBLY_WORSENING:
            return counted_sentence("{who} may be getting worse", "{who} may be getting worse", number, who=who)
        case Verdict.AS_EXPECTED:
            return counted_sentence("{who} is on its baseline", "{who} are on their baselines", number, who=who)
        case Verdict.TOO_EARLY:
            return counted_sentence("{who} is too early to tell", "{who} are too early to tell", number, who=who)
        case None:
            return counted_sentence("{who} is not judged", "{who} are not judged", number, who=who)


def tally(verdicts: Iterable[Verdict | None]) -> tuple[tuple[Verdict, int], ...]:
    """How many series have each verdict, worst to best; those that are not judged are left out."""
    counts = Counter(verdicts)
    return tuple((verdict, counts[verdict]) for verdict in WORST_TO_BEST if counts[verdict])
