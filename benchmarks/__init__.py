"""Groundswell measured beside its peers: `make bench`. Each module has `run() -> list[Row]`."""
