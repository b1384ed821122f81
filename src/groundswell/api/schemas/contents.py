"""What may be sent of an object or a row, made from the package's own columns: strict, and with nothing guessed.

Texts are texts. A number is written as JSON writes it or, as the package keeps it, as decimal text; `false` is not 0.
What is not known is left out. The same columns make the types, their description in OpenAPI, and the words of refusal.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from groundswell.api.bodies import Number, pointed
from groundswell.api.problems import Problem
from groundswell.api.schemas.built_late import BuiltLate
from groundswell.exchange.package.cells import DECIMAL_PATTERN, ID_LENGTH, ID_PATTERN, nearest, problem_with, quoted
from groundswell.exchange.package.columns import Column, Kind
from groundswell.exchange.package.csv_table import is_language

JSON = dict[str, Any]
LANGUAGE_PATTERN = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"
PERIOD_PATTERN = r"[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2])|/[0-9]{4}|\.\.[0-9]{4})?"
DATE_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
PATTERNS = {
    Kind.ID: ID_PATTERN,
    Kind.DECIMAL: DECIMAL_PATTERN,
    Kind.INTEGER: r"-?(0|[1-9][0-9]*)",
    Kind.PERIOD: PERIOD_PATTERN,
    Kind.DATE: DATE_PATTERN,
    Kind.MOMENT: f"({PERIOD_PATTERN}|{DATE_PATTERN})",
    Kind.URL: r"[hH][tT][tT][pP][sS]?://\S+",
}
NUMBERS = {Kind.DECIMAL: "number", Kind.INTEGER: "integer"}
WHAT_IT_IS = {Number: "a number", bool: "true or false", type(None): "null", list: "a list", dict: "an object"}
LEAVE_OUT = "leave the key out where there is nothing to say"


class Content(BuiltLate):
    """Keys of the package and what may stand under them."""

    model_config = ConfigDict(extra="allow")  # sisters such as `name.es`; `problems_in` refuses every other key


def content_model(name: str, fields: tuple[Column, ...], *, doc: str, is_answer: bool = False) -> type[BaseModel]:
    """The type of a content with these columns. In an answer nothing is demanded of what is stored."""
    members: dict[str, Any] = {
        column.name: (_type(column), ... if column.required and not is_answer else None) for column in fields
    }
    base: Any = create_model(name, __base__=Content, __doc__=doc, **members)
    base.model_config = {**base.model_config, "json_schema_extra": _told(fields, doc, is_answer=is_answer)}
    return cast("type[BaseModel]", base)


def _told(fields: tuple[Column, ...], doc: str, *, is_answer: bool) -> Callable[[JSON], None]:
    """Puts the description that JSON Schema can hold in place of what pydantic would say."""

    def tell(schema: JSON) -> None:
        schema.clear()
        schema.update({"description": doc, **_object_schema(fields, is_answer=is_answer)})

    return tell


def problems_in(document: Any, model: type[BaseModel], fields: tuple[Column, ...], pointer: str = "") -> list[Problem]:
    """Everything that is wrong with a content as it was sent; nothing where it may be handed on."""
    if not isinstance(document, dict):
        return [Problem(pointer, f"is {_kind_of(document)} where an object belongs", "send keys and values in braces")]
    found = list(_strange_keys(document, fields, pointer))
    try:
        model.model_validate(document)
    except ValidationError as failure:
        found += [_problem(error, pointer) for error in failure.errors(include_url=False, include_input=False)]
    return found


class PlainTexts:
    """Contents of nothing but texts that are right, told quickly: of thousands of rows most cells say the same.

    What it lets pass `problems_in` finds nothing wrong with; of the rest it says nothing.
    """

    def __init__(self, fields: tuple[Column, ...]) -> None:
        self._columns = {one.name: one for one in fields if not one.many and one.kind is not Kind.DOCUMENT}
        self._required = [one.name for one in fields if one.required]
        self._right: set[tuple[str, str]] = set()

    def are_right(self, document: Any) -> bool:
        """True for an object with every key that must be there and no other key or value than is right."""
        if not isinstance(document, dict) or not all(map(document.__contains__, self._required)):
            return False
        return all(
            isinstance(cell[1], str) and (cell in self._right or self._is_right(cell)) for cell in document.items()
        )

    def _is_right(self, cell: tuple[str, str]) -> bool:
        name, text = cell
        column = self._columns.get(name)
        if column is None or (text and problem_with(column, text)):
            return False
        self._right.add(cell)
        return True


def stored(document: Mapping[str, Any], fields: tuple[Column, ...], *, is_table: bool) -> JSON:
    """The content as the package keeps it: text for numbers, blanks left out. Call it once nothing is wrong."""
    found: JSON = {}
    for key, value in document.items():
        column = column_of(key, fields)
        text = _stored(value, column, is_table=is_table)
        if text not in ("", [], {}):
            found[key] = text
    return found


def shown(content: Mapping[str, Any], fields: tuple[Column, ...]) -> JSON:
    """The content as JSON says it: lists as lists, true and false as such; numbers stay exact decimal text."""
    found: JSON = {}
    for key, value in content.items():
        column = column_of(key, fields)
        if column is not None and column.many and isinstance(value, str):
            found[key] = [part.strip() for part in value.split(";") if part.strip()]
        elif column is not None and column.kind is Kind.BOOLEAN:
            found[key] = value == "true"
        else:
            found[key] = value
    return found


def column_of(key: str, fields: tuple[Column, ...]) -> Column | None:
    """The column that a key means, sisters in other languages included."""
    name, _, language = key.partition(".")
    for column in fields:
        if column.name == key or (column.name == name and column.is_translatable and is_language(language)):
            return column
    return None


def _stored(value: Any, column: Column | None, *, is_table: bool) -> Any:
    if isinstance(value, Number):
        return value.text
    if isinstance(value, bool):
        return "true" if value else ""  # what is not so is a blank cell
    if column is not None and column.kind is Kind.BOOLEAN and value == "false":
        return ""
    if isinstance(value, list):
        parts = [_stored(part, column, is_table=False) for part in value]
        return "; ".join(parts) if is_table else parts
    if isinstance(value, dict):
        inner = column.fields if column else ()
        return {key: _stored(part, column_of(key, inner), is_table=False) for key, part in value.items()}
    return value


def _type(column: Column) -> Any:
    """The type of what may stand in a column: its check and its description."""
    check: Callable[[Any], Any] = partial(_checked, column)
    return Annotated[Any, PlainValidator(check), WithJsonSchema(column_schema(column))]


def _checked(column: Column, value: Any) -> Any:
    if value is None:
        raise _wrong("is null", LEAVE_OUT)
    if column.kind is Kind.DOCUMENT:
        return value  # `_strange_keys` walks through it
    if not column.many:
        return _scalar(column, value)
    if not isinstance(value, list):
        raise _wrong(f"is {_kind_of(value)} where a list belongs", "write [...] around it")
    one = Column(column.name, column.kind, words=column.words)
    for part in value:
        _scalar(one, part)
        if isinstance(part, str) and (not part.strip() or ";" in part):
            raise _wrong("holds a part that is blank or has a semicolon in it", "write each part by itself")
    return value


def _scalar(column: Column, value: Any) -> Any:
    text = value
    if column.kind is Kind.BOOLEAN and isinstance(value, bool):
        return value
    if isinstance(value, Number) and column.kind in NUMBERS:
        text = value.text
    if not isinstance(text, str):
        raise _wrong(f"is {_kind_of(value)} where {_meant(column)} belongs", f"send {_example(column)}")
    if text and (problem := problem_with(column, text)):
        raise _wrong(*problem)
    return value


def _wrong(what: str, fix: str) -> PydanticCustomError:
    return PydanticCustomError("content", "{what}", {"what": what, "fix": fix})


def _kind_of(value: Any) -> str:
    return WHAT_IT_IS.get(type(value), "a text")


def _meant(column: Column) -> str:
    return {"number": "a number", "integer": "a whole number"}.get(NUMBERS.get(column.kind, ""), "a text")


def _example(column: Column) -> str:
    if column.kind in NUMBERS:
        return '12 or "12"' if column.kind is Kind.INTEGER else '20.4 or "20.4"'
    return "true or false" if column.kind is Kind.BOOLEAN else "it between quotation marks"


def _problem(error: Mapping[str, Any], pointer: str) -> Problem:
    where = "".join(f"/{pointed(step)}" for step in error["loc"])
    if error["type"] == "missing":
        return Problem(f"{pointer}{where}", "is missing", f"say {error['loc'][-1]}")
    said = error.get("ctx", {})
    return Problem(f"{pointer}{where}", said.get("what", error["msg"]), said.get("fix", ""))


def _strange_keys(document: Mapping[str, Any], fields: tuple[Column, ...], pointer: str) -> Iterator[Problem]:
    """Keys that nobody knows, sisters that are no text, and whatever is wrong within nested documents."""
    names = [column.name for column in fields]
    for key, value in document.items():
        here = f"{pointer}/{pointed(key)}"
        column = column_of(key, fields)
        if column is None:
            near = nearest(key, names)
            yield Problem(here, f"unknown key {quoted(key)}", f"did you mean {near}?" if near else "leave it out")
        elif column.kind is Kind.DOCUMENT:
            yield from _nested(value, column, here)
        elif column.name != key:
            try:
                _checked(column, value)
            except PydanticCustomError as failure:
                said = failure.context or {}
                yield Problem(here, said["what"], said["fix"])


def _nested(value: Any, column: Column, pointer: str) -> Iterator[Problem]:
    if value is None:
        return  # said already
    if not column.fields:
        yield from _free(value, pointer, is_outermost=True)
        return
    if column.many and not isinstance(value, list):
        yield Problem(pointer, f"is {_kind_of(value)} where a list belongs", "write [...] around it")
        return
    for at, part in enumerate(value if column.many else [value]):
        here = f"{pointer}/{at}" if column.many else pointer
        yield from problems_in(part, _part_model(column), column.fields, here)


def _free(value: Any, pointer: str, *, is_outermost: bool = False) -> Iterator[Problem]:
    """Within a free document everything is text, in lists and objects."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _free(part, f"{pointer}/{pointed(key)}")
    elif is_outermost:
        yield Problem(pointer, f"is {_kind_of(value)} where an object belongs", "send keys and values in braces")
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from _free(part, f"{pointer}/{at}")
    elif not isinstance(value, str | Number):
        yield Problem(pointer, f"is {_kind_of(value)} where a text belongs", "send it between quotation marks")
    elif isinstance(value, str) and (problem := problem_with(Column("text"), value)):
        yield Problem(pointer, *problem)


