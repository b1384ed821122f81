"""What people wrote beside the numbers, from Markdown to HTML that cannot do harm."""

from __future__ import annotations

from html import escape
from sys import getsizeof

from groundswell.apps.people.models import Community
from groundswell.apps.people.queries import not_retired
from groundswell.apps.scorecards.models import Story
from groundswell.apps.scorecards.queries.pages import StoryFacts
from groundswell.core.shelves import Shelf

_ORDER = ("story", "partners", "what_works", "action")
_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "code", "hr", "table"}
_TAGS |= {"thead", "tbody", "tr", "th", "td"}


def stories_about(community: Community, subject: str, subject_id: str) -> tuple[StoryFacts, ...]:
    """Stories about one subject, the story behind the curve first, newest first within each. One query."""
    rows = not_retired(Story.objects.filter(community=community, subject=subject, subject_id=subject_id))
    ordered = sorted(rows.order_by("-period", "public_id"), key=lambda row: _place(row.question))
    return tuple(StoryFacts(row.question, row.period, html_of(row.text)) for row in ordered)


# Markdown looks for the end of everything that opens, as far as the text goes. Who writes for people stays far below.
_MOST_LOOKED_AT = 1_000_000  # signs, for all that opens
_MOST_MARKS = 5_000


def _place(question: str) -> int:
    return _ORDER.index(question) if question in _ORDER else len(_ORDER)


_drawn: Shelf[str] = Shelf(4_000_000)  # bytes


def html_of(text: str) -> str:
    """Markdown as sanitized HTML: no scripts, styles, images or frames; links leave without saying where from.

    What was drawn is kept: a page with fifty stories of which one was edited draws one.
    """
    html = _drawn.of(text, "")
    if html is None:
        html = _drawn_anew(text)
        _drawn.keep(text, "", html, getsizeof(text) + getsizeof(html))
    return html


def _drawn_anew(text: str) -> str:
    import markdown
    import nh3

    if not _is_soon_drawn(text):
        return _plain(text)
    drawn = markdown.markdown(text, extensions=["tables", "sane_lists"])
    # A story stands under a heading of the page, so its own headings begin below it.
    for level in (2, 1):
        drawn = drawn.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return nh3.clean(drawn, tags=_TAGS, attributes={"a": {"href", "title"}}, url_schemes={"http", "https", "mailto"})


def _is_soon_drawn(text: str) -> bool:
    """False for a text that was made to keep the machine busy: every reader of its page would wait."""
    opened = text.count("[") + text.count("<")
    marks = sum(map(text.count, "*_|"))
    return opened * len(text) <= _MOST_LOOKED_AT and marks <= _MOST_MARKS


def _plain(text: str) -> str:
    """The words as they were typed, in paragraphs."""
    return "\n".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n\n") if part.strip())
