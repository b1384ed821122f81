"""Strategies, programs, what funds them and what they are measured by: what each field is called."""

from django.utils.translation import gettext_lazy as _

from groundswell.web.presenters.desk.field_labels.hints import DAY_HELP, Labels

OF_PROGRAMS: Labels = {
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
}
