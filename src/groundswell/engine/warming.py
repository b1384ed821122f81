"""Compiling every loop ahead of time: at set-up, so that nobody waits for the first count, linking or encoding."""

from __future__ import annotations


def warm() -> float:
    """Run a few invented rows through all compiled loops; gives the seconds it took."""
    from groundswell.engine.cube.warming import warm as warm_cube
    from groundswell.engine.encoding.warming import warm as warm_encoding
    from groundswell.engine.linkage.warming import warm as warm_linkage

    return warm_cube() + warm_linkage() + warm_encoding()
