"""Pieces that pages are made of, shown together in the design gallery."""
