"""What is done to a whole community and to each of its objects."""

from groundswell.apps.packages.actions.loading import ROOMS_READ, load_package, store_reading

__all__ = ["ROOMS_READ", "load_package", "store_reading"]
