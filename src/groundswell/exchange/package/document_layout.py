"""Every YAML file of a community package, and the front matter of its stories, as data: keys in order."""

from groundswell.core.vocabulary import MeasureUnit, Polarity, Power, Question, Standing, Unit, Visibility
from groundswell.exchange.package.columns import (
    RETIRED,
    Column,
    DocumentLayout,
    Kind,
    boolean,
    code,
    decimal,
    identifier,
    integer,
    period,
    prose,
    text,
    url,
    word,
)
from groundswell.exchange.package.layout import GOVERNANCE, PLACE, RESULTS

VERSIONS = Column(
    "versions",
    Kind.DOCUMENT,
    many=True,
    fields=(Column("from", Kind.MOMENT, required=True), prose("definition", required=True)),
)
LEADS = Column(
    "leads",
    Kind.DOCUMENT,
    many=True,
    fields=(identifier("indicator_id", "indicators", required=True), decimal("years", 0)),
)

COMMUNITY = DocumentLayout(
    "community",
    (
        word("format", "1"),
        identifier("id", required=True),
        prose("name", required=True),
        prose("purpose"),
        PLACE,
        code("language"),
        code("time_zone"),
        code("currency"),
        integer("fiscal_year_start", 1, 12),  # a month
        word("fiscal_year_named_by", "start", "end"),
        integer("minimum_cell", 1),
        word("visibility", *Visibility),
        text("licence"),
        Column("terms", Kind.DOCUMENT),
        text("framework"),
        prose("notice"),  # shown on every page, e.g. that the community is invented
        word("comparison_rule", "nchs", "ties_improve"),
        boolean("public_promises"),  # true: everybody who opens the community reads what was promised
        RETIRED,
    ),
)
INDICATOR = DocumentLayout(
    "indicators",
    (
        RESULTS,
        prose("name", required=True),
        prose("definition"),
        prose("why_it_matters"),
        word("unit", *Unit),
        integer("per", 1),
        word("polarity", *Polarity),
        word("standing", *Standing),
        *(word(f"{name}_power", *Power) for name in ("communication", "proxy", "data")),
        integer("sort"),  # its place among the indicators of its results
        text("frequency"),
        text("publisher"),
        url("url"),
        LEADS,
        period("work_began"),
        identifier("headline_group", "groups"),
        *GOVERNANCE,
        VERSIONS,
        RETIRED,
    ),
)
MEASURE = DocumentLayout(
    "measures",
    (
        prose("name", required=True),
        prose("definition"),
        prose("why_it_matters"),
        word("question", *Question),
        word("unit", *MeasureUnit),
        word("polarity", *Polarity),
        Column("rule", Kind.DOCUMENT),
        *GOVERNANCE,
        VERSIONS,
        RETIRED,
    ),
)
STORY = DocumentLayout(
    "stories",
    (
        word(
            "subject",
            "community",
            "result",
            "indicator",
            "measure",
            "strategy",
            "program",
            "organization",
            "partnership",
            "network",
            required=True,
        ),
        identifier("subject_id"),
        word("question", "story", "partners", "what_works", "action", required=True),
        period(),
        RETIRED,
    ),
)
SOURCE_KEYS = (
    "indicator_id",
    "indicator",
    "name",
    "file",
    "sheet",
    "header_rows",
    "skip_rows",
    "encoding",
    "delimiter",
    "unwrap_formulas",
    "publisher",
    "url",
    "licence",
    "where",
    "period",
    "place",
    "group",
    "value",
    "moe",
    "interval",
    "numerator",
    "denominator",
    "quality",
    "target",
    "suppressed",
    "missing",
    "not_applicable",
    "retired",
)
