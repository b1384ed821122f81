"""The frameworks that communities say they work by, and which families of elements each of them brings.

A community names its framework in community.yaml, by one of these ids or in words of its own. A framework only says
where to begin: each element that it brings is then taken up, adapted, waived or postponed by the community itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from groundswell.core.sentences import sentence


class Family(StrEnum):
    """What elements belong together, in the order in which they are shown."""

    CONDITIONS = "conditions"
    PRECONDITIONS = "preconditions"
    BACKBONE = "backbone"
    PHASES = "phases"
    GATEWAYS = "gateways"
    POPULATION_QUESTIONS = "population-questions"
    PERFORMANCE_QUESTIONS = "performance-questions"
    SHIFTS = "shifts"
    PRACTICES = "practices"


FAMILIES: Mapping[Family, str] = {
    Family.CONDITIONS: sentence("The five conditions"),
    Family.PRECONDITIONS: sentence("The three preconditions"),
    Family.BACKBONE: sentence("What a backbone does"),
    Family.PHASES: sentence("Phases, and what runs through them"),
    Family.GATEWAYS: sentence("Gateways"),
    Family.POPULATION_QUESTIONS: sentence("Seven questions about a population"),
    Family.PERFORMANCE_QUESTIONS: sentence("Seven questions about a program"),
    Family.SHIFTS: sentence("The six shifts of 3.0"),
    Family.PRACTICES: sentence("The five practices that center equity"),
}


@dataclass(frozen=True, slots=True)
class Framework:
    """A published way of working: its id in community.yaml, its name, what it brings, where it is set out."""

    id: str
    name: str
    families: tuple[Family, ...]
    source: str


_QUESTIONS = (Family.POPULATION_QUESTIONS, Family.PERFORMANCE_QUESTIONS)
_COMMON = (Family.PRECONDITIONS, Family.BACKBONE, Family.PHASES)

FRAMEWORKS: Mapping[str, Framework] = {
    one.id: one
    for one in (
        Framework("rba", sentence("Results-Based Accountability"), _QUESTIONS, "Friedman 2005"),
        Framework("oba", sentence("Outcome-Based Accountability"), _QUESTIONS, "Friedman 2005"),
        Framework(
            "collective-impact",
            sentence("Collective Impact"),
            (Family.CONDITIONS, *_COMMON, Family.GATEWAYS),
            "Kania and Kramer 2011; Hanleybrown, Kania and Kramer 2012",
        ),
        Framework(
            "collective-impact-3",
            sentence("Collective Impact 3.0"),
            (Family.SHIFTS, Family.PRECONDITIONS, Family.PHASES),
            "Cabaj and Weaver 2016",
        ),
    )
}


def framework_named(said: str) -> Framework | None:
    """The framework that a community's own words mean; None where they are words of its own, or blank.

    >>> framework_named("Collective Impact").id, framework_named("our compact")
    ('collective-impact', None)
    """
    words = said.strip().casefold()
    return next((one for one in FRAMEWORKS.values() if words in (one.id, one.name.casefold())), None)
