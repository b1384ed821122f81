"""Links of programs to indicators: as they stand, version by version, and in computing units."""

from groundswell.apps.contributions.queries.links import LinkFacts, link_of, links_of, versions_of

__all__ = ["LinkFacts", "link_of", "links_of", "versions_of"]
