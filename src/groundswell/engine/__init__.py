"""Sets of records about people: stored as immutable parts, measured by compiled queries, each person counted once.

The engine knows nothing of Django. It is told which parts to read and what a measure means, and gives numbers back.
"""
