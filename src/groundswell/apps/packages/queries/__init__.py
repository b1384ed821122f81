"""A whole community as its package, and each of its objects as people keep it."""

from groundswell.apps.packages.queries.whole import observations_table, package_of

__all__ = ["observations_table", "package_of"]
