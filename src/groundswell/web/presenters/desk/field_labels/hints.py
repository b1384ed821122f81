"""What several fields ask for in the same words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Labels = dict[str, tuple[Words, Words]]  # by `kind.field`, or by `field` for every kind: its label, and its help
PERIOD_HELP = _(
    "For example 2024, 2023/2024 for a school or fiscal year, 2024-Q2, 2024-06, or 2018..2022 for a survey."
)
DAY_HELP = _("Year-month-day, for example 2026-02-10.")
