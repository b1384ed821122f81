"""The phases that an initiative goes through, and the four threads that run through all of them.

After Hanleybrown, Kania and Kramer, with the two phases that later guides by FSG set before and between. People go
round them more than once: a phase says what is asked now, not how far somebody has come.
"""

from groundswell.core.sentences import sentence
from groundswell.core.specification.element import Element
from groundswell.core.specification.frameworks import Family

_FAMILY = Family.PHASES
_FIRST, _LATER = "Hanleybrown, Kania and Kramer 2012", "FSG 2013"

PHASES = (
    Element(
        "phase-readiness",
        _FAMILY,
        sentence("Phase: see whether it is time"),
        sentence("Before anything begins, people ask whether this is the right way, here, now, for this problem."),
        sentence("Some problems want a single program, or a coalition that stands already."),
        sentence("What was asked, who was asked, and why the answer was yes."),
        _LATER,
        needs=("influential-champion", "adequate-funding", "sense-of-urgency"),
    ),
    Element(
        "phase-initiate",
        _FAMILY,
        sentence("Phase: begin to act"),
        sentence("Those who have a part are found, what is known is gathered, and a first group takes it in hand."),
        sentence("A picture of who does what, and of how things are, comes before any plan."),
        sentence("A baseline of the problem, and a list of who has a part to play."),
        _FIRST,
    ),
    Element(
        "phase-organize",
        _FAMILY,
        sentence("Phase: organize"),
        sentence("Partners agree on the agenda and the measures, build the backbone, and form working groups."),
        sentence("People who have not agreed what they want cannot line up what they do."),
        sentence("An agreed agenda, measures with definitions, and groups with names in them."),
        _FIRST,
        needs=("common-agenda", "backbone-support"),
    ),
    Element(
        "phase-implement",
        _FAMILY,
        sentence("Phase: put it to work"),
        sentence("Working groups carry out the first strategies, and the first shared data comes in."),
        sentence("Early, small and visible work keeps people at the table until the curve can move."),
        sentence("Actions under way with owners, and the first values of shared measures."),
        _LATER,
        needs=("reinforcing-activities",),
    ),
    Element(
        "phase-sustain",
        _FAMILY,
        sentence("Phase: keep going, and change course"),
        sentence("Data is read together, what does not help is dropped, and the work outlives those who began it."),
        sentence("Curves of whole populations take years, and nobody guesses the right strategies at once."),
        sentence("Strategies that were changed after data was read, and people at the table who came later."),
        _FIRST,
        needs=("shared-measurement", "continuous-communication"),
    ),
    Element(
        "component-governance",
        _FAMILY,
        sentence("Thread: governance and infrastructure"),
        sentence("It is clear who decides what, by which structure, and with which staff, tools and money."),
        sentence("Where nobody knows who decides, whoever pays decides."),
        sentence("A page that says who decides what, and mandates that name who speaks for whom."),
        _FIRST,
    ),
    Element(
        "component-planning",
        _FAMILY,
        sentence("Thread: strategic planning"),
        sentence("From the problem to goals to strategies to actions, one plan that is gone over again and again."),
        sentence("A plan that is never opened is a history of what people once thought."),
        sentence("Strategies under results, actions with days, and when they were last gone over."),
        _FIRST,
        needs=("common-agenda",),
    ),
    Element(
        "component-involvement",
        _FAMILY,
        sentence("Thread: community involvement"),
        sentence("Those whose lives the result is about take part in deciding, from the first day."),
        sentence("What is decided about people without them fits them badly, and they know it."),
        sentence("Who of them sits where, what they changed, and how they heard what came of it."),
        _FIRST,
    ),
    Element(
        "component-evaluation",
        _FAMILY,
        sentence("Thread: evaluation and improvement"),
        sentence("How the work goes is looked at while it goes, so that the next step can be a better one."),
        sentence("Learning at the end of a grant comes too late for the people it was for."),
        sentence("What was looked at, how often, and what was done differently afterward."),
        _FIRST,
        needs=("shared-measurement",),
    ),
)
