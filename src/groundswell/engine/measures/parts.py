"""What is computed on: accepted parts of records, measures with their rules, and which programs count together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundswell.core.measures.rules import Rule
from groundswell.core.records import RECORD_TABLES
from groundswell.engine.store import manifest_in


@dataclass(frozen=True, slots=True)
class Part:
    """One accepted submission: its program, the folder with its tables as Parquet and their manifest, its digest.

    Parts of one program are given in the order in which they were accepted: where a participant or an enrollment is
    in several, the latest row stands.
    """

    program_id: str
    folder: Path
    digest: str

    def file(self, table: str) -> Path:
        """Where a table lies, if the part has it."""
        return self.folder / f"{table}.parquet"

    @property
    def files(self) -> dict[str, Path]:
        """The tables that this part has, as its manifest says. Raises StoreError where it is not in the store.

        Not as its folder shows: of a part that was taken away meanwhile that would be no tables, and nobody counted.
        """
        names = manifest_in(self.folder).rows
        return {table: self.file(table) for table in RECORD_TABLES if table in names}


@dataclass(frozen=True, slots=True)
class ComputedMeasure:
    """A measure with a rule, and the programs that use it."""

    measure_id: str
    rule: Rule
    program_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgramPlace:
    """Where a program belongs: its organization, the strategies it serves, the networks it takes part in."""

    organization_id: str = ""
    strategy_ids: tuple[str, ...] = ()
    network_ids: tuple[str, ...] = ()


class ScopeKind(StrEnum):
    """Whose customers are counted together."""

    PROGRAM = "program"
    ORGANIZATION = "organization"
    STRATEGY = "strategy"
    NETWORK = "network"
    ALL = "all"


@dataclass(frozen=True, order=True, slots=True)
class Scope:
    """The programs whose customers are counted together: one program, or all of an organization, and so on."""

    kind: ScopeKind
    scope_id: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Which participants are one person: program and participant id of every linked record with its person number.

    Numbers are not negative. Who is not named is a person of her own within her program.
    """

    program_id: NDArray[np.object_]
    participant_id: NDArray[np.object_]
    person: NDArray[np.int64]

    @property
    def digest(self) -> str:
        """Changes with who is whom."""
        order = np.lexsort((self.participant_id.astype(str), self.program_id.astype(str)))
        made = hashlib.sha256()
        for place in order:
            made.update(f"{self.program_id[place]}\0{self.participant_id[place]}\0{self.person[place]}\n".encode())
        return made.hexdigest()


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs in a settled order, and the scopes each is counted in."""

    ids: tuple[str, ...]
    places: Mapping[str, ProgramPlace] = field(default_factory=dict)

    @classmethod
    def of(
        cls, parts: Iterable[Part], measures: Iterable[ComputedMeasure], places: Mapping[str, ProgramPlace]
    ) -> Programs:
        """Every program that has records or a measure."""
        named = {part.program_id for part in parts}
        for measure in measures:
            named.update(measure.program_ids)
        return cls(tuple(sorted(named)), dict(places))

    def scopes_of(self, program_id: str) -> list[Scope]:
        """Every scope in which a program's customers are counted."""
        place = self.places.get(program_id, ProgramPlace())
        scopes = [Scope(ScopeKind.PROGRAM, program_id), Scope(ScopeKind.ALL)]
        if place.organization_id:
            scopes.append(Scope(ScopeKind.ORGANIZATION, place.organization_id))
        scopes += [Scope(ScopeKind.STRATEGY, each) for each in place.strategy_ids]
        scopes += [Scope(ScopeKind.NETWORK, each) for each in place.network_ids]
        return sorted(set(scopes))

    @property
    def scopes(self) -> list[Scope]:
        """Every scope there is, in a settled order."""
        return sorted({scope for program_id in self.ids for scope in self.scopes_of(program_id)})


def data_version(parts: Sequence[Part]) -> str:
    """The digest of the parts' digests, whatever their order: it changes with the data and with nothing else."""
    return hashlib.sha256("\n".join(sorted(part.digest for part in parts)).encode()).hexdigest()
