"""A community's own version of its framework beside what stands in the community."""
