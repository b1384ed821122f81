"""The truth lies in the stated range as often as is stated, on twenty thousand records of forty invented networks."""

import numpy as np
import pytest

from groundswell.engine.invented.network import invented_network
from groundswell.engine.linkage import link

RECORDS, NETWORKS = 20_000, 40


@pytest.mark.slow
def test_the_range_covers_the_truth_and_the_estimate_is_close():
    covered, errors = 0, []
    for seed in range(NETWORKS):
        network = invented_network(1_000 + seed, RECORDS)
        count, truth = link(network.records).count, len(np.unique(network.person))
        covered += count.low <= truth <= count.high
        errors.append((count.people - truth) / truth)
    told = f"{covered} of {NETWORKS} covered; mean error {np.mean(errors):+.4f}, either way {np.abs(errors).mean():.4f}"
    assert covered >= 0.95 * NETWORKS, told
    assert np.abs(errors).mean() <= 0.005, told
