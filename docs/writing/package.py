"""The files of a community package, from the layouts that check them."""

from groundswell.exchange.package.columns import RETIRED, Column, DocumentLayout, Kind, TableLayout
from groundswell.exchange.package.document_layout import COMMUNITY, INDICATOR, MEASURE, STORY
from groundswell.exchange.package.layout import RESERVED, TABLES
from writing.tables import table

OPENING = """# The community package

A community is a folder of plain CSV and YAML files. `groundswell check` validates one, `load` takes it in, `dump` writes it;
dump, load and dump again gives the same bytes. A dump is a valid Frictionless Data Package.

**Writing.** UTF-8 (a byte order mark is taken), LF, comma, a header row. Dates as `2024-09-30`. A decimal point. `true` and
`false`. Lists within a cell are separated by `; `. Ids match `[a-z0-9]+(-[a-z0-9]+)*`, at most 64 long, unique within the community.
A text holds no control characters, and a name (`name`, `label`, `title`, `representative`, `table`) no mark that turns the direction of
writing: U+202A to U+202E, U+2066 to U+2069.
A `percent` is written as people write it: `20.4`. Shares, risks and effects in `contributions.csv` are proportions: `0.35`.

**Presence.** Every file is optional but `community.yaml`; a column that is absent is blank. Unknown files and columns are errors that
name them, except `datapackage.json`, README, LICENSE and dotfiles. Blank `place_id` is the community's own place; blank `group_id` is
everyone.

**Periods.** `2023`, `2023-Q2`, `2023-06`, `2022/2023` (a school or fiscal year) and `2018..2022` (a survey span, first and last year).

**Languages.** A column or key marked *translatable* may have a sister such as `name.es`.

**Retiring.** Any row may carry `retired`, a date. Nothing is deleted.

**Links of programs to indicators.** A blank `link_id` of `contributions.csv` is made of the program and the indicator (and the place and
group, where said), a blank `version` is the next number. A version never changes: where a load says something else under a version that
stands, it is kept as the next one, and a finding says so. The highest version counts; where it is retired, the link is withdrawn. What is
no effect is refused: a rate of success, a change without a comparison whose range does not reach to no effect at all. `settings` and
`content` hold JSON.

**Loading into a community that exists** updates and adds. A changed observation becomes a revision; rows that are not in the package stay.
"""

KINDS = {
    Kind.ID: "an id",
    Kind.TEXT: "text",
    Kind.DECIMAL: "an exact decimal",
    Kind.INTEGER: "a whole number",
    Kind.PERIOD: "a period",
    Kind.DATE: "a date",
    Kind.MOMENT: "a period or a date",
    Kind.BOOLEAN: "true or false",
    Kind.URL: "an address on the web",
    Kind.DOCUMENT: "nested YAML",
}


def what_stands_there(column: Column) -> str:
    """The cell in words: its kind, its bounds, what it points to."""
    text = " or ".join(f"`{word}`" for word in column.words) if column.kind is Kind.WORD else KINDS[column.kind]
    if column.to:
        text += f" found in `{column.to}`"
    if column.many:
        text = f"a list: {text}"
    bounds = [f"{'above' if column.is_open else 'at least'} {column.low:g}"] if column.low is not None else []
    bounds += [f"{'below' if column.is_open else 'at most'} {column.high:g}"] if column.high is not None else []
    if bounds:
        text += f", {' and '.join(bounds)}"
    if column.fields:
        text += f" with `{'`, `'.join(field.name for field in column.fields)}`"
    return f"{text}; translatable" if column.is_translatable else text


def _columns(columns: tuple[Column, ...], key: tuple[str, ...] = ()) -> str:
    rows = []
    for column in columns:
        if column is RETIRED:
            continue
        duty = "key" if column.name in key else ""
        duty = f"{duty}, required".strip(", ") if column.required else duty
        rows.append((f"`{column.name}`", what_stands_there(column), duty))
    return table(("name", "what stands there", ""), rows)


def _table_section(layout: TableLayout) -> str:
    return f"## {layout.file}\n\n{_columns(layout.columns, layout.key)}\n"


def _document_section(title: str, layout: DocumentLayout) -> str:
    return f"## {title}\n\n{_columns(layout.fields)}\n"


def page() -> str:
    """Every file, those of everybody first."""
    sections = [
        OPENING,
        _document_section("community.yaml", COMMUNITY),
        _document_section("indicators/ID.yaml", INDICATOR),
        "## sources/ID.yaml\n\nA mapping: see [source mappings](mapping.md).\n",
        *(_table_section(layout) for layout in TABLES.values()),
        "## boundaries.geojson\n\nA FeatureCollection; `properties.place_id` of each feature names its place.\n",
        _document_section("measures/ID.yaml", MEASURE),
        _document_section("stories/*.md, front matter", STORY),
        "## Reserved\n\n" + ", ".join(f"`{name}.csv`" for name in RESERVED) + " are reserved for a later version.\n",
    ]
    return "\n".join(sections)
