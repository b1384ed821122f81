"""What stands for a report as somebody saw it, in words that tell nothing of what stands in it.

A plain digest of small numbers can be found by trying all of them; so what leaves the house is keyed with its secret.
"""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from groundswell.apps.programs.models import Program
from groundswell.apps.programs.queries.entered import entered_values, report_version


def report_token(program: Program, period: str, version: str | None = None) -> str:
    """The token of a report as it stands, or as it stood at a version (`report_version`)."""
    if version is None:
        version = report_version(entered_values([program], period=period, with_unfinished=True))
    return salted_hmac("groundswell.report", f"{program.pk} {period} {version}", algorithm="sha256").hexdigest()[:32]
