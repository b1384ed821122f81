"""Who works with whom, as far as a reader may know."""

from groundswell.apps.partnerships.queries.accounts import PartnershipSaid, levels_of, said_of, viewer_of
from groundswell.apps.partnerships.queries.purposes import (
    PurposeFacts,
    has_purposes,
    purposes_by_partnership,
    purposes_of,
)
from groundswell.apps.partnerships.queries.worksheets import (
    PartnershipFacts,
    PartnersPage,
    partners_page,
    partnership_page,
)

__all__ = [
    "PartnersPage",
    "PartnershipFacts",
    "PartnershipSaid",
    "PurposeFacts",
    "has_purposes",
    "levels_of",
    "partners_page",
    "partnership_page",
    "purposes_by_partnership",
    "purposes_of",
    "said_of",
    "viewer_of",
]
