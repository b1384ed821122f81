"""Partnerships: read, answered, opened and changed, loaded from a file."""
