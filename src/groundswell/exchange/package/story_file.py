"""Stories: Markdown passages with front matter that says what they are about.

---
subject: indicator
subject_id: chronic-absence
question: story
period: 2022/2023
---

Absence rose when the bus line closed...
"""

from groundswell.core.findings import Finding, error
from groundswell.exchange.package.document_layout import STORY
from groundswell.exchange.package.documents import DocumentCheck, writable
from groundswell.exchange.package.model import Story
from groundswell.exchange.package.yaml_text import canonical_yaml, parse_yaml

FENCE = "---"


def story_from(text: str, file: str, story_id: str) -> tuple[Story | None, list[Finding]]:
    """One story file as a `Story`; None where its front matter cannot be found."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = [at for at, line in enumerate(lines) if at and line.rstrip() == FENCE]
    if lines[0].rstrip() != FENCE or not ends:
        fix = "begin with a line ---, then subject, subject_id, question and period, then a line ---"
        return None, [error("has no front matter", fix, file=file, row=1)]
    parsed = parse_yaml("\n".join(lines[1 : ends[0]]), file, first_line=2)
    check = DocumentCheck(parsed, file)
    if parsed.document is None:
        return None, check.findings
    facts = check.typed(parsed.document, STORY.fields)
    body = "\n".join(lines[ends[0] + 1 :]).strip("\n")
    if not body.strip():
        check.findings.append(
            error("says nothing", "write the passage below the front matter", file=file, row=ends[0] + 1)
        )
    names = ("subject", "subject_id", "question", "period", "retired")
    return Story(story_id, **{name: facts.get(name, "") for name in names}, text=body), check.findings


def story_text(story: Story) -> str:
    """The story as its file holds it."""
    facts = {field.name: getattr(story, field.name) for field in STORY.fields}
    body = story.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return f"{FENCE}\n{canonical_yaml(writable(facts, STORY))}{FENCE}\n\n{body}\n"
