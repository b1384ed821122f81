"""One line of what a benchmark found: Groundswell beside a peer that did the same work in the same run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """How long we took, how long the peer took, at one size; or a figure that has no peer.

    `seconds` and `peer_seconds` are wall time of the same work on the same machine in the same run. `figure` is for
    what is not a time: an error, a coverage, a number of queries. `goal` says what was promised, in words.
    """

    what: str  # "Baseline, interval and verdict"
    size: str  # "10,000 series of 12 points"
    seconds: float | None = None
    peer: str = ""  # "statsforecast AutoETS"
    peer_seconds: float | None = None
    figure: str = ""
    goal: str = ""  # "at least 300 times as quick"

    @property
    def ratio(self) -> float | None:
        """How many times as long the peer took; None where there is no peer."""
        if not self.seconds or self.peer_seconds is None:
            return None
        return self.peer_seconds / self.seconds
