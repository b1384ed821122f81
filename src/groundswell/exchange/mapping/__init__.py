"""Source mappings: what a publisher really publishes, read into observations. See `reading` for what comes out."""

from groundswell.exchange.mapping.definition import Mapping
from groundswell.exchange.mapping.mapping_file import mapping_from, mapping_text, read_mapping
from groundswell.exchange.mapping.proposal import propose_mapping
from groundswell.exchange.mapping.reading import Known, KnownGroup, KnownPlace, SourceReading
from groundswell.exchange.mapping.source import read_source
from groundswell.exchange.mapping.spellings import id_from

__all__ = [
    "Known",
    "KnownGroup",
    "KnownPlace",
    "Mapping",
    "SourceReading",
    "id_from",
    "mapping_from",
    "mapping_text",
    "propose_mapping",
    "read_mapping",
    "read_source",
]
