"""Who works with whom, as far as a reader may know."""

from groundswell.apps.partnerships.queries.accounts import PartnershipSaid, said_of, viewer_of

__all__ = ["PartnershipSaid", "said_of", "viewer_of"]
