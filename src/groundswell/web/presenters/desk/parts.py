"""Into which parts a long form is divided; what no part names stands in the last."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groundswell.web.presenters.desk.field_labels.hints import Words

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
}  # fmt: skip  # fmt: skip
