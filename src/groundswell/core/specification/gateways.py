"""Gateways: what to have in place, stage by stage, on four pillars; and a last one where most curves move.

After the theory of action of StriveTogether. A community passes a gateway when it can show each of its four, and may
fall back: the stages describe quality, not merit.
"""

from groundswell.core.sentences import sentence
from groundswell.core.specification.element import Element
from groundswell.core.specification.frameworks import Family

_FAMILY, _SOURCE = Family.GATEWAYS, "StriveTogether 2013 to 2019"

EXPLORING = (
    Element(
        "gateway-exploring-vision",
        _FAMILY,
        sentence("Exploring: a shared vision"),
        sentence("Leaders of several sectors have named the place and the vision, and how they answer to one another."),
        sentence("A table without edges cannot say for whom it works."),
        sentence("A place, a purpose, who sits at the table, and words that all of them use."),
        _SOURCE,
        needs=("common-agenda",),
    ),
    Element(
        "gateway-exploring-evidence",
        _FAMILY,
        sentence("Exploring: outcomes chosen"),
        sentence("The table has chosen the outcomes, and the core indicators, that it will answer for in public."),
        sentence("What is chosen in public is harder to forget."),
        sentence("Results and headline indicators, published."),
        _SOURCE,
        needs=("gateway-exploring-vision",),
    ),
    Element(
        "gateway-exploring-action",
        _FAMILY,
        sentence("Exploring: a promise to keep improving"),
        sentence("Partners have promised to use data to get better, and not to prove a point."),
        sentence("Whoever fears the data will not bring it."),
        sentence("The promise in writing, and what nobody will be punished for."),
        _SOURCE,
    ),
    Element(
        "gateway-exploring-investment",
        _FAMILY,
        sentence("Exploring: a home and people for it"),
        sentence("An organization houses the work, somebody has time for it every day, and funders are at the table."),
        sentence("Volunteers can begin it; they cannot carry it."),
        sentence("The backbone, its staff, and the first grants."),
        _SOURCE,
        needs=("backbone-support",),
    ),
)
EMERGING = (
    Element(
        "gateway-emerging-vision",
        _FAMILY,
        sentence("Emerging: a public baseline, group by group"),
        sentence("A report that everybody can read shows where each outcome stands, also group by group."),
        sentence("An average hides whom the work is for."),
        sentence("A published baseline with figures by group."),
        _SOURCE,
        needs=("gateway-exploring-evidence",),
    ),
    Element(
        "gateway-emerging-evidence",
        _FAMILY,
        sentence("Emerging: a few come first"),
        sentence("Baselines are collected and split by group, and the table has said which few come first."),
        sentence("Who works on everything moves nothing."),
        sentence("Frozen baselines, and headline indicators that were put in order."),
        _SOURCE,
        needs=("gateway-exploring-evidence",),
    ),
    Element(
        "gateway-emerging-action",
        _FAMILY,
        sentence("Emerging: a network for each"),
        sentence("Around each of those indicators a network of providers acts together."),
        sentence("An indicator that belongs to everybody belongs to nobody until a group takes it."),
        sentence("Networks of providers, each with the indicator that it works on."),
        _SOURCE,
        needs=("gateway-emerging-evidence", "reinforcing-activities"),
    ),
    Element(
        "gateway-emerging-investment",
        _FAMILY,
        sentence("Emerging: capacity that is paid for"),
        sentence(
            "There are people for management, data, facilitation, communication and engagement, and partners pay."
        ),
        sentence("Networks that nobody facilitates meet twice."),
        sentence("Who does which of these, and who pays for it until when."),
        _SOURCE,
        needs=("gateway-exploring-investment",),
    ),
)
SUSTAINING = (
    Element(
        "gateway-sustaining-vision",
        _FAMILY,
        sentence("Sustaining: the structure is lived"),
        sentence("The table works as it said it would, reports each year, and speaks with one voice."),
        sentence("A structure on paper is tested by the first hard year."),
        sentence("Yearly reports, minutes, and the same words in different mouths."),
        _SOURCE,
        needs=("gateway-emerging-vision", "continuous-communication"),
    ),
    Element(
        "gateway-sustaining-evidence",
        _FAMILY,
        sentence("Sustaining: data flows"),
        sentence("Data goes between partners as a matter of course, and indicators are refined by what was learned."),
        sentence("Data that comes once a year explains the last year."),
        sentence("Submissions that come in on time, and definitions with versions."),
        _SOURCE,
        needs=("gateway-emerging-evidence", "shared-measurement"),
    ),
    Element(
        "gateway-sustaining-action",
        _FAMILY,
        sentence("Sustaining: networks improve"),
        sentence("Networks work by charters and plans, try small changes, and bring what stops them to leaders."),
        sentence("What a network cannot lift itself has to reach somebody who can."),
        sentence("Plans and tries of each network, and what leaders did about what was brought to them."),
        _SOURCE,
        needs=("gateway-emerging-action",),
    ),
    Element(
        "gateway-sustaining-investment",
        _FAMILY,
        sentence("Sustaining: time, talent and money line up"),
        sentence("Partners shift staff, volunteers and budgets toward what was agreed, and share a policy agenda."),
        sentence("Commitments show in budgets, or nowhere."),
        sentence("Commitments that were kept, with what they were worth."),
        _SOURCE,
        needs=("gateway-emerging-investment",),
    ),
)
SYSTEMS = (
    Element(
        "gateway-systems-vision",
        _FAMILY,
        sentence("Systems change: the community answers together"),
        sentence("Leaders beyond the table hold themselves to the outcomes, whoever is in office."),
        sentence("What hangs on one leader ends with that leader."),
        sentence("Outcomes in the plans of agencies that do not sit at the table."),
        _SOURCE,
        needs=("gateway-sustaining-vision",),
    ),
    Element(
        "gateway-systems-evidence",
        _FAMILY,
        sentence("Systems change: data in daily use"),
        sentence("A whole system of data is used in the daily work of those who serve people."),
        sentence("Data helps whom it reaches while there is still time to act."),
        sentence("Who uses which data how often, by their own account."),
        _SOURCE,
        needs=("gateway-sustaining-evidence",),
    ),
    Element(
        "gateway-systems-action",
        _FAMILY,
        sentence("Systems change: solutions made together"),
        sentence("Those who live with the problem and those who serve them make the solutions together."),
        sentence("Rules change for good where both sides of the counter wrote them."),
        sentence("Practices and rules that changed, and who was in the room."),
        _SOURCE,
        needs=("gateway-sustaining-action", "component-involvement"),
    ),
    Element(
        "gateway-systems-investment",
        _FAMILY,
        sentence("Systems change: money follows what works"),
        sentence("Public and private money goes to strategies that evidence speaks for."),
        sentence("A pilot ends; a budget line stays."),
        sentence("Budgets that moved, from what to what, and why."),
        _SOURCE,
        needs=("gateway-sustaining-investment",),
    ),
)
PROOF = (
    Element(
        "gateway-proof",
        _FAMILY,
        sentence("Proof point: most curves move, gaps close"),
        sentence(
            "Most core indicators do better than where they were heading, gaps between groups close, and it stays."
        ),
        sentence("All the rest is there for this, and the work may be seen to have had a part in it."),
        sentence("Verdicts against frozen baselines, for everybody and by group."),
        _SOURCE,
        needs=("gateway-systems-evidence", "population-standing"),
    ),
)
GATEWAYS = (*EXPLORING, *EMERGING, *SUSTAINING, *SYSTEMS, *PROOF)
