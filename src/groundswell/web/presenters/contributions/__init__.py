"""Contribution on pages: what programs could add up to, in words that claim no more than that."""
