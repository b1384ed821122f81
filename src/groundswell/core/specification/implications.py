"""What a community's choices and its state imply, each as a sentence with its reason and where to look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from groundswell.core.sentences import Sentence, sentence
from groundswell.core.specification.decisions import Decision
from groundswell.core.specification.elements import LIBRARY
from groundswell.core.specification.frameworks import Family
from groundswell.core.specification.implication_rules import RULES, Decisions, is_said, stands
from groundswell.core.specification.state import CommunityState
from groundswell.core.specification.words import Rating, Stance


@dataclass(frozen=True, slots=True)
class Implication:
    """What follows, and why: `link` names where to look (a page, or `element` for that of `element_id`)."""

    words: Sentence
    reason: Sentence
    link: str
    element_id: str = ""


def implications(decisions: Sequence[Decision], state: CommunityState, *, today: date) -> tuple[Implication, ...]:
    """Everything that follows, what is missing in the community first; nothing where nothing was decided yet."""
    said = {one.element_id: one for one in decisions}
    if not any(one.stance for one in decisions):
        return ()
    return (
        *(
            Implication(rule.words, rule.reason, rule.link, rule.element_id)
            for rule in RULES
            if rule.follows(said, state)
        ),
        *(each for one in decisions for each in _of_decision(one, said, today)),
    )


def _of_decision(one: Decision, said: Decisions, today: date) -> Iterator[Implication]:
    """What follows from one decision beside the others, whatever stands in the community."""
    called, element = {"element": one.name}, LIBRARY.get(one.element_id)
    if one.stance is Stance.LATER and one.is_due(today):
        words = sentence("“{element}” was put off until {day}, and that day has come.", day=one.next_review, **called)
        yield _about(one, words, sentence("Decide now, or say when you will."))
    elif one.is_taken_up and one.is_due(today):
        words = sentence("“{element}” was to be gone over by {day}.", day=one.next_review, **called)
        yield _about(one, words, sentence("What was true when it was decided may not be true any more."))
    if one.is_high_without_evidence:
        words = sentence("“{element}” is rated high, and nothing is named that shows it.", **called)
        yield _about(one, words, sentence("A rating without evidence is an opinion, and nobody can check it."))
    if element is None:
        return
    if element.family is Family.PRECONDITIONS and _is_missing(one):
        words = sentence("You begin without this: {element}.", **called)
        yield _about(one, words, sentence("It is one of three things that were there before others could begin."))
    if one.is_taken_up:
        yield from _missing_ground(one, element.needs, said)
        yield from _twice(one, element.replaces, said)


def _is_missing(one: Decision) -> bool:
    return one.stance in (Stance.WAIVED, Stance.LATER) or one.step is Rating.NOT_YET


def _missing_ground(one: Decision, needs: Sequence[str], said: Decisions) -> Iterator[Implication]:
    for need in needs:
        if is_said(said, need, Stance.WAIVED, Stance.LATER) and not stands(said, need):
            words = sentence(
                "“{element}” is taken up, and leans on what is not: “{need}”.",
                element=one.name,
                need=LIBRARY[need].name,
            )
            yield _about(one, words, sentence("Take up what it leans on, or adapt it so that it stands by itself."))


def _twice(one: Decision, replaces: Sequence[str], said: Decisions) -> Iterator[Implication]:
    for other in replaces:
        if is_said(said, other, Stance.AS_WRITTEN, Stance.ADAPTED):
            words = sentence(
                "“{element}” is offered in the place of another that is taken up too: “{other}”.",
                element=one.name, other=LIBRARY[other].name,
            )  # fmt: skip
            yield _about(one, words, sentence("Say how they go together, or let one of them go."))


def _about(one: Decision, words: Sentence, reason: Sentence) -> Implication:
    return Implication(words, reason, "element", one.element_id)
