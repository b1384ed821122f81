"""What each kind of object is called, what belongs there, and an example: the words of lists and empty states."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind in the plural and in the singular, the button that begins one, and what it is in a sentence or two."""

    plural: Words
    singular: Words
    make: Words
    what: Words
    example: Words = ""


KINDS: dict[str, KindWords] = {
    "community": KindWords(
        _("Community"),
        _("Community"),
        _("Make a community"),
        _("What the community is called, what it is for, and how its numbers are read."),
    ),
    "places": KindWords(
        _("Places"),
        _("Place"),
        _("Add a place"),
        _("Where people live, as they speak of it: the city, its neighborhoods, its school districts."),
        _("Elmwood, a city; Hill, a neighborhood within it."),
    ),
    "groups": KindWords(
        _("Groups"),
        _("Group"),
        _("Add a group"),
        _("People who share something that numbers are published for: an age, a language, a race or ethnicity."),
        _("English learners, in the dimension “language”."),
    ),
    "organizations": KindWords(
        _("Organizations"),
        _("Organization"),
        _("Add an organization"),
        _("Who works in the community: the backbone, providers, funders, those who publish data."),
        _("Elmwood Library, a provider."),
    ),
    "results": KindWords(
        _("Results"),
        _("Result"),
        _("Add a result"),
        _(
            "A result is a condition of well-being of a whole population, in words a neighbor would use. It names no "
            "service, no increase and no number."
        ),
        _("Children enter school ready to learn."),
    ),
    "indicators": KindWords(
        _("Indicators"),
        _("Indicator"),
        _("Add an indicator"),
        _(
            "An indicator is a number that stands for a result. Choose the few that would tell a neighbor how we "
            "are doing."
        ),
        _("Children ready for kindergarten, in percent; higher is better."),
    ),
    "strategies": KindWords(
        _("Strategies"),
        _("Strategy"),
        _("Add a strategy"),
        _("What partners do together toward a result; programs carry it out."),
        _("Every child reads with a grown-up every day: home visits, story hours, tutoring."),
    ),
    "programs": KindWords(
        _("Programs"),
        _("Program"),
        _("Add a program"),
        _("A service of an organization: for whom, where, and toward which strategies."),
        _("Home visiting, of the Valley Family Center, for families with a newborn."),
    ),
    "measures": KindWords(
        _("Measures"),
        _("Measure"),
        _("Add a measure"),
        _(
            "The shared library: what a program answers by. How many people it served, how well it did, what "
            "difference it made. Programs adopt measures from here, so that they can learn from one another."
        ),
        _("Families who had at least twelve visits in a year, in percent of those enrolled: how well."),
    ),
    "framework": KindWords(
        _("Elements of your framework"),
        _("Element of your framework"),
        _("Add an element of your own"),
        _(
            "What you take up of collective impact or of results-based accountability, what you change, leave out or "
            "put off, and why. Take up the library’s elements on the page of the agenda; add here what is your own."
        ),
        _("Young people decide about a tenth of the money, every year."),
    ),
    "purposes": KindWords(
        _("Purposes of partnerships"),
        _("Purpose"),
        _("Add a purpose"),
        _("The stairsteps: what a partnership is for. It says nothing of how far two organizations are bound."),
        _("Consolidated Services Network: several providers act as one system, with one way in."),
    ),
    "grants": KindWords(
        _("Grants"),
        _("Grant"),
        _("Add a grant"),
        _(
            "Money from a funder to an organization, for some of its programs. A funder reads how the programs are "
            "doing that its grants reach. Whoever reads the community reads its grants: leave out an amount that is "
            "not public."
        ),
        _("From the Riverbend Fund to the Valley Family Center, for home visiting, 2025 to 2027."),
    ),
    "networks": KindWords(
        _("Networks of providers"),
        _("Network of providers"),
        _("Add a network of providers"),
        _(
            "Several providers that act as one system: people come in by any door, all answer by the same measures, "
            "and plan together."
        ),
        _("Family First: the Valley Family Center, the library and the clinic, with one intake since 2024."),
    ),
    "mandates": KindWords(
        _("Mandates"),
        _("Mandate"),
        _("Add a mandate"),
        _(
            "Who sits at which table for which organization, by what right, and what they may commit there: "
            "priorities, resources, practices. Only who takes part here reads it."
        ),
        _("For the Valley Family Center at the children's council: its director, by resolution of the board, who may "
          "commit resources."),
    ),
    "commitments": KindWords(
        _("Commitments"),
        _("Commitment"),
        _("Make a commitment"),
        _(
            "What an organization said it would shift toward a strategy or an indicator: what it puts first, what it "
            "gives, how it works; how much, by when, and what became of it."
        ),
        _("The Valley Family Center keeps 20 places for children from the shelter, by June 2027."),
    ),
    "sources": KindWords(
        _("Sources"),
        _("Source"),
        _("Describe a source"),
        _("Where numbers come from, and how the publisher's file is read: its mapping."),
        _("The state's yearly file on absence: who publishes it, which column holds the year, which the value."),
    ),
    "stories": KindWords(
        _("Stories"),
        _("Story"),
        _("Write a story"),
        _("What numbers do not say: why the curve looks so, who has a part to play, what works, what we propose."),
        _("Absence rose when the bus line closed. Families on the east side walk forty minutes now."),
    ),
}  # fmt: skip


def title_shown(kind: str, title: str) -> str:
    """What an object is called on a page; a story's first words without the signs of Markdown.

    >>> title_shown("stories", "Students name **asthma"), title_shown("places", "A*")
    ('Students name asthma', 'A*')
    """
    return re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", title) if kind == "stories" else title


# Tables of numbers, kept in grids of their own.
ROWS: dict[str, tuple[Words, Words]] = {
    "observations": (_("Observations"), _("What was measured, indicator by indicator.")),
    "targets": (_("Targets"), _("Where an indicator should be, and by when.")),
    "populations": (_("Populations"), _("How many people live where.")),
    "crosswalks": (_("Crosswalks"), _("How much of one place belongs to another.")),
    "measure_adoptions": (_("Adopted measures"), _("Which program answers by which measures, and how they stand.")),
    "systems_scan": (
        _("Systems scan"),
        _("Which institution gives which service, to which ages, where, for how many."),
    ),
}
