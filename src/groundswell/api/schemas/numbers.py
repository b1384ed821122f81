"""Estimates, curves and periods as the API writes them. Percents are proportions; a withheld number is null."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from groundswell.api.schemas.built_late import BuiltLate
from groundswell.core.curves import Curve
from groundswell.exchange.documents import curve_document, number

Number = Annotated[float, BeforeValidator(number)]
OptionalNumber = Annotated[float | None, BeforeValidator(number)]
Text = Annotated[str, BeforeValidator(str)]  # periods, dates and words of a closed list
OptionalText = Annotated[str | None, BeforeValidator(lambda value: None if value is None else str(value))]


class Document(BuiltLate):
    """Reads the attributes of what a query returns; takes only the keys it promises."""

    model_config = ConfigDict(from_attributes=True)


class EstimateDocument(Document):
    """A number with what is known about it: counts, method, and the interval at a confidence level (0.9 is 90 %)."""

    value: OptionalNumber = Field(description="Null where it is withheld; `reason` says why.")
    low: OptionalNumber
    high: OptionalNumber
    level: OptionalNumber
    numerator: OptionalNumber
    denominator: OptionalNumber
    method: str
    reason: str


class LatestDocument(BuiltLate):
    """The latest published point."""

    period: str
    value: float | None
    moe: float | None
    reason: str = ""


class BaselinePointDocument(BuiltLate):
    """Where the curve was heading at one period, and the band around it."""

    period: str
    value: float
    low: float
    high: float


class CurveFields(BuiltLate):
    """Is the curve turning? The same keys as one series of `groundswell curve --json`."""

    indicator_id: str
    place_id: str
    group_id: str
    observations: int
    latest: LatestDocument | None
    frozen_at: str | None = Field(description="The last period that the baseline was drawn from.")
    baseline: list[BaselinePointDocument]
    level: float
    verdict: str | None
    reason: str
    mean_difference: float | None = Field(description="Observed minus baseline: positive is a higher value.")
    low: float | None
    high: float | None
    difference_level: float
    p_value: float | None
    method: str
    warnings: list[str]


def _as_fields(value: Any) -> Any:
    return curve_document(value) if isinstance(value, Curve) else value


CurveDocument = Annotated[CurveFields, BeforeValidator(_as_fields)]


class SparkDocument(BuiltLate):
    """One point of a small curve; null where nothing was published."""

    period: str
    value: float | None


def _sparks(pairs: Any) -> Any:
    return [{"period": str(period), "value": number(value)} for period, value in pairs]


Spark = Annotated[list[SparkDocument], BeforeValidator(_sparks)]


class TallyDocument(BuiltLate):
    """How many curves share a verdict."""

    verdict: str
    curves: int


def _tallies(pairs: Any) -> Any:
    return [{"verdict": str(verdict), "curves": count} for verdict, count in pairs]


Tallies = Annotated[list[TallyDocument], BeforeValidator(_tallies)]


class CountDocument(BuiltLate):
    """How many, and of what."""

    name: str
    count: int


Counts = Annotated[list[CountDocument], BeforeValidator(lambda pairs: [{"name": str(n), "count": c} for n, c in pairs])]
