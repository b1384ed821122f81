"""The library of elements: everything that the frameworks ask for, family by family, and bundles to begin with.

The library is an offer. A community's own version says of each element what it does with it, and may add elements of
its own, whose ids are not found here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from groundswell.core.sentences import sentence
from groundswell.core.specification.backbone import BACKBONE
from groundswell.core.specification.conditions import CONDITIONS, PRECONDITIONS
from groundswell.core.specification.element import Element
from groundswell.core.specification.frameworks import FAMILIES, FRAMEWORKS, Family
from groundswell.core.specification.gateways import GATEWAYS
from groundswell.core.specification.phases import PHASES
from groundswell.core.specification.questions import PERFORMANCE_QUESTIONS, POPULATION_QUESTIONS
from groundswell.core.specification.shifts import PRACTICES, SHIFTS

_ALL = (
    *(*CONDITIONS, *PRECONDITIONS, *BACKBONE, *PHASES, *GATEWAYS),
    *(*POPULATION_QUESTIONS, *PERFORMANCE_QUESTIONS, *SHIFTS, *PRACTICES),
)
LIBRARY: Mapping[str, Element] = {one.id: one for one in _ALL}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Families of elements that can be taken up at once."""

    id: str
    name: str
    families: tuple[Family, ...]

    @property
    def elements(self) -> tuple[Element, ...]:
        """What it holds, without what is only offered in the place of another element that it holds."""
        held = [one for one in LIBRARY.values() if one.family in self.families]
        names = {one.id for one in held}
        return tuple(one for one in held if not names.intersection(one.replaces))


_SHORT = (
    Bundle("five-conditions", sentence("The five conditions only"), (Family.CONDITIONS,)),
    Bundle("conditions-and-backbone", sentence("Conditions and backbone"), (Family.CONDITIONS, Family.BACKBONE)),
)
BUNDLES: Mapping[str, Bundle] = {
    one.id: one
    for one in (
        *_SHORT,
        *(Bundle(each.id, each.name, each.families) for each in FRAMEWORKS.values() if each.id != "oba"),
        Bundle("everything", sentence("Everything"), tuple(one for one in Family if one is not Family.SHIFTS)),
    )
}


def family_of(element_id: str, condition: str = "") -> Family | None:
    """Where an element belongs: the library says, or else the condition that a community wrote beside its own.

    >>> family_of("common-agenda"), family_of("youth-council", "Shared measurement"), family_of("youth-council")
    (<Family.CONDITIONS: 'conditions'>, <Family.CONDITIONS: 'conditions'>, None)
    """
    if element_id in LIBRARY:
        return LIBRARY[element_id].family
    said = condition.strip().casefold()
    named = next((one.family for one in _ALL if said in (one.id, one.name.casefold())), None)
    return named or next((one for one, words in FAMILIES.items() if said in (one.value, words.casefold())), None)


def alternatives_to(element_id: str) -> tuple[Element, ...]:
    """What later authors would put in an element's place."""
    return tuple(one for one in _ALL if element_id in one.replaces)
