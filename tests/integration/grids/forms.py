"""What a browser without JavaScript would send back: every named input of a form as it stands."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark, self.is_inside = mark, False
        self.fields: dict[str, str] = {}
        self.name, self.text = "", ""
        self.choice: tuple[str, str | None] | None = None
        self.option: str | None = None
        self.is_selected = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "form":
            self.is_inside = self.mark in facts
        if not self.is_inside:
            return
        name, value = facts.get("name") or "", facts.get("value")
        if tag == "input" and name:
            if facts.get("type") in ("checkbox", "radio"):
                if "checked" in facts:
                    self.fields[name] = value or "on"
            elif facts.get("type") != "file":
                self.fields[name] = value or ""
        elif tag == "textarea":
            self.name, self.text = name, ""
        elif tag == "select":
            self.choice = (name, None)
        elif tag == "option" and self.choice:
            self._end_option()
            self.option, self.text, self.is_selected = value or "", "", "selected" in facts
            self.has_value = "value" in facts

    def handle_data(self, data: str) -> None:
        self.text += data

    def _end_option(self) -> None:
        if self.option is not None and self.choice:
            value = self.option if self.has_value else self.text
            if self.is_selected or self.choice[1] is None:
                self.choice = (self.choice[0], value)
        self.option = None

    def handle_endtag(self, tag: str) -> None:
        if not self.is_inside:
            return
        if tag == "textarea" and self.name:
            self.fields[self.name] = self.text.removeprefix("\n")
            self.name = ""
        elif tag == "option":
            self._end_option()
        elif tag == "select" and self.choice:
            self._end_option()
            self.fields[self.choice[0]] = self.choice[1] or ""
            self.choice = None
        elif tag == "form":
            self.is_inside = False


def form_in(page: str, mark: str = "data-grid") -> dict[str, str]:
    """The fields of the first form that carries `mark`."""
    form = _Form(mark)
    form.feed(page)
    return form.fields
