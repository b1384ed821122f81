"""Results, indicators, what is told about them and where their numbers come from: what each field is called.

What is said of no kind in particular, such as `definition`, measures have as well.
"""

from django.utils.translation import gettext_lazy as _

from groundswell.web.presenters.desk.field_labels.hints import DAY_HELP, PERIOD_HELP, Labels

OF_INDICATORS: Labels = {
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