_PARTS: dict[str, type[BaseModel]] = {}


def _part_model(column: Column) -> type[BaseModel]:
    if column.name not in _PARTS:
        _PARTS[column.name] = content_model(f"{column.name.title()}Part", column.fields, doc=f"One of {column.name}.")
    return _PARTS[column.name]


def column_schema(column: Column) -> JSON:
    """What JSON Schema says of a column."""
    if column.kind is Kind.DOCUMENT:
        inner = _object_schema(column.fields) if column.fields else {"type": "object"}
        return {"type": "array", "items": inner} if column.many else inner
    if column.many:
        return {"type": "array", "items": _scalar_schema(column, may_be_blank=False)}
    return _scalar_schema(column, may_be_blank=not column.required)


def _scalar_schema(column: Column, *, may_be_blank: bool) -> JSON:
    text: JSON = {"type": "string"}
    if column.kind is Kind.WORD:
        text["enum"] = [*map(str, column.words), *([""] if may_be_blank else [])]
    elif column.kind is Kind.BOOLEAN:
        return {"anyOf": [{"type": "boolean"}, {"type": "string", "enum": ["true", "false", ""]}]}
    elif pattern := PATTERNS.get(column.kind):
        text["pattern"] = f"^({pattern}){'?' if may_be_blank else ''}$"
        text["maxLength"] = ID_LENGTH if column.kind is not Kind.URL else 4000
    if column.kind in NUMBERS:
        number: JSON = {"type": NUMBERS[column.kind]}
        if column.low is not None:
            number["exclusiveMinimum" if column.is_open else "minimum"] = column.low
        if column.high is not None:
            number["exclusiveMaximum" if column.is_open else "maximum"] = column.high
        return {"anyOf": [text, number]}
    return text


def _object_schema(fields: tuple[Column, ...], *, is_answer: bool = False) -> JSON:
    said: JSON = {
        "type": "object",
        "properties": {column.name: column_schema(column) for column in fields},
        "additionalProperties": False,
    }
    if required := [column.name for column in fields if column.required and not is_answer]:
        said["required"] = required
    sisters = [column.name for column in fields if column.is_translatable]
    if sisters:
        said["patternProperties"] = {f"^({'|'.join(sisters)})\\.{LANGUAGE_PATTERN}$": {"type": "string"}}
    return said
