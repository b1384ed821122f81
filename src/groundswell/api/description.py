"""The OpenAPI description, told as it is: tables as CSV, problems as problem documents, operations by their names, and
of every operation each status that it may answer with."""

from typing import Any

from ninja import NinjaAPI, Router
from ninja.constants import NOT_SET
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.schema import NinjaGenerateJsonSchema
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from groundswell.api.bodies import BYTES, MERGE_PATCH
from groundswell.api.schemas.people import ClashDocument, ProblemDocument
from groundswell.apps.submissions.queries.listing import MEGABYTES_OF_A_FILE, MEGABYTES_TOGETHER

JSON = dict[str, Any]
REFERENCE = "#/components/schemas/{model}"
TABLE = {"description": "A table, comma-separated, in UTF-8.", "content": {"text/csv": {"schema": {"type": "string"}}}}
UNCHANGED = {"description": "What you have, by its ETag, is still so."}
ETAG = {"schema": {"type": "string"}, "description": "The version of what is answered."}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "Names this request, so that it is done once however often it is sent; kept for 48 hours.",
}
SEEN = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": '^(W/)?"[!#-~]{1,200}"$'},
    "description": "The ETag of the version that you saw.",
}
READ_PROBLEMS = {
    401: "The access token is unknown, has run out, or was revoked.",
    404: "There is nothing here, or nothing that you may see.",
    405: "This address does not answer this method.",
    422: "What was asked cannot be understood; `errors` says each thing.",
    429: "Too many bad tokens came from your address.",
    503: "Others are writing; nothing was changed. Ask again.",
}
RIGHTS_PROBLEMS = {403: "You may open the community and not do this in it; `roles` may."}
WRITE_PROBLEMS = {
    400: "What was sent is not JSON, or a header cannot be read.",
    409: "Somebody changed it after the version that you saw (`difference`), or the key's first request still runs.",
    413: f"More than {BYTES:,} bytes were sent.",
    415: "What was sent is not JSON.",
    428: "If-Match is missing.",
}
UPLOAD_PROBLEMS = {
    400: "What was sent is no whole multipart form, or a header cannot be read.",
    413: f"A file is larger than {MEGABYTES_OF_A_FILE} MB, or all of them together than {MEGABYTES_TOGETHER} MB.",
    415: "What was sent is no multipart form.",
}
BODIES: dict[str, type[BaseModel]] = {}
ANSWERS: dict[str, type[BaseModel]] = {}


def answers(model: Any, *, made: bool = False, writes: bool = False) -> dict[int, Any]:
    """Which models an operation answers with, by status."""
    problems = {**READ_PROBLEMS, **RIGHTS_PROBLEMS, **(WRITE_PROBLEMS if writes else {})}
    documents: dict[int, Any] = {
        status: ClashDocument if status == 409 else ProblemDocument for status in sorted(problems)
    }
    return {201 if made else 200: model, **documents}


def sends(body: type[BaseModel] | JSON | None, *parameters: JSON, patch: type[BaseModel] | None = None) -> JSON:
    """What an operation takes: a body by its model or schema, and headers."""
    said: JSON = {"parameters": list(parameters), "security": [{"token": []}]}
    if body is not None:
        schema = body if isinstance(body, dict) else reference(body)
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if patch is not None:
        content = {MERGE_PATCH: {"schema": {"type": "object"}}, "application/json": {"schema": {"type": "object"}}}
        fields = f"Some fields of {patch.__name__}."
        said["requestBody"] = {"required": True, "description": fields, "content": content}
    return said


def reference(model: type[BaseModel]) -> JSON:
    """Where the description of a model stands."""
    BODIES[model.__name__] = model
    return {"$ref": REFERENCE.format(model=model.__name__)}


class DescribedRouter(Router):
    """A router that says of answers what they hold and checks none of them: every view writes its own.

    django-ninja would make a type for each status of each operation: fourteen hundred, whenever a program starts.
    """

    def add_api_operation(
        self, path: str, methods: list[str], view_func: Any, *, response: Any = None, **wishes: Any
    ) -> None:
        """As django-ninja does it, with references to what answers hold."""
        documents = response if isinstance(response, dict) else {200: None if response is NOT_SET else response}
        said: JSON = {"responses": {status: _holding(model) for status, model in documents.items() if model}}
        extra = wishes.get("openapi_extra") or {}
        said["responses"].update(extra.get("responses", {}))
        wishes |= {"response": dict.fromkeys(documents), "openapi_extra": {**extra, **said}}
        super().add_api_operation(path, methods, view_func, **wishes)


def _holding(model: type[BaseModel]) -> JSON:
    ANSWERS[model.__name__] = model
    return {"content": {"application/json": {"schema": {"$ref": REFERENCE.format(model=model.__name__)}}}}


class DescribedAPI(NinjaAPI):
    """A NinjaAPI whose description says what its answers really carry."""

    _described: OpenAPISchema | None = None  # made once, for it takes a second or two and never changes

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """The description as django-ninja makes it, with media types, bodies and problems put right."""
        if self._described is None:
            self._described = self._describe(path_prefix, path_params)
        return self._described

    def _describe(self, path_prefix: str | None, path_params: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        components = schema["components"]
        schemas = components.setdefault("schemas", {})
        told = [(model, "serialization") for model in ANSWERS.values()]
        _, found = models_json_schema(told, ref_template=REFERENCE, schema_generator=NinjaGenerateJsonSchema)  # type: ignore[arg-type]
        schemas.update(found["$defs"])
        models = [(model, "validation") for model in (*BODIES.values(), ProblemDocument, ClashDocument)]
        _, found = models_json_schema(models, ref_template=REFERENCE)  # type: ignore[arg-type]
        schemas.update(found["$defs"])
        bearer = {"type": "http", "scheme": "bearer", "description": "An access token, gsw_..., made in the browser."}
        components["securitySchemes"] = {"token": bearer}
        for route, operations in schema["paths"].items():
            for method, operation in operations.items():
                if method == "get":
                    operation["security"] = [{}, {"token": []}]
                _put_right(operation["responses"], is_table=route.endswith(".csv"), is_read=method == "get")
                if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
                    for status, words in UPLOAD_PROBLEMS.items():
                        operation["responses"][status]["description"] = words
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the view, such as `indicator_json`."""
        return str(getattr(operation.view_func, "__name__", ""))


def _put_right(responses: dict[Any, Any], *, is_table: bool, is_read: bool) -> None:
    by_status = {int(status): response for status, response in responses.items()}
    problems = {**READ_PROBLEMS, **RIGHTS_PROBLEMS, **WRITE_PROBLEMS}
    for status, document in ((status, ProblemDocument) for status in READ_PROBLEMS if is_read):
        by_status.setdefault(status, {"content": {"application/json": {"schema": reference(document)}}})
    for status, response in by_status.items():
        if status >= 400:
            schema = response["content"].get("application/json", {}).get("schema", reference(ProblemDocument))
            response["content"] = {"application/problem+json": {"schema": schema}}
            response["description"] = problems[status]
        elif not is_table:
            response.setdefault("headers", {})["ETag"] = {**ETAG, "required": False}
    responses.clear()
    responses.update(by_status)
    if is_table:
        responses[200] = TABLE
    if is_read:
        responses[304] = UNCHANGED
