"""The network of partners as the API writes it."""

from __future__ import annotations

from pydantic import Field

from groundswell.api.schemas.built_late import BuiltLate


class BoundedDocument(BuiltLate):
    """A figure from the answers that there are, and the least and the most that it could be with all of them."""

    value: float | None = Field(description="Null where no answer tells anything.")
    low: float
    high: float


class ResponseDocument(BuiltLate):
    """How many answered; an answer that the reader may not read counts as missing."""

    given: int
    asked: int = Field(description="Two for each partnership.")
    pairs: int = Field(description="Ordered pairs of organizations.")
    known: int = Field(description="Ordered pairs with an answer.")
    rate: float | None


class TieShareDocument(BuiltLate):
    """A share of confirmed ties."""

    count: int
    of: int
    value: float | None


class AgreementDocument(BuiltLate):
    """Weighted kappa over pairs in which each side gave its own account; null below ten pairs."""

    pairs: int
    quadratic: float | None
    linear: float | None


class WithoutBackboneDocument(BuiltLate):
    """The same network without its backbone."""

    organizations: int
    density: BoundedDocument
    parts: int
    isolates: int
    cut_off: list[str] = Field(description="Organizations that fall out of the largest part.")


class NetworkFiguresDocument(BuiltLate):
    """The figures of a day; parts, cut points and centralization are of confirmed ties."""

    organizations: int
    response: ResponseDocument
    density: BoundedDocument
    reciprocity: BoundedDocument
    centralization: float | None
    parts: BoundedDocument
    isolates: BoundedDocument
    largest_part: int
    cut_points: list[str]
    confirmed: int
    one_sided: int
    unconfirmed: int
    disputed: int
    cross_sector: TieShareDocument
    coordinate_or_above: TieShareDocument
    agreement: AgreementDocument
    without_backbone: WithoutBackboneDocument | None


class NetworkOrganizationDocument(BuiltLate):
    """An organization and its role in the network."""

    organization_id: str
    name: str
    sector: str
    is_backbone: bool
    given: int
    received: int
    confirmed: int
    broker_share: float
    is_cut_point: bool
    part: int | None = Field(description="1 is the largest part; null: by itself.")


class TieDocument(BuiltLate):
    """A pair about which anybody answered that the reader may read; null is no answer, and never a zero."""

    one_id: str
    other_id: str
    level_one: int | None
    level_other: int | None
    origin_one: str = Field(description="own, for_both, roster, or blank.")
    origin_other: str
    level: int | None = Field(description="The lower of both answers.")
    standing: str = Field(description="confirmed, one_sided, unconfirmed or no_tie.")
    is_disputed: bool


class PartnerNetworkDocument(BuiltLate):
    """The network of partners on a day, as far as the reader may read what partners said."""

    on: str
    purpose_id: str
    sector: str
    lowest_tie: int
    days: list[str] = Field(description="On which something was said; any day can be asked for with ?on=.")
    figures: NetworkFiguresDocument
    organizations: list[NetworkOrganizationDocument]
    ties: list[TieDocument]


class NetworkQuestionDocument(BuiltLate):
    """A question in the community's own words, and what its lowest and highest answers mean."""

    question_id: str
    wording: str
    low_label: str
    high_label: str
    steps: int = Field(description="Answers go from 1 to this.")


class NetworkAnswerDocument(BuiltLate):
    """What one organization answered about another, as it stands."""

    question_id: str
    from_organization: str
    to_organization: str
    answer: str
    date: str = Field(description="The day of the answer, as 2025-03-01.")


class NetworkQuestionsDocument(BuiltLate):
    """The questions in use, and those answers that the reader may read."""

    questions: list[NetworkQuestionDocument]
    answers: list[NetworkAnswerDocument]
