"""Write docs/reference/curve-power.md: how often the judge sees a bend that is really there, found by trying it.

`python docs/curve_power.py`. Each figure comes from 20,000 random walks drawn from a fixed seed, judged by the same
arrays that judge a community's curves. A test compares the page with a smaller run.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from groundswell.core.drift import VERDICTS, judge_arrays
from groundswell.core.vocabulary import Verdict

PAGE = Path(__file__).resolve().parent / "reference" / "curve-power.md"
SEED, SERIES = 20261121, 20_000
BEFORE = (6, 8, 10, 12, 15, 20)
SINCE = (2, 3, 5, 8)
BENDS = (1, 2, 4)

_TOP = """<!-- Written by docs/curve_power.py; change that, not this page. -->

# The power of the judge

"Too early to tell" and "On its baseline" do not mean that nothing happened. They mean that the numbers cannot tell yet. This page says
what they can tell: how often the verdict comes out right when a curve has really bent.

The size of a bend is counted in the curve's own restlessness. Take the changes from one year to the next before the work began; their
standard deviation is **one step**. A curve that usually moves by about 2 points more or less than its trend has a step of 2 points; if
it then gains 4 points a year on its baseline, that is a bend of two steps a year.

Every figure is the share, in percent, of {series:,} simulated curves (random walks with drift, seed {seed}) that were called
**Turning the curve**; after the plus sign, those called **May be turning** besides.
"""

_MIDDLE = """
## When nothing has changed

How often a curve that simply wanders on is called turning all the same. The promise is 2.5 percent for "Turning the curve" and as much
again for "May be turning".
"""

_END = """
## How to read it

* With six points before and two since, a bend of two steps a year goes unseen more often than it is called turning. Wait, or look for
  an indicator that wanders less.
* A year since the work began helps more than a year before it: a bend adds up, and stands out more each year it goes on.
* A bend of four steps a year is hard to miss after two years.
* Margins of error make a verdict harder still. The figures hold for numbers that are counted, not sampled.
* A missed bend is no proof that nothing works. Ask the performance measures of the programs, which see sooner.

[How the curve is judged](../explanation/how-the-curve-is-judged.md) gives the formulas.
"""


def shares(before: int, since: int, bend: float, *, series: int = SERIES, seed: int = SEED) -> tuple[float, float]:
    """The share of wandering curves called turned, and of those called possibly turning.

    From the beginning of the work on they gain `bend` standard deviations of a year's change every year.
    """
    random = np.random.default_rng([seed, before, since])
    walk = random.standard_normal((series, before + since)).cumsum(axis=1)
    walk[:, before:] += bend * np.arange(1, since + 1)
    found = judge_arrays(walk[:, :before], walk[:, before:], higher_is_better=True)
    counts = np.bincount(found.codes, minlength=len(VERDICTS)) / series
    return float(counts[VERDICTS.index(Verdict.TURNED)]), float(counts[VERDICTS.index(Verdict.POSSIBLY_TURNING)])


def table(bend: float) -> Iterator[str]:
    """One table: points before down, points since across."""
    yield "| points before | " + " | ".join(f"{since} since" for since in SINCE) + " |"
    yield "|---:|" + "---:|" * len(SINCE)
    for before in BEFORE:
        yield f"| {before} | " + " | ".join(cell(*shares(before, since, bend)) for since in SINCE) + " |"


def cell(turned: float, possibly: float) -> str:
    """`37 + 12`: percents; below ten with a decimal."""
    return " + ".join(f"{100 * x:.0f}" if x >= 0.0995 else f"{100 * x:.1f}" for x in (turned, possibly))


def page() -> str:
    """The whole page."""
    lines = [_TOP.format(series=SERIES, seed=SEED)]
    for bend in BENDS:
        lines += [f"## A bend of {bend} step{'s' if bend > 1 else ''} a year", "", *table(bend), ""]
    lines += [_MIDDLE.strip(), "", *table(0), _END.rstrip()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
