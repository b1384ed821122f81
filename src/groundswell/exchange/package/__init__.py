"""The community package: a folder of CSV and YAML that carries a whole community between installations.

`read_package` (also called `check_package`) checks everything and gives a `Package` or the list of what to mend;
`write_package` writes the one canonical form. What may stand where is said as data in `layout` and `document_layout`.
"""

from groundswell.exchange.package.model import Document, Package, Story, counts
from groundswell.exchange.package.reading import check_package, read_package
from groundswell.exchange.package.writing import FolderRefusedError, write_package

__all__ = [
    "Document",
    "FolderRefusedError",
    "Package",
    "Story",
    "check_package",
    "counts",
    "read_package",
    "write_package",
]
