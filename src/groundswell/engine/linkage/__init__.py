"""Each person counted once: which records are the same person, how sure that is, and why.

    linkage = link(records)
    linkage.count.people, linkage.count.low, linkage.count.high
    explain(linkage.model, records, 3, 17).fields

To link is to say that two records are one person; no record is changed by it, and none is lost.
"""

from groundswell.engine.linkage.counting import PeopleCount, people_count
from groundswell.engine.linkage.explaining import Explanation, FieldWeight, explain
from groundswell.engine.linkage.linking import Engine, Linkage, LinkageError, Pairs, link
from groundswell.engine.linkage.model import LinkageModel
from groundswell.engine.linkage.records import PersonRecords
from groundswell.engine.linkage.settings import Decisions, LinkageSettings

__all__ = (
    "Decisions",
    "Engine",
    "Explanation",
    "FieldWeight",
    "Linkage",
    "LinkageError",
    "LinkageModel",
    "LinkageSettings",
    "Pairs",
    "PeopleCount",
    "PersonRecords",
    "explain",
    "link",
    "people_count",
)
