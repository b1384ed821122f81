"""The environment variables that an installation listens to, from the docstring of its settings."""

import re

import groundswell.config.settings as settings
from writing.tables import table

OPENING = """# Settings

Everything an installation keeps lies in one home folder. What a team may change comes from environment variables; there is no
settings file to edit.
"""


def variables() -> list[tuple[str, str]]:
    """(name, what it means) of every variable that the settings describe."""
    return re.findall(r"^ +(GROUNDSWELL_[A-Z_]+) +(.+)$", settings.__doc__ or "", flags=re.MULTILINE)


def page() -> str:
    """One table."""
    rows = [(f"`{name}`", meaning) for name, meaning in variables()]
    return f"{OPENING}\n{table(('variable', 'what it means'), rows)}\n"
