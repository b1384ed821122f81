"""Links of programs to indicators, what people say about them, and what was planned and modelled."""

from groundswell.apps.contributions.queries.links import LinkFacts, link_of, links_of, links_seen, versions_of
from groundswell.apps.contributions.queries.notes import NoteFacts, notes_of
from groundswell.apps.contributions.queries.planning import (
    KeptModelFacts,
    ScenarioFacts,
    kept_models_of,
    scenarios_of,
)

__all__ = [
    "KeptModelFacts",
    "LinkFacts",
    "NoteFacts",
    "ScenarioFacts",
    "kept_models_of",
    "link_of",
    "links_of",
    "links_seen",
    "notes_of",
    "scenarios_of",
    "versions_of",
]
