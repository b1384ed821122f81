"""Partnerships, mandates, commitments and the network, written for pages."""
