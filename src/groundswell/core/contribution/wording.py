"""A contribution statement in words: the result, what is delivered, who is reached, what the evidence says, the part.

Every sentence speaks of what programs *could add up to* under stated assumptions. None says that one moved a curve.
"""

from __future__ import annotations

from groundswell.core.contribution.links import Evidence
from groundswell.core.estimates import Estimate
from groundswell.core.sentences import Numeral, Sentence, counted_sentence, sentence
from groundswell.core.wording import level_in_words, number_in_words

EVIDENCE_WORDS: dict[Evidence, Sentence] = {
    Evidence.RANDOMIZED: sentence("strong: in a study, people were assigned by lot and compared"),
    Evidence.QUASI_EXPERIMENTAL: sentence("moderate: in a study, those served were compared with others like them"),
    Evidence.PRE_POST: sentence("weak: in a study, people were looked at before and after, without a comparison"),
    Evidence.EXPERT: sentence("weakest: there is no study, somebody who knows the field assumed it"),
}


def points_in_words(points: float) -> Sentence:
    """An amount of points with two figures that matter.

    >>> points_in_words(0.1602), points_in_words(1.0), points_in_words(12.34)
    ('0.16 points', '1.0 points', '12 points')
    """
    size = abs(points)
    decimals = 0 if size >= 10 else 1 if size >= 1 else 2
    if size < 0.005:
        return sentence("less than 0.01 points")
    return sentence("{points} points", points=Numeral.of(points, decimals))


def people_in_words(people: float) -> Sentence:
    """A number of people, rounded as far as a model can speak of people.

    >>> people_in_words(18.9), people_in_words(1), people_in_words(0.4), people_in_words(2_384)
    ('19 people', '1 person', 'fewer than one person', '2,384 people')
    """
    if 0 < abs(people) < 0.5:
        return sentence("fewer than one person")
    return counted_sentence("{number} person", "{number} people", round(people), number=Numeral.of(round(people), 0))


def range_in_words(estimate: Estimate) -> Sentence:
    """The range first, then the point: how every modelled number is said."""
    assert estimate.value is not None
    if estimate.low is None or estimate.high is None or estimate.level is None:
        return sentence("about {points}; nobody declared a range", points=points_in_words(estimate.value))
    return sentence(
        "{low} to {high} points ({level}), {points} in the middle",
        low=Numeral.of(estimate.low, 2),
        high=Numeral.of(estimate.high, 2),
        level=level_in_words(estimate.level),
        points=number_in_words(round(estimate.value, 2)),
    )


def decimal_point(reach: float, people: float, points: Estimate, population: float) -> Sentence:
    """Why one program's part is a fraction of a point, and why it counts, in the program's own numbers."""
    assert points.value is not None
    return sentence(
        "Of {population} people it reaches {reach} more than before, and {people} of them could be better off: "
        "{points}. No program alone can do more than its reach allows; the whole is the sum of such fractions.",
        population=Numeral.of(population, 0),
        reach=Numeral.of(reach, 0),
        people=Numeral.of(people, 0 if abs(people) >= 10 else 1),
        points=points_in_words(points.value),
    )


def statement_words(
    *, program: str, organization: str, mechanism: str, indicator: str, served: float, reach: float, at_risk: float,
    people: float, points: Estimate, evidence: Evidence | None, share_of_gap: float | None,
) -> tuple[Sentence, ...]:  # fmt: skip
    """The sentences of a program's statement, in the order of the question: what, for whom, on what ground, how much.

    `reach` is the change in people of the population who complete it, `at_risk` people with the adverse outcome.
    """
    assert points.value is not None
    said = [
        sentence("{program} of {organization} works toward {indicator}.", program=program,
                 organization=organization, indicator=indicator)
        if organization
        else sentence("{program} works toward {indicator}.", program=program, indicator=indicator),
    ]  # fmt: skip
    if mechanism:
        said.append(sentence("How it helps: {mechanism}", mechanism=mechanism))
    if at_risk:
        facts = {"served": people_in_words(served), "reach": people_in_words(abs(reach)),
                 "need": people_in_words(at_risk)}  # fmt: skip
        said.append(
            sentence(
                "It serves {served}; {reach} more than before belong to the population and stay to the end, beside "
                "{need} whose outcome is at risk.",
                **facts,
            )
            if reach >= 0
            else sentence(
                "It serves {served}; {reach} fewer than before belong to the population and stay to the end, beside "
                "{need} whose outcome is at risk.",
                **facts,
            )
        )
    said.append(
        sentence("The evidence is {evidence}.", evidence=EVIDENCE_WORDS[evidence])
        if evidence
        else sentence("Nobody says yet what the effect rests on.")
    )
    facts = {"people": people_in_words(abs(people)), "range": range_in_words(points)}
    said.append(
        sentence("If this holds for the people served here, {people} could be better off: {range}.", **facts)
        if people >= 0
        else sentence("If this holds for the people served here, {people} fewer could be better off: {range}.", **facts)
    )
    if share_of_gap is not None and share_of_gap > 0:
        share = Numeral.of(100 * share_of_gap, 0 if share_of_gap >= 0.095 else 1)
        said.append(
            sentence("That is {share} % of the gap to the community's target.", share=share)
            if share_of_gap >= 0.0005
            else sentence("That is less than 0.1 % of the gap to the community's target.")
        )
    said.append(
        sentence("This is a contribution beside others', from stated assumptions; it proves nothing about the curve.")
    )
    return tuple(said)
