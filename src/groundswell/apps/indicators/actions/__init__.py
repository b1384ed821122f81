"""What is done to results, indicators and their values: definitions, observations, revisions, baselines."""

from groundswell.apps.indicators.actions.baselines import draw_missing_baselines, freeze_baselines, store_baselines
from groundswell.apps.indicators.actions.definitions import (
    keep_unknown_indicators,
    renew_indicator,
    store_indicators,
    store_results,
    store_strategies,
    store_targets,
    store_targets_seen,
)
from groundswell.apps.indicators.actions.observations import (
    StoredObservations,
    revision_findings,
    store_observations,
)
from groundswell.apps.indicators.actions.revisions import record_revisions, store_revisions
from groundswell.apps.indicators.actions.votes import cast_ballot

__all__ = [
    "StoredObservations",
    "cast_ballot",
    "draw_missing_baselines",
    "freeze_baselines",
    "keep_unknown_indicators",
    "record_revisions",
    "renew_indicator",
    "revision_findings",
    "store_baselines",
    "store_indicators",
    "store_observations",
    "store_results",
    "store_revisions",
    "store_strategies",
    "store_targets",
    "store_targets_seen",
]
