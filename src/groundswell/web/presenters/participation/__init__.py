"""Reach and overlap, written out for their pages."""
