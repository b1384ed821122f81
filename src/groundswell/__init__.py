"""Groundswell links what programs achieve to the curves a community tries to turn."""

__version__ = "0.1.0"
