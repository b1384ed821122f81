"""The table of what follows where choices and the state of a community meet.

Each rule names an element, when something follows, what follows and why, and where to look. A sentence names what
cannot be done, or not well, as things stand; none is a score or a verdict on people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from groundswell.core.sentences import Sentence, sentence
from groundswell.core.specification.decisions import Decision
from groundswell.core.specification.elements import alternatives_to
from groundswell.core.specification.state import CommunityState
from groundswell.core.specification.words import Stance

Decisions = Mapping[str, Decision]
Follows = Callable[[Decisions, CommunityState], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    id: str
    element_id: str
    follows: Follows
    words: Sentence
    reason: Sentence
    link: str


def is_said(decisions: Decisions, element_id: str, *stances: Stance) -> bool:
    """True where this was decided about the element."""
    found = decisions.get(element_id)
    return found is not None and found.stance in stances


def stands(decisions: Decisions, *element_ids: str) -> bool:
    """True where the community works by one of these, or by an alternative to it."""
    return any(
        (found := decisions.get(name)) is not None and found.is_taken_up
        for element_id in element_ids
        for name in (element_id, *(one.id for one in alternatives_to(element_id)))
    )


def _waived(element_id: str) -> Follows:
    """Waived, or postponed, and nothing stands in its place."""
    return lambda said, _: is_said(said, element_id, Stance.WAIVED, Stance.LATER) and not stands(said, element_id)


def _taken_up(element_id: str, also: Callable[[CommunityState], bool]) -> Follows:
    return lambda said, state: is_said(said, element_id, Stance.AS_WRITTEN, Stance.ADAPTED) and also(state)


RULES: tuple[Rule, ...] = (
    Rule(
        "no-result",
        "common-agenda",
        lambda said, state: state.results == 0 and stands(said, "common-agenda", "population-conditions"),
        sentence("Nothing says yet what the work is for: no result has been written down."),
        sentence("A common agenda begins with a condition of well-being that everybody means alike."),
        "results",
    ),
    Rule(
        "agenda-waived",
        "common-agenda",
        _waived("common-agenda"),
        sentence("Partners may work toward different ends without noticing: there is no common agenda."),
        sentence("Strategies, measures and links all lean on a result that everybody means alike."),
        "results",
    ),
    Rule(
        "nothing-shared",
        "shared-measurement",
        lambda said, state: (
            state.programs > 1
            and state.measures_shared == 0
            and not is_said(said, "shared-measurement", Stance.WAIVED, Stance.LATER)
        ),
        sentence("No common measures yet: what programs contribute cannot be compared."),
        sentence("No measure is adopted by two programs or more."),
        "measures",
    ),
    Rule(
        "measurement-waived",
        "shared-measurement",
        _waived("shared-measurement"),
        sentence("Contribution can still be computed from links, but each program will be measured in its own way."),
        sentence("Shared measurement is left out, so figures of two programs may not mean the same."),
        "contribution",
    ),
    Rule(
        "nothing-linked",
        "reinforcing-activities",
        lambda said, state: (
            state.programs > 0 and state.indicators > 0 and state.links == 0
        ),
        sentence("No program is linked to an indicator yet: contribution cannot be computed."),
        sentence("A link says whom a program reaches of those whom the indicator is about, and what it changes."),
        "contribution",
    ),
    Rule(
        "activities-waived",
        "reinforcing-activities",
        _waived("reinforcing-activities"),
        sentence("Nobody looks for gaps and overlaps between programs."),
        sentence("Mutually reinforcing activities are left out, so each program plans by itself."),
        "contribution",
    ),
    Rule(
        "nobody-answered",
        "continuous-communication",
        _taken_up(
            "continuous-communication", lambda state: bool(state.partnerships) and state.partnerships_answered == 0
        ),
        sentence("How partners work together is not known yet: nothing that partners said can be read here."),
        sentence("Partnerships are named, but no answers of theirs may be read by you."),
        "partners",
    ),
    Rule(
        "no-partnerships",
        "continuous-communication",
        _taken_up("continuous-communication", lambda state: state.partnerships == 0),
        sentence("Who works with whom is not written down yet."),
        sentence("Continuous communication is taken up, and no partnership is named."),
        "partners",
    ),
    Rule(
        "communication-waived",
        "continuous-communication",
        _waived("continuous-communication"),
        sentence("Partners will hear of one another's changes late, or not at all."),
        sentence("Continuous communication is left out, and nothing is offered in its place."),
        "partners",
    ),
    Rule(
        "backbone-waived",
        "backbone-support",
        _waived("backbone-support"),
        sentence("Somebody still has to keep the rhythm: meetings, data and follow-up have no owner."),
        sentence("Backbone support is left out, and nothing is offered in its place."),
        "element",
    ),
    Rule(
        "no-backbone",
        "backbone-support",
        _taken_up("backbone-support", lambda state: state.backbones == 0),
        sentence("Backbone support is taken up, and no organization is named as the backbone."),
        sentence("No organization has the role of backbone."),
        "element",
    ),
    Rule(
        "no-baseline",
        "population-standing",
        lambda said, state: (
            state.indicators > 0
            and state.indicators_with_baselines == 0
            and stands(said, "population-standing", "gateway-emerging-evidence", "gateway-proof", "shared-measurement")
        ),
        sentence("Whether a curve turns cannot be judged: no indicator has a frozen baseline."),
        sentence("Better and worse are told from where a curve was heading before the work began."),
        "results",
    ),
    Rule(
        "no-groups",
        "gateway-emerging-vision",
        lambda said, state: (
            state.indicators > 0
            and state.indicators_by_group == 0
            and stands(said, "gateway-emerging-vision", "equity-context", "equity-definition")
        ),
        sentence("Whom the work leaves behind cannot be seen: no indicator has figures by group."),
        sentence("An average can rise while a group falls."),
        "results",
    ),
    Rule(
        "no-networks",
        "gateway-emerging-action",
        _taken_up("gateway-emerging-action", lambda state: state.networks == 0),
        sentence("No network of providers acts around an indicator yet."),
        sentence("The gateway asks for one around each indicator that comes first."),
        "networks",
    ),
    Rule(
        "nobody-speaks-for-anybody",
        "component-governance",
        lambda said, state: (
            stands(said, "component-governance", "gateway-exploring-vision", "common-agenda")
            and state.mandates_formal == 0
        ),
        sentence("Nobody at the table formally speaks for anybody: what is agreed there binds no one yet."),
        sentence("No formal mandate is recorded."),
        "mandates",
    ),
    Rule(
        "nobody-can-commit",
        "gateway-sustaining-investment",
        lambda said, state: (
            stands(said, "gateway-sustaining-investment", "reinforcing-activities", "equity-systems")
            and bool(state.mandates_formal)
            and state.mandates_that_can_commit == 0
        ),
        sentence("Nobody at the table can commit what the strategies need."),
        sentence("No mandate says that priorities, resources or practices can be committed."),
        "mandates",
    ),
    Rule(
        "nothing-pledged",
        "population-action",
        lambda said, state: (
            stands(said, "population-action", "gateway-sustaining-investment", "phase-implement")
            and state.commitments == 0
        ),
        sentence("Nothing has been pledged yet toward what the strategies need."),
        sentence("No commitment is recorded."),
        "commitments",
    ),
    Rule(
        "pledges-due",
        "population-action",
        lambda said, state: bool(state.commitments_due),
        sentence("Promises wait for word: their day has passed, and nobody has said what became of them."),
        sentence("A promise that nobody asks after teaches that promises are for meetings."),
        "commitments",
    ),
)  # fmt: skip
