"""The ways in which people say what difference a program makes, turned into an effect; and what is no effect.

Of a hundred such people with and without it: a risk difference, or where a study's people differ from these, its risk
ratio. A change from before to after counts only by the part of it that somebody declares. An outcome rate alone is
refused, for part of those people would have done as well without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext

from groundswell.core.contribution.links import EffectKind
from groundswell.core.findings import Finding, error
from groundswell.core.vocabulary import Polarity
from groundswell.web.forms.plain_numbers import written

Shares = Sequence[Decimal | None]
RATIO_DIGITS = Decimal("0.0001")
NOTHING = {"effect_kind": "", "effect": "", "effect_low": "", "effect_high": ""}


@dataclass(frozen=True, slots=True)
class DifferenceRead:
    """The columns of an effect, and what is wrong with the answer."""

    columns: dict[str, str]
    problems: list[Finding] = field(default_factory=list)


def turned(shares: Shares, polarity: Polarity | None) -> tuple[Decimal | None, ...]:
    """A share, its low and its high, from the indicator's direction to the risk of what nobody wants, or back."""
    value, low, high = shares
    if polarity is not Polarity.HIGHER:
        return value, low, high
    return tuple(None if each is None else 1 - each for each in (value, high, low))


def in_direction(risk: Decimal, effects: Shares, polarity: Polarity | None) -> tuple[Decimal | None, ...]:
    """How many would be counted with the program: from the risk without it and risk differences."""
    if polarity is Polarity.HIGHER:
        return tuple(None if each is None else 1 - risk + each for each in effects)
    value, low, high = effects
    return tuple(None if each is None else risk - each for each in (value, high, low))


def difference_read(
    way: str, read: Mapping[str, Decimal | None], without: Decimal | None, polarity: Polarity | None
) -> DifferenceRead:
    """The effect that an answer comes to; `without` is how many of these people would be counted anyway."""
    match way:
        case "counts":
            return _counts(read, without, polarity)
        case "ratio":
            return _entered(EffectKind.RISK_RATIO, read)
        case "d":
            return _entered(EffectKind.COHENS_D, read)
        case "less":
            return _entered(EffectKind.RISK_DIFFERENCE, read)
        case "change":
            return _change(read, polarity)
        case "gross":
            return _refused(
                "way",
                gettext("how many of yours reach it is no difference: part of them would have reached it anyway"),
                gettext("say how many of 100 such people would have reached it without, and how many with"),
            )
    return _refused("way", gettext("nothing is chosen"), gettext("choose how you can say the difference"))


def _counts(read: Mapping[str, Decimal | None], without: Decimal | None, polarity: Polarity | None) -> DifferenceRead:
    with_, study = read["with"], read["study_without"]
    if with_ is None:
        return _refused(
            "with", gettext("nobody says how many there would be with the program"), gettext("write how many of 100")
        )
    if study is None and without is None:
        fix = gettext("say how many there would be without it, in the question before")
        return _refused("without", gettext("a rate alone is no difference"), fix)
    ends = (with_, read["with_low"], read["with_high"])
    if study is not None:
        return _ratio_of_study(ends, study, polarity)
    assert without is not None
    value, low, high = (None if each is None else _gain(each, without, polarity) for each in ends)
    if polarity is not Polarity.HIGHER:
        low, high = high, low
    return DifferenceRead(_columns(EffectKind.RISK_DIFFERENCE, value, low, high))


def _gain(with_: Decimal, without: Decimal, polarity: Polarity | None) -> Decimal:
    return with_ - without if polarity is Polarity.HIGHER else without - with_


def _ratio_of_study(ends: Shares, study: Decimal, polarity: Polarity | None) -> DifferenceRead:
    """What part of the study's own risk was left: it travels better to people whose risk is another."""
    risk = 1 - study if polarity is Polarity.HIGHER else study
    if risk <= 0:
        said = gettext("nobody was at risk there, so nobody could be helped")
        return _refused("study_without", said, gettext("check both numbers of the study"))
    value, low, high = turned(ends, polarity)
    ratios = [None if each is None else (each / risk).quantize(RATIO_DIGITS) for each in (value, low, high)]
    return DifferenceRead(_columns(EffectKind.RISK_RATIO, *ratios))


def _entered(kind: EffectKind, read: Mapping[str, Decimal | None]) -> DifferenceRead:
    if read["effect"] is None:
        return _refused("effect", gettext("the difference is blank"), gettext("write the number that was found"))
    return DifferenceRead(_columns(kind, read["effect"], read["effect_low"], read["effect_high"]))


def _change(read: Mapping[str, Decimal | None], polarity: Polarity | None) -> DifferenceRead:
    """A declared part of a change: from none to the most that somebody would stand for; half of that as likeliest."""
    before, after, part, most = (read[name] for name in ("before", "after", "part", "part_high"))
    if most is None or most == 0:
        said = gettext("a change without a comparison is no difference made: some of it would have come anyway")
        fix = gettext("say how much of it you would stand for at most, such as 50 %; at least, none of it is counted")
        return _refused("part_high", said, fix)
    if part is not None and part > most:
        fix = gettext("the likeliest part is no more than the most")
        return _refused("part", gettext("it is more than the most that you would stand for"), fix)
    if before is None or after is None:
        missing = "before" if before is None else "after"
        return _refused(missing, gettext("a change has two ends"), gettext("write how many of 100 before, and after"))
    change = _gain(after, before, polarity)
    if change <= 0:
        fix = gettext("check both numbers, and which of them is after")
        return _refused("after", gettext("nothing became better from before to after"), fix)
    value = change * (most / 2 if part is None else part)
    return DifferenceRead(_columns(EffectKind.RISK_DIFFERENCE, value, Decimal(0), change * most))


def _columns(kind: EffectKind, value: Decimal | None, low: Decimal | None, high: Decimal | None) -> dict[str, str]:
    cells = {"effect": value, "effect_low": low, "effect_high": high}
    return {"effect_kind": str(kind), **{name: "" if each is None else written(each) for name, each in cells.items()}}


def _refused(column: str, message: str, fix: str) -> DifferenceRead:
    return DifferenceRead(dict(NOTHING), [error(message, fix, column=column)])
