"""The OpenAPI description, told as it is: tables as CSV, problems as problem documents, operations by their names."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

TABLE = {"description": "A table, comma-separated, in UTF-8.", "content": {"text/csv": {"schema": {"type": "string"}}}}
UNCHANGED = {"description": "What you have, by its ETag, is still so."}


class DescribedAPI(NinjaAPI):
    """A NinjaAPI whose description says what its answers really carry."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """The description as django-ninja makes it, with media types put right."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for route, operations in schema["paths"].items():
            for operation in operations.values():
                _put_right(operation["responses"], is_table=route.endswith(".csv"))
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the view, such as `indicator_json`."""
        return str(getattr(operation.view_func, "__name__", ""))


def _put_right(responses: dict[Any, Any], *, is_table: bool) -> None:
    for status, response in responses.items():
        if int(status) >= 400 and "application/json" in response.get("content", {}):
            response["content"] = {"application/problem+json": response["content"]["application/json"]}
    if is_table:
        responses[200] = TABLE
    responses[304] = UNCHANGED
