"""Who is served by which programs together, and who went from one to another: each person counted once.

found = participation(parts, PeriodsWanted(date(2025, 12, 31), grains=(Grain.YEAR,)), people=people)
found.combinations[0]  # Combination(period=2024, programs=("first-steps", "reading"), people=41, ...)
found.pathways[0]      # Pathway(origin="first-steps", destination="reading", people=17, median_days=204.0)
"""

from groundswell.engine.participation.found import Combination, Participation, Pathway
from groundswell.engine.participation.run import WITHIN_DAYS, participation

__all__ = ["WITHIN_DAYS", "Combination", "Participation", "Pathway", "participation"]
