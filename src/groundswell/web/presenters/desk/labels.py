"""What each field is called on a form, what belongs in it, and what its words mean, in plain words.

A label is looked up as `kind.field`, then as `field`; a field that nobody described is called by its own name.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as p

Words = str | Promise
PERIOD_HELP = _(
    "For example 2024, 2023/2024 for a school or fiscal year, 2024-Q2, 2024-06, or 2018..2022 for a survey."
)
DAY_HELP = _("Year-month-day, for example 2026-02-10.")

# Label and help of each field.
LABELS: dict[str, tuple[Words, Words]] = {
    "name": (_("Name"), ""),
    "community.name": (_("Name of the community"), _("As people call it.")),
    "community.purpose": (_("Purpose"), _("One sentence: what this community works for.")),
    "community.language": (_("Language"), _("The language most of its pages are written in.")),
    "community.time_zone": (_("Time zone"), _("For example America/Chicago.")),
    "community.currency": (_("Currency"), _("Three letters, for example USD.")),
    "community.fiscal_year_start": (_("The fiscal year begins in"), ""),
    "community.fiscal_year_named_by": (_("A fiscal year is named by"), ""),
    "community.minimum_cell": (
        _("Smallest count that may be shown"),
        _("Counts of people below it are withheld. Blank means 11."),
    ),
    "community.licence": (_("Licence of what is published here"), _("For example CC-BY-4.0.")),
    "community.framework": (
        _("Framework"),
        _(
            "The framework or agreement the community follows, if there is one. Known: rba, oba, collective-impact, "
            "collective-impact-3; pages speak its words."
        ),
    ),
    "community.notice": (_("Notice on every page"), _("For example that the community is invented, or still a trial.")),
    "community.comparison_rule": (_("How two years are compared"), ""),
    "community.terms": (
        _("Our own words"),
        _(
            "Every sentence of these pages says your word where one stands here. Blank: as your framework says it, "
            "else as the field does. Contribution stays contribution."
        ),
    ),
    "places.kind": (_("Kind of place"), _("For example city, neighborhood, school district.")),
    "places.parent_id": (_("Lies within"), ""),
    "places.geoid": (_("Census identifier"), _("The GEOID, where the place has one. Keep leading zeros.")),
    "places.vintage": (_("Year of its boundary"), _("For example 2020.")),
    "community.place_id": (_("Its own place"), _("The place that numbers are about where no other is named.")),
    "place_id": (_("Place"), _("Blank means the community's own place.")),
    "groups.dimension": (_("Dimension"), _("What the group is a part of, for example race_ethnicity, language, age.")),
    "groups.label": (_("Name of the group"), ""),
    "organizations.roles": (
        _("What it does here"),
        _("One or more, with semicolons between: backbone; provider; funder; data_intermediary; government."),
    ),
    "organizations.sector": (_("Sector"), _("For example education, health, nonprofit.")),
    "organizations.website": (_("Website"), _("Begins with https://")),
    "results.statement": (
        _("The result, as one sentence"),
        _("A condition of well-being in plain words. No service, no increase, no number."),
    ),
    "results.population": (_("Whose result it is"), _("For example: all children under six in Elmwood.")),
    "results.experience": (_("How we would experience it"), _("What you would see and hear if it came true.")),
    "indicators.name": (_("Name"), _("Short, as it stands in the scorecard.")),
    "result_ids": (_("Which results it stands for"), ""),
    "definition": (_("Definition"), _("Who is counted, among whom, when.")),
    "why_it_matters": (_("Why it matters"), ""),
    "unit": (_("Unit"), ""),
    "per": (_("A rate per"), _("For rates only, for example 1000.")),
    "polarity": (_("Which way is good"), ""),
    "standing": (_("Standing"), _("What we lead with, keep behind it, or still must learn to measure.")),
    "communication_power": (_("Communication power"), _("Would a neighbor know at once what it means?")),
    "proxy_power": (_("Proxy power"), _("Does it say something of central importance, and move with its like?")),
    "data_power": (_("Data power"), _("Is there good data, in time, for the places and groups we need?")),
    "frequency": (_("How often it is published"), _("For example every school year.")),
    "publisher": (_("Publisher"), ""),
    "url": (_("Where it is published"), _("Begins with https://")),
    "leads": (_("It moves before"), _("Indicators that follow this one, and after how many years.")),
    "leads.indicator_id": (_("Indicator"), ""),
    "leads.years": (_("Years later"), ""),
    "work_began": (_("The period in which the work began"), PERIOD_HELP),
    "headline_group": (_("Speaks of one group"), _("Only where nobody publishes the number for everyone.")),
    "owner": (
        _("Owner"),
        _(
            "Who answers for the definition. Where it is an organization's short name, that organization keeps its "
            "numbers."
        ),
    ),
    "reviewed": (_("Last reviewed"), DAY_HELP),
    "next_review": (_("Next review"), DAY_HELP),
    "versions": (_("Earlier definitions"), _("From when on which definition held.")),
    "versions.from": (_("From"), _("A period or a day.")),
    "versions.definition": (_("Definition"), ""),
    "purposes.label": (_("Name"), _("What people call the step, for example: Joint program.")),
    "purposes.step": (_("Step"), _("A number: the first step is 1. Steps stand in this order.")),
    "purposes.description": (_("Description"), _("What partners want when they choose this step.")),
    "purposes.from_source": (_("Where it comes from"), _("Blank where your community made it.")),
    "strategies.description": (_("Description"), _("What partners do, and why it should move the result.")),
    "programs.organization_id": (_("Organization"), _("Who runs it.")),
    "strategy_ids": (_("Strategies it carries out"), ""),
    "programs.customers": (_("Customers"), _("Whom it serves, for example: families with a newborn in Elmwood.")),
    "programs.started": (_("Since"), DAY_HELP),
    "programs.ended": (_("Until"), _("Blank while it runs.")),
    "programs.sites": (_("Sites"), _("Where it works, with semicolons between.")),
    "programs.published": (
        _("Published"),
        _(
            "Yes: whoever reads the community reads how it is doing. Otherwise its organization, the backbone, "
            "analysts and its funders do."
        ),
    ),
    "grants.funder_id": (_("Funder"), ""),
    "grants.recipient_id": (_("Recipient"), ""),
    "program_ids": (_("Programs it funds"), ""),
    "grants.amount": (_("Amount"), ""),
    "grants.currency": (_("Currency"), _("Three letters; blank: the community's own.")),
    "grants.awarded": (_("Awarded"), DAY_HELP),
    "grants.starts": (_("From"), DAY_HELP),
    "grants.ends": (_("Until"), DAY_HELP),
    "networks.members": (_("Members"), _("The organizations that act as one system.")),
    "networks.description": (_("What it is"), _("In a sentence or two: for whom, and what it does as one.")),
    "networks.purpose_id": (_("Step of the stairsteps"), _("What it is for: how far it has come as one system.")),
    "networks.since": (_("One system since"), DAY_HELP),
    "networks.common_entry": (
        _("Common entry"),
        _("How people come in by whichever door: one referral, one intake, one number to call. Blank: not yet."),
    ),
    "networks.joint_planning": (
        _("Joint planning"),
        _("Where and how often the members plan together, and who decides. Blank: not yet."),
    ),
    "networks.measure_ids": (_("Shared measures"), _("The measures of the library by which all members answer.")),
    "mandates.organization_id": (
        _("Speaks for this organization"),
        _("The organization that is represented."),
    ),
    "mandates.network_id": (
        _("Speaks for this network of providers"),
        _("Where somebody speaks for several providers at once: all its members are represented."),
    ),
    "mandates.representative": (
        _("Who"),
        _("Name and office. Whoever takes part here reads it; the public never does."),
    ),
    "mandates.table": (_("At which table"), _("The board, council or group, named the same way every time.")),
    "mandates.formal": (
        _("By what right"),
        _("Formally: the organization has decided it, and a document or a resolution says so."),
    ),
    "can_commit": (
        _("What they may commit there"),
        _("Without going home to ask. Nothing ticked: they listen, advise and carry word."),
    ),
    "mandates.document": (
        _("Document"),
        _("Where the mandate is written: an address that begins with https://, or the name of a resolution."),
    ),
    "mandates.since": (_("Since"), DAY_HELP),
    "mandates.until": (_("Until"), _("The last day on which it counts; blank while nobody has set one.")),
    "measures.question": (_("Which question it answers"), _("The question decides, not the name.")),
    "measures.definition": (_("Definition"), _("Who is counted, among whom, when.")),
    "measures.rule": (
        _("Rule"),
        _(
            "How it is computed from the records that providers submit, as YAML or JSON; blank where its values are "
            "typed into reports. “count” says what is counted: people, enrollments, services or quantity. “of” says "
            "among whom, which makes it a percent. “where” says what must be true to be counted."
        ),
    ),
    "framework.condition": (
        _("Belongs to"),
        _("For an element of your own: the condition or family that it stands with, for example Shared measurement."),
    ),
    "framework.statement": (_("In your own words"), _("What you ask of yourselves. Blank where the library says it.")),
    "framework.stance": (_("What you do with it"), ""),
    "framework.reason": (_("Why"), _("So that whoever comes later can weigh it.")),
    "framework.rating": (_("How far along"), _("One of five steps, or words of your own.")),
    "framework.evidence": (
        _("What shows it"),
        _("A document, a number, a meeting: something that others can look at."),
    ),
    "framework.owner": (_("Owner"), _("Who looks after it.")),
    "community.public_promises": (
        _("Show what was promised to everybody"),
        _("Yes: whoever can open the community reads the page of promises. Otherwise only who takes part does."),
    ),
    "commitments.organization_id": (_("Promised by"), _("The organization that will keep it.")),
    "commitments.network_id": (
        _("For a network"),
        _("Where it is promised for a network of providers, by itself or through one of them."),
    ),
    "commitments.kind": (_("What will shift"), ""),
    "commitments.statement": (
        _("What is promised, as one sentence"),
        _("For example: We keep 20 places for children from the shelter. Name no person."),
    ),
    "commitments.strategy_id": (_("Toward the strategy"), _("Blank where it serves none in particular.")),
    "commitments.indicator_id": (
        _("Toward the indicator"),
        _("Then what is promised stands beside what nobody owns yet of it."),
    ),
    "commitments.amount": (_("How much"), _("A number, where it can be counted. Blank where it cannot.")),
    "commitments.unit": (
        _("Of what"),
        _(
            "“people”: people better off; “slots”: people a program will serve anew; money: three letters, such as "
            "USD. Anything else is listed by itself and never added to another."
        ),
    ),
    "commitments.made": (_("Promised on"), DAY_HELP),
    "commitments.due": (_("To be kept by"), DAY_HELP),
    "commitments.status": (_("How it stands"), ""),
    "commitments.kept_amount": (_("Kept so far"), _("In the same unit.")),
    "commitments.evidence": (
        _("What shows it, or why not"),
        _("A sentence or an address that begins with https://. What is broken or released says why here."),
    ),
    "commitments.program_id": (_("For the program"), _("Where it is about the places of one program.")),
    "stories.subject": (_("About"), ""),
    "stories.question": (_("Which question it answers"), ""),
    "stories.period": (_("Period it speaks of"), PERIOD_HELP),
    "stories.text": (
        _("Text"),
        _("Markdown: a blank line begins a paragraph, **bold**, *italic*, - for a list, [words](https://address)."),
    ),
    "sources.mapping": (
        _("Mapping"),
        _("How the publisher's file is read, as YAML. The mapping builder shows what it makes of the file."),
    ),
}

# The short name in addresses; asked for only while an object is made.
ID_LABEL: tuple[Words, Words] = (
    _("Short name in addresses"),
    _("Small letters, digits and hyphens. Blank: made from the name. It never changes afterwards."),
)

# What a word of a closed list means; looked up as `kind.field`, then as `field`, then `power`.
WORDS: dict[str, dict[str, Words]] = {
    "unit": {
        "percent": _("Percent"),
        "rate": _("Rate, such as 12.1 per 1,000"),
        "count": _("Count"),
        "number": _("Number"),
        "currency": _("Money"),
        "index": _("Index or score"),
    },
    "polarity": {
        "higher": _("Higher is better"),
        "lower": _("Lower is better"),
        "neutral": _("Neither: it is only watched"),
    },
    "standing": {
        "headline": _("Headline: we lead with it"),
        "secondary": _("Secondary: it stands behind the headline"),
        "development": _("Data development agenda: we still must find the data"),
    },
    "power": {"high": p("power of an indicator", "High"), "medium": p("power of an indicator", "Medium"),
              "low": p("power of an indicator", "Low")},
    "visibility": {
        "public": _("Public: everybody finds it"),
        "unlisted": _("Unlisted: whoever has the address"),
        "private": _("Private: only who holds a role"),
    },
    "comparison_rule": {
        "nchs": _("By the margin of error: a change that chance could make is no change (NCHS)"),
        "ties_improve": _("Plainly: better is improving, and a tie counts as improving (New York)"),
    },
    "fiscal_year_named_by": {"start": _("the year it begins in"), "end": _("the year it ends in")},
    "question": {
        "how_many": _("How many? How much we did"),
        "how_well": _("How well? How well we did it"),
        "what_difference": _("What difference? Who is better off"),
        "story": _("The story behind the curve"),
        "partners": _("Partners with a part to play"),
        "what_works": _("What works"),
        "action": _("What we propose to do"),
    },
    "stance": {
        "as_written": _("As written: we take it up in the library’s words"),
        "adapted": _("Adapted: we take it up in words of our own"),
        "waived": _("Waived: we leave it out, and say why"),
        "later": _("Later: we decide about it by a day"),
    },
    "use": {
        "required": _("Required: everybody who serves these people reports it"),
        "menu": _("From the menu: chosen from the shared library"),
        "local": _("Local: this program's own"),
    },
    "kind": {
        "priorities": _("Priorities: what we put first"),
        "resources": _("Resources: money, people, places, data"),
        "practices": _("Practices: how we work"),
    },
    "status": {
        "pledged": _("Pledged: said, and not begun"),
        "under_way": _("Under way"),
        "kept": _("Kept"),
        "broken": _("Broken: it will not be kept"),
        "released": _("Released: those who were to receive it let it go"),
    },
    "published": {"true": _("Yes"), "false": _("No")},
    "public_promises": {"true": _("Yes"), "false": _("No")},
    "formal": {
        "true": _("Formally: the organization has given them the mandate"),
        "false": _("Not formally: a friendly presence"),
    },
    "can_commit": {
        "priorities": _("Priorities: what the organization puts first"),
        "resources": _("Resources: money, people, rooms, data"),
        "practices": _("Practices: how the organization works"),
    },
    "subject": {
        "program": _("Programs"),
        "measure": _("Measures"),
        "strategy": _("Strategies"),
        "community": _("The whole community"),
        "result": _("Results"),
        "indicator": _("Indicators"),
        "organization": _("Organizations"),
    },
}  # fmt: skip

# Where a form is long it is divided; what no part names stands in the last.
PARTS: dict[str, tuple[tuple[Words, tuple[str, ...]], ...]] = {
    "indicators": (
        (_("What it is"), ("name", "result_ids", "definition", "why_it_matters", "unit", "per", "polarity")),
        (_("Where its numbers come from"), ("publisher", "url", "frequency", "work_began", "headline_group")),
        (
            _("How strong it is"),
            ("standing", "communication_power", "proxy_power", "data_power"),
        ),
        (_("Who looks after it"), ("owner", "reviewed", "next_review", "versions", "leads")),
    ),
    "measures": (
        (_("What it is"), ("name", "question", "unit", "polarity", "definition", "why_it_matters")),
        (_("How it is computed"), ("rule",)),
        (_("Who looks after it"), ("owner", "reviewed", "next_review", "versions")),
    ),
    "mandates": (
        (_("Who sits where, for whom"), ("organization_id", "network_id", "table", "representative")),
        (_("With what power"), ("formal", "can_commit", "document")),
        (_("From when to when"), ("since", "until")),
    ),
    "networks": (
        (_("Who"), ("name", "members", "description")),
        (_("What makes it one system"), ("since", "purpose_id", "common_entry", "joint_planning", "measure_ids")),
    ),
    "community": (
        (_("What it is"), ("name", "purpose", "notice")),
        (_("How its numbers are read"), ("language", "time_zone", "currency", "fiscal_year_start",
                                         "fiscal_year_named_by", "minimum_cell", "comparison_rule")),
        (_("How it is shared"), ("licence", "framework", "public_promises", "terms")),
    ),
}  # fmt: skip


def label_of(kind: str, name: str) -> str:
    """What a field is called, sister columns by their language: `Name (es)`."""
    column, _dot, language = name.partition(".")
    found = LABELS.get(f"{kind}.{name}") or LABELS.get(name)
    if found is None and language:
        return f"{label_of(kind, column)} ({language})"
    return str(found[0]) if found else name.replace("_", " ")


def help_of(kind: str, name: str) -> str:
    """What belongs in a field; "" where the label says it all."""
    found = LABELS.get(f"{kind}.{name}") or LABELS.get(name)
    return str(found[1]) if found else ""


def word_of(name: str, word: str) -> str:
    """What a word of a closed list means to a person."""
    table = WORDS.get("power" if name.endswith("_power") else name, {})
    return str(table.get(word, word.replace("_", " ")))
