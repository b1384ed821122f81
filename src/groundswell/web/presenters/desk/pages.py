"""The small pages of the desk: a history, a question before retiring, a refusal with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.apps.packages.actions import RowFinding
from groundswell.apps.packages.queries import KeptObject
from groundswell.core.findings import Finding
from groundswell.web.presenters.desk.fields import Problem, sentence_of
from groundswell.web.presenters.desk.histories import ChangeLine
from groundswell.web.presenters.desk.kinds import KINDS


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The changes of one object, or of the whole community where no kind is named."""

    kind: str
    title: str
    changes: tuple[ChangeLine, ...]
    back_address: str
    edit_address: str
    is_undone: bool = False

    @property
    def plural(self) -> str:
        """What the objects of this kind are called."""
        return str(KINDS[self.kind].plural) if self.kind else ""


@dataclass(frozen=True, slots=True)
class RetiringPage:
    """Asked before an object is retired, or restored."""

    title: str
    singular: str
    retired: str
    version: str
    address: str
    list_address: str
    is_stale: bool = False

    @classmethod
    def of(cls, kept: KeptObject, address: str, list_address: str, *, is_stale: bool = False) -> RetiringPage:
        """The question about one object; `is_stale` where it changed since the question was put."""
        singular = str(KINDS[kept.kind].singular)
        return cls(kept.title or kept.id, singular, kept.retired, kept.version, address, list_address, is_stale)


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """Why something was not done, and where to go from here."""

    problems: tuple[Problem, ...]
    back_address: str

    @classmethod
    def of(cls, findings: Sequence[Finding | RowFinding], back_address: str) -> RefusedPage:
        """The reasons as sentences."""
        problems = (Problem(sentence_of(each.message), sentence_of(each.fix)) for each in findings)
        return cls(tuple(problems), back_address)
