"""The questions of Results-Based Accountability, in our own words: seven of a population, seven of a program.

After Friedman. They are asked again and again, every step at every meeting, and never only once.
"""

from groundswell.core.sentences import sentence
from groundswell.core.specification.element import Element
from groundswell.core.specification.frameworks import Family

_POPULATION, _PERFORMANCE, _SOURCE = Family.POPULATION_QUESTIONS, Family.PERFORMANCE_QUESTIONS, "Friedman 2005"

POPULATION_QUESTIONS = (
    Element(
        "population-conditions",
        _POPULATION,
        sentence("What do we want for the people who live here?"),
        sentence("Conditions of well-being are said in plain words for a whole population, without a service in them."),
        sentence("A service is a means; whoever begins with it cannot see when it does not help."),
        sentence("Results with a population and a place."),
        _SOURCE,
    ),
    Element(
        "population-experience",
        _POPULATION,
        sentence("What would we see if we had it?"),
        sentence("People say how they would notice it in their own street: what they would see, hear and feel."),
        sentence("It shows whether everybody means the same, before anybody argues about numbers."),
        sentence("The experience of each result, in the words of residents."),
        _SOURCE,
        needs=("population-conditions",),
    ),
    Element(
        "population-measures",
        _POPULATION,
        sentence("How would we put numbers to it?"),
        sentence(
            "A few indicators stand for each result, chosen for what they say to people and how good their data is."
        ),
        sentence("Fifty indicators are an almanac; three can be remembered, and worked on."),
        sentence("Headline indicators with ratings, and a list of data that is still to be found."),
        _SOURCE,
        needs=("population-conditions",),
    ),
    Element(
        "population-standing",
        _POPULATION,
        sentence("How are we doing on the most important of them?"),
        sentence(
            "Each headline indicator has its history, a forecast of where it goes if nothing changes, its "
            "differences between groups, and the story behind it."
        ),
        sentence("Better and worse are judged against where it was heading, and for everybody, not on average alone."),
        sentence("Frozen baselines, figures by group, and stories that are dated."),
        _SOURCE,
        needs=("population-measures",),
    ),
    Element(
        "population-partners",
        _POPULATION,
        sentence("Who has a part to play?"),
        sentence("Public and private, paid and unpaid, those at the table and those who are missing."),
        sentence("No one agency can answer for a whole population."),
        sentence("Organizations and what they do, and who is still to be asked."),
        _SOURCE,
    ),
    Element(
        "population-what-works",
        _POPULATION,
        sentence("What would do better?"),
        sentence(
            "What research, practice and common sense suggest, with at least one idea that costs next to nothing."
        ),
        sentence("Where only funded ideas count, nothing happens until the next grant."),
        sentence("Ideas with their evidence, and the ones that need no money marked."),
        _SOURCE,
        needs=("population-standing",),
    ),
    Element(
        "population-action",
        _POPULATION,
        sentence("What will we do?"),
        sentence("Who does what by when at what price, for the ideas that are concrete, strong, fitting and feasible."),
        sentence("A meeting that ends without a name and a day has decided nothing."),
        sentence("Strategies, actions and commitments, each with an owner and a day."),
        _SOURCE,
        needs=("population-partners", "population-what-works"),
    ),
)

PERFORMANCE_QUESTIONS = (
    Element(
        "performance-customers",
        _PERFORMANCE,
        sentence("Whom do we serve?"),
        sentence("A program says who its customers are, and knows how many it has."),
        sentence("A program answers for the people it serves, and not for everybody in the city."),
        sentence("Customers named for each program, and people counted once."),
        _SOURCE,
    ),
    Element(
        "performance-better-off",
        _PERFORMANCE,
        sentence("How would we know that they are better off?"),
        sentence("A measure of what changed for them: what they know, think, do, or how they live."),
        sentence("It matters most, and a program has the least hold on it: so it is talked about first."),
        sentence("Measures of what difference, as a number and as a share of those served."),
        _SOURCE,
        needs=("performance-customers",),
    ),
    Element(
        "performance-delivery",
        _PERFORMANCE,
        sentence("How would we know that we serve them well?"),
        sentence("Measures of how well the service is given: in time, to the end, with respect, by people who can."),
        sentence("It is what a program can change by next month."),
        sentence("Measures of how well, with values that come in."),
        _SOURCE,
        needs=("performance-customers",),
    ),
    Element(
        "performance-standing",
        _PERFORMANCE,
        sentence("How is the program doing on the most important of them?"),
        sentence("Three to five headline measures with their history, where they are heading, and the story behind."),
        sentence("A number without its history invites praise or blame, and no thought."),
        sentence("Headline measures chosen, and reports with something said about them."),
        _SOURCE,
        needs=("performance-better-off", "performance-delivery"),
    ),
    Element(
        "performance-partners",
        _PERFORMANCE,
        sentence("Who can help the program do better?"),
        sentence("Those inside and outside the agency whose help the program needs."),
        sentence("Much of what holds customers back lies outside the program's own rooms."),
        sentence("Partnerships of the program's organization, and what they are for."),
        _SOURCE,
    ),
    Element(
        "performance-what-works",
        _PERFORMANCE,
        sentence("What would work better, even without money?"),
        sentence(
            "What the program could try, from research, from others like it, and from its own staff and customers."
        ),
        sentence("Those nearest to the work know what stands in the way."),
        sentence("Ideas in the program's stories, with what became of them."),
        _SOURCE,
        needs=("performance-standing",),
    ),
    Element(
        "performance-action",
        _PERFORMANCE,
        sentence("What will the program do?"),
        sentence("What is done next, by whom, until when, and when the questions are asked again."),
        sentence("The questions help by being asked every month or quarter, by everybody who leads anybody."),
        sentence("Proposed actions in each report, and what was done since the last."),
        _SOURCE,
        needs=("performance-what-works",),
    ),
)
