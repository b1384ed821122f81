"""What partners work for, who speaks for whom, what was promised, and our version of a framework: what each field is
called, and what belongs in it.
"""

from django.utils.translation import gettext_lazy as _

from groundswell.web.presenters.desk.field_labels.hints import DAY_HELP, Labels

OF_PARTNERS: Labels = {
    "purposes.label": (_("Name"), _("What people call the step, for example: Joint program.")),
    "purposes.step": (_("Step"), _("A number: the first step is 1. Steps stand in this order.")),
    "purposes.description": (_("Description"), _("What partners want when they choose this step.")),
    "purposes.from_source": (_("Where it comes from"), _("Blank where your community made it.")),
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
    "framework.owner": (
        _("Owner"),
        _("Who looks after it: an organization by its short name in addresses, or anybody in words."),
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
}
