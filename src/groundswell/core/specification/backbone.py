"""The six things that a backbone does for all partners, after Turner, Merchant, Kania and Martin."""

from groundswell.core.sentences import sentence
from groundswell.core.specification.element import Element
from groundswell.core.specification.frameworks import Family

_FAMILY, _SOURCE = Family.BACKBONE, "Turner, Merchant, Kania and Martin 2012"
_NEEDS = ("backbone-support",)

BACKBONE = (
    Element(
        "backbone-vision",
        _FAMILY,
        sentence("Guide vision and strategy"),
        sentence("The backbone keeps the common agenda in view, and brings partners back to it when they drift."),
        sentence("An agenda that nobody looks after is a poster after a year."),
        sentence("When strategies were last gone over together, and what was changed."),
        _SOURCE,
        needs=(*_NEEDS, "common-agenda"),
    ),
    Element(
        "backbone-activities",
        _FAMILY,
        sentence("Support aligned activities"),
        sentence("The backbone convenes partners, finds who could work together, and clears what stands in the way."),
        sentence("Each partner sees its own part; somebody has to see what lies between them."),
        sentence("Partnerships and commitments that came about at the table, and what became of them."),
        _SOURCE,
        needs=(*_NEEDS, "reinforcing-activities"),
    ),
    Element(
        "backbone-measurement",
        _FAMILY,
        sentence("Set up shared measurement"),
        sentence("The backbone sees to it that data is collected, checked, understood and used by all partners."),
        sentence("Data that partners cannot trust or read is gathered for nobody."),
        sentence("Shared measures with an owner, reports that come in, and partners who ask for them."),
        _SOURCE,
        needs=(*_NEEDS, "shared-measurement"),
    ),
    Element(
        "backbone-public-will",
        _FAMILY,
        sentence("Build public will"),
        sentence("The backbone helps residents and leaders to see why it matters and what they can do."),
        sentence("What the public does not ask for is the first to be cut."),
        sentence("A public page of results, and people beyond the table who speak of them."),
        _SOURCE,
        needs=_NEEDS,
    ),
    Element(
        "backbone-policy",
        _FAMILY,
        sentence("Advance policy"),
        sentence("The backbone brings what partners have learned to those who make rules and budgets."),
        sentence("Some curves are bent by a rule and not by any number of programs."),
        sentence("A list of rules that stand in the way, who was spoken to, and what changed."),
        _SOURCE,
        needs=_NEEDS,
    ),
    Element(
        "backbone-funding",
        _FAMILY,
        sentence("Mobilize funding"),
        sentence("The backbone brings money to the work of all, and helps funders to line up behind it."),
        sentence("Grants given one by one reward what each does alone."),
        sentence("Grants toward shared strategies, and funders who let their reports be the same one."),
        _SOURCE,
        needs=_NEEDS,
    ),
)
