"""The indicators of a source: one that the mapping names, or many that stand in a column of their own."""

from groundswell.core.findings import Finding, warning
from groundswell.core.vocabulary import Polarity, Unit
from groundswell.exchange.mapping.definition import Mapping, PublishedUnit
from groundswell.exchange.mapping.reading import IndicatorSeen
from groundswell.exchange.mapping.spellings import LONGEST_ID, cleaned, id_from, with_digest


class IndicatorBook:
    """Makes ids of spellings, and remembers each indicator's name, unit and polarity as first met."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.stored_unit: Unit | None = mapping.unit.stored if mapping.unit else None
        self.seen: dict[str, IndicatorSeen] = {}
        self.spelled: dict[str, str] = {}
        self.findings: list[Finding] = []
        if mapping.indicator_id:
            self.seen[mapping.indicator_id] = IndicatorSeen(mapping.indicator_id, mapping.name, self.stored_unit)

    def seen_ones(self) -> list[IndicatorSeen]:
        """All of them, in the order met."""
        return list(self.seen.values())

    def id_of(self, spelling: str) -> str:
        """The id for a cell of the id column; "" for a blank."""
        text = cleaned(spelling)
        if not text:
            return ""
        made = id_from(text, "indicator")
        if self.spelled.setdefault(made, text) != text:
            made = with_digest(made[:LONGEST_ID], text)
        return made

    def describe(self, indicator_id: str, name: str, polarity: str, unit: str, file: str, row: int) -> None:
        """Remember what one row says about an indicator; a later row that says otherwise is told once."""
        rule = self.mapping.indicator
        if rule is None:
            return
        said = IndicatorSeen(
            indicator_id, cleaned(name), self._unit(unit), self._polarity(polarity, indicator_id, file, row)
        )
        first = self.seen.setdefault(indicator_id, said)
        if first.name != said.name or first.polarity != said.polarity:
            words = f"the indicator {indicator_id} has another name or direction here than where it stood first"
            finding = warning(words, "give each indicator an id of its own", file=file, row=row, column=rule.column)
            self.findings += [] if len(self.findings) > 50 else [finding]

    def _unit(self, spelling: str) -> Unit | None:
        rule = self.mapping.indicator
        if rule is None or not rule.unit or cleaned(spelling) not in rule.units:
            return self.stored_unit
        return PublishedUnit(rule.units[cleaned(spelling)]).stored

    def _polarity(self, spelling: str, indicator_id: str, file: str, row: int) -> Polarity | None:
        rule = self.mapping.indicator
        text = cleaned(spelling)
        if rule is None or not rule.polarity or not text:
            return None
        word = rule.polarities.get(text, text.lower())
        if word in tuple(Polarity):
            return Polarity(word)
        if indicator_id not in self.seen and len(self.findings) <= 50:
            words = f"{text!r} does not say which way is good"
            fix = f"say it with map: {{{text}: higher}} in the mapping"
            self.findings.append(warning(words, fix, file=file, row=row, column=rule.polarity))
        return None
