"""A community's own version of its framework, written out for pages."""
