"""Names for downloads that cannot leave their header or their folder (RFC 6266)."""

import re
import unicodedata
from urllib.parse import quote

_NOT_IN_A_NAME = re.compile(
    r"[\x00-\x1f\x7f\"*/:<>?\\|;,%\u0085\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+"
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 120


def file_name(text: str, default: str = "groundswell") -> str:
    """A plain file name: no folders, no control signs, no leading dots, not a name that Windows keeps for itself."""
    name = _NOT_IN_A_NAME.sub("-", unicodedata.normalize("NFC", text)).strip(" .-")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 8:
        name = f"{stem[: _LONGEST - 9].strip(' .-')}.{ending}"
    name = name[:_LONGEST].strip(" .-")
    return f"_{name}" if _RESERVED.match(name) else name or default


def content_disposition(text: str) -> str:
    """The header that makes a browser save a download under a name.

    >>> content_disposition("São Paulo.csv")
    'attachment; filename="Sao Paulo.csv"; filename*=UTF-8\\'\\'S%C3%A3o%20Paulo.csv'
    """
    name = file_name(text)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip()
    plain = f"groundswell{plain}" if plain.startswith(".") else plain or "groundswell"
    simple = f'attachment; filename="{plain}"'
    return simple if plain == name else f"{simple}; filename*=UTF-8''{quote(name, safe='')}"
