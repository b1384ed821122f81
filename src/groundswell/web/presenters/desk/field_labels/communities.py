"""A community, its places and groups, and its organizations: what each field is called, and what belongs in it."""

from django.utils.translation import gettext_lazy as _

from groundswell.web.presenters.desk.field_labels.hints import Labels

OF_COMMUNITIES: Labels = {
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
    "community.public_promises": (
        _("Show what was promised to everybody"),
        _("Yes: whoever can open the community reads the page of promises. Otherwise only who takes part does."),
    ),
}
