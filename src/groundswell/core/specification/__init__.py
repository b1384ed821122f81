"""A way of working together as a specification that each community adapts: taken up, changed, waived, postponed.

Collective impact and results-based accountability are offered as a library of elements in our own words; a community's
version says of each what it does with it, and why.
"""
