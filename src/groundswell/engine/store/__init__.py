"""The store of parts: one immutable folder of Parquet files for each accepted submission, and a manifest with each.

    manifest = write_part(root, {"participants": {...}, "services": {...}}, digest=digest, rows_sha256=digest)
    tables = read_part(root, digest)

A part is written whole or not at all, never changed, and named by the digest of what it holds. The list of parts in use
is kept elsewhere, by whoever accepted the submissions; `sweep` is told that list.
"""

from groundswell.engine.store.faults import Fault, StoreError
from groundswell.engine.store.manifest import Manifest, StoredTable, part_folder
from groundswell.engine.store.reading import manifest_in, manifest_of, part_digests, read_part, verify_part
from groundswell.engine.store.sweeping import Swept, purge_part, sweep
from groundswell.engine.store.writing import write_part

__all__ = [
    "Fault",
    "Manifest",
    "StoreError",
    "StoredTable",
    "Swept",
    "manifest_in",
    "manifest_of",
    "part_digests",
    "part_folder",
    "purge_part",
    "read_part",
    "sweep",
    "verify_part",
    "write_part",
]
