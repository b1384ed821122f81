"""What later authors would put in the place of earlier elements: the shifts of 3.0, and a definition around equity.

After Cabaj and Weaver, and after Kania and colleagues, who looked back on ten years of their own words. An alternative
names what it stands in for, so that a community chooses with open eyes.
"""

from groundswell.core.sentences import sentence
from groundswell.core.specification.element import Element
from groundswell.core.specification.frameworks import Family

_SHIFTS, _PRACTICES = Family.SHIFTS, Family.PRACTICES
_THREE, _EQUITY = "Cabaj and Weaver 2016", "Kania and colleagues 2021"

SHIFTS = (
    Element(
        "shift-movement",
        _SHIFTS,
        sentence("A movement, and not only its management"),
        sentence("Leaders open the work to everybody who is moved by it, instead of running it from a few offices."),
        sentence("Institutions alone improve what they do; a movement asks whether they do the right thing."),
        sentence("People and groups who act toward the result without being asked or paid."),
        _THREE,
    ),
    Element(
        "shift-aspiration",
        _SHIFTS,
        sentence("Community aspiration"),
        sentence("The goal is one that residents hold as their own and that is large enough to need everybody."),
        sentence("An agenda that leaders agreed on can leave out those whom it is for."),
        sentence("How residents came to the goal, and who can say it without a paper."),
        _THREE,
        replaces=("common-agenda",),
    ),
    Element(
        "shift-learning",
        _SHIFTS,
        sentence("Strategic learning"),
        sentence("Partners learn in time from many kinds of evidence what to do next; measures are one part of it."),
        sentence("Building one system of measures can eat years in which nobody learns anything."),
        sentence("Questions that were asked, what was found, and what was done differently after that."),
        _THREE,
        replaces=("shared-measurement",),
    ),
    Element(
        "shift-leverage",
        _SHIFTS,
        sentence("Work where it moves most"),
        sentence("Partners put their weight where a small push changes much, even where it is not their usual work."),
        sentence("Fitting together what everybody does already can keep everything as it is."),
        sentence("Why these places were chosen, and what was left alone for them."),
        _THREE,
        needs=("shift-aspiration",),
        replaces=("reinforcing-activities",),
    ),
    Element(
        "shift-engagement",
        _SHIFTS,
        sentence("Inclusive engagement"),
        sentence("All who are touched by the problem take part in understanding and deciding, not only in being told."),
        sentence("Talk between partners, however steady, is still talk among partners."),
        sentence("Who takes part beside the institutions, in what, and what they turned around."),
        _THREE,
        replaces=("continuous-communication",),
    ),
    Element(
        "shift-container",
        _SHIFTS,
        sentence("A space that holds change"),
        sentence(
            "Hosts look after a space where people can face hard things, change their minds and trust one another."
        ),
        sentence("Managing a project well is not yet enough for people to change themselves."),
        sentence("How people describe the space, and which hard talk was possible in it."),
        _THREE,
        replaces=("backbone-support",),
    ),
)

PRACTICES = (
    Element(
        "equity-definition",
        _PRACTICES,
        sentence("A network that advances equity"),
        sentence(
            "Residents and organizations advance equity by learning together and lining up their actions, for the "
            "sake of the population and of the systems around it."
        ),
        sentence("An agenda that does not name whom the present order leaves behind serves those ahead first."),
        sentence("Whom the result names, which systems are to change, and who said so."),
        _EQUITY,
        replaces=("common-agenda",),
    ),
    Element(
        "equity-context",
        _PRACTICES,
        sentence("Data with its context, solutions that fit"),
        sentence(
            "Data is split by group and read with its history, and solutions are made for those who are far behind."
        ),
        sentence("The same for everybody keeps distances as they are."),
        sentence("Figures by group with the story behind, and strategies that name a group."),
        _EQUITY,
        needs=("population-standing",),
    ),
    Element(
        "equity-systems",
        _PRACTICES,
        sentence("Systems, and not only programs"),
        sentence("Partners change rules, flows of money, practices and habits of thought, beside their services."),
        sentence("A system produces the same outcomes again, however many programs mend them."),
        sentence("Commitments about priorities and practices, and what became of them."),
        _EQUITY,
    ),
    Element(
        "equity-power",
        _PRACTICES,
        sentence("Power that shifts"),
        sentence("Those who live with the problem come to decide about agendas, money and people, step by step."),
        sentence("Who sits at the table and cannot decide is a guest."),
        sentence("Who decides what today that they did not decide a year ago."),
        _EQUITY,
    ),
    Element(
        "equity-listening",
        _PRACTICES,
        sentence("Listen, and act on it"),
        sentence(
            "Partners listen to the community as a matter of course, act on what they hear, and tell what came of it."
        ),
        sentence("Being asked again and again without an answer teaches people to stay away."),
        sentence("What was heard, what was done, and how those who said it learned of it."),
        _EQUITY,
    ),
    Element(
        "equity-leadership",
        _PRACTICES,
        sentence("Leaders who look like the community, and answer to it"),
        sentence("Who leads comes from the people the work is for, and the table answers for equity in its own house."),
        sentence("What is asked of others is believed of those who ask it of themselves."),
        sentence("Who leads the backbone and the groups, and what the partners changed in their own rules."),
        _EQUITY,
    ),
)
