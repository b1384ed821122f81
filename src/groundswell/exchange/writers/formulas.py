"""Text that a spreadsheet would run as a formula is kept from running (OWASP ASVS 5.0, V1.2.10).

A name such as `=HYPERLINK(...)` typed into a form must not act when a colleague opens the export. Numbers stay numbers:
-5 begins with a minus and is none of this.
"""

import re

# Signs that begin a formula, their full-width twins, and blanks that some programs drop before looking.
_BEGINS_A_FORMULA = re.compile("[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)


def runs_as_formula(text: str) -> bool:
    """True where a spreadsheet could run the text."""
    if _NUMBER.fullmatch(text):
        return False
    return _BEGINS_A_FORMULA.match(text.lstrip(' "')) is not None


def guarded(text: str) -> str:
    """The text with an apostrophe before it where it could run.

    >>> guarded("=1+1"), guarded("-5"), guarded("-2+3")
    ("'=1+1", '-5', "'-2+3")
    """
    return f"'{text}" if runs_as_formula(text) else text
