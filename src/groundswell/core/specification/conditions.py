"""The five conditions of collective impact, and the three things to have before one begins.

After Kania and Kramer, who described the conditions, and Hanleybrown, Kania and Kramer, who added what comes before.
"""

from groundswell.core.sentences import sentence
from groundswell.core.specification.element import Element
from groundswell.core.specification.frameworks import Family

_CONDITIONS, _BEFORE = Family.CONDITIONS, Family.PRECONDITIONS
FIRST, SECOND = "Kania and Kramer 2011", "Hanleybrown, Kania and Kramer 2012"

CONDITIONS = (
    Element(
        "common-agenda",
        _CONDITIONS,
        sentence("Common agenda"),
        sentence(
            "Everybody at the table means the same change: which result, for whom, by what understanding of the "
            "problem, and by which strategies."
        ),
        sentence("Partners who use the same word for different ends pull in different directions, and find out late."),
        sentence("A result in plain words, its indicators and targets, and a record of who agreed to them and when."),
        FIRST,
    ),
    Element(
        "shared-measurement",
        _CONDITIONS,
        sentence("Shared measurement"),
        sentence(
            "Progress is told by a short list of the same measures, defined alike and collected alike by everybody "
            "who serves the same people."
        ),
        sentence("What each partner counts in its own way cannot be laid side by side, and nobody learns from it."),
        sentence("Measures that two programs or more have adopted, with values, and a definition that stays put."),
        FIRST,
        needs=("common-agenda",),
    ),
    Element(
        "reinforcing-activities",
        _CONDITIONS,
        sentence("Mutually reinforcing activities"),
        sentence("Each partner does what it is best at, in a way that fits what the others do toward the same result."),
        sentence("Many good programs side by side still leave gaps, and crowd the same few people."),
        sentence("Strategies with programs under them, links from programs to indicators, and gaps that are named."),
        FIRST,
        needs=("common-agenda",),
    ),
    Element(
        "continuous-communication",
        _CONDITIONS,
        sentence("Continuous communication"),
        sentence("The same people meet often, with data on the table, and speak openly between meetings."),
        sentence("Trust grows by seeing one another keep their word, over years, and not by a report."),
        sentence("A rhythm of meetings that is kept, notes that everybody can read, and partners who answer."),
        FIRST,
    ),
    Element(
        "backbone-support",
        _CONDITIONS,
        sentence("Backbone support"),
        sentence("Somebody whose work it is, with time and skill, holds the whole together for all partners."),
        sentence("Coordination takes hours that no program has to spare; what is everybody's task is done by nobody."),
        sentence("A backbone organization that is named, with staff and money for it, and partners who call on it."),
        FIRST,
    ),
)

PRECONDITIONS = (
    Element(
        "influential-champion",
        _BEFORE,
        sentence("An influential champion"),
        sentence("One person, or a few, can bring leaders of several sectors to one table and keep them there."),
        sentence("Without somebody whom others follow, those who could decide send somebody who cannot."),
        sentence("Who they are, and who came to the table because they called."),
        SECOND,
    ),
    Element(
        "adequate-funding",
        _BEFORE,
        sentence("Enough money to last"),
        sentence("There is money for two or three years at least, with one funder who stays and draws in others."),
        sentence("Preparing takes longer than a grant, and partners leave a table whose lights may go out."),
        sentence("Grants to the backbone, with their last day, and what is promised after it."),
        SECOND,
    ),
    Element(
        "sense-of-urgency",
        _BEFORE,
        sentence("Urgency for change"),
        sentence("Enough people feel that it cannot go on like this, or that the moment is now."),
        sentence("A problem that everybody is used to brings nobody to give up a habit or a budget."),
        sentence("What made it urgent: a number that was published, a loss, a law, a voice that was heard."),
        SECOND,
    ),
)
