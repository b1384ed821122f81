"""What a community decided about its framework, and its systems scan."""

from groundswell.apps.agenda.queries.decisions import decisions_of
from groundswell.apps.agenda.queries.scan import PeopleCounted, Scan, ScanArea, scan_of

__all__ = ["PeopleCounted", "Scan", "ScanArea", "decisions_of", "scan_of"]
