"""Words that the pages of links share: grades of evidence, columns, problems."""

from __future__ import annotations

from django.utils.translation import gettext

from groundswell.apps.scorecards.queries.contributions.asking import ProgramChoice
from groundswell.core.contribution.links import Evidence
from groundswell.core.findings import Finding
from groundswell.web.presenters.language import spoken


def said_of(finding: Finding) -> str:
    """A finding as a sentence: what is wrong, and what would be right."""
    message, fix = spoken(finding.message).rstrip("."), spoken(finding.fix)
    words = gettext("%(wrong)s: %(right)s") % {"wrong": message, "right": fix} if fix else message
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?')) else '.'}"


def program_words(program: ProgramChoice) -> str:
    """Whose a program is, and whom it is for."""
    return " · ".join(part for part in (program.organization, program.customers) if part)


def evidence_words(evidence: str) -> tuple[str, str]:
    """A grade of evidence: its name, and what it means."""
    found = {
        Evidence.RANDOMIZED: (
            gettext("A randomized study"),
            gettext("In a study, chance decided who got such a program, and both groups were followed."),
        ),
        Evidence.QUASI_EXPERIMENTAL: (
            gettext("A study with a comparison group"),
            gettext("In a study, people like them who did not get it were followed as well."),
        ),
        Evidence.PRE_POST: (
            gettext("A change from before to after"),
            gettext("Nobody was compared; only a part that you declare is counted."),
        ),
        Evidence.EXPERT: (
            gettext("Expert judgement"),
            gettext("People who know the work say so. Give it a wide range."),
        ),
    }
    return found[Evidence(evidence)] if evidence in set(Evidence) else (gettext("Nobody says"), "")


def why_a_fraction() -> str:
    """Why one program's part is small, which says nothing of what it is to those whom it serves."""
    return gettext(
        "The fraction is small since the whole community is large, not since the program does little for those whom it "
        "serves."
    )
