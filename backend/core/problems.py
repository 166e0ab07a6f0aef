"""Errors as RFC 9457 problems: the only place that knows both kinds of errors and HTTP statuses."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from backend.core import errors
from backend.core.database import is_deadlock

logger = logging.getLogger(__name__)
PROBLEM_JSON = "application/problem+json"

STATUS_OF: dict[type[errors.ApplicationError], int] = {
    errors.NotSignedIn: 401,
    errors.NotPermitted: 403,
    errors.NotFound: 404,
    errors.NotAcceptable: 406,
    errors.Conflict: 409,
    errors.PreconditionFailed: 412,
    errors.TooLarge: 413,
    errors.Unprocessable: 422,
    errors.TooManyRequests: 429,
    errors.Unavailable: 503,
}


class FieldProblem(BaseModel):
    field: str = Field(description="Where in the request, dotted: `body.package_size`.")
    message: str
    line: int | None = Field(default=None, description="Of a text that was sent: where in it, from 1.")
    column: int | None = None
    path: str | None = Field(default=None, description="And which entry: `CT.preprocessing[0].crop`.")


class Problem(BaseModel):
    """RFC 9457, with a stable `error` name for programs."""

    type: str = "about:blank"
    title: str
    status: int
    error: str = Field(description="The stable name of the error.")
    detail: str = Field(description="What happened, for people.")
    errors: list[FieldProblem] | None = Field(default=None, description="The fields at fault, when fields are.")


def status_of(error: type[errors.ApplicationError]) -> int:
    return next((STATUS_OF[kind] for kind in error.__mro__ if kind in STATUS_OF), 500)


def problems(*raised: type[errors.ApplicationError]) -> dict[int | str, dict[str, Any]]:
    """What a route may answer besides success, for its OpenAPI description."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in raised:
        entry = by_status.setdefault(status_of(error), {"model": Problem, "description": ""})
        entry["description"] = " · ".join(filter(None, [entry["description"], f"{error.__name__}: {error.message}"]))
    return by_status


def content(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """A successful answer that is not JSON, for the OpenAPI description of its route."""
    return {200: {"content": {media_type: {} for media_type in media_types}}}


def problem_response(status: int, error: str, detail: str, **members: Any) -> JSONResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "error": error,
        "detail": detail,
    }
    return JSONResponse(body | members, status_code=status, media_type=PROBLEM_JSON)


async def on_application_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.ApplicationError)  # noqa: S101 - registered for this class only
    members = getattr(error, "members", {})
    return problem_response(status_of(type(error)), type(error).__name__, str(error), **members)


async def on_validation_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    fields = [{"field": ".".join(map(str, item["loc"])), "message": item["msg"]} for item in error.errors()]
    detail = "; ".join(f"{item['field']}: {item['message']}" for item in fields)
    return problem_response(422, "InvalidRequest", detail, errors=fields)


async def on_http_exception(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    name = HTTPStatus(error.status_code).phrase.title().replace(" ", "")
    return problem_response(error.status_code, name, str(error.detail))


async def on_integrity_error(request: Request, error: Exception) -> JSONResponse:
    """A constraint or a version that no verb foresaw: somebody was quicker. Logged, to be named better."""
    logger.warning("constraint.broken", extra={"path": request.url.path}, exc_info=error)
    return problem_response(409, "Conflict", "Somebody else changed this at the same time. Look again and retry.")


async def on_operational_error(request: Request, error: Exception) -> JSONResponse:
    """Of two transactions that wait for each other the database ends one: it may be tried again."""
    assert isinstance(error, OperationalError)  # noqa: S101 - registered for this class only
    return await (on_integrity_error if is_deadlock(error) else on_unexpected)(request, error)


async def on_unexpected(request: Request, error: Exception) -> JSONResponse:
    logger.error("request.failed", extra={"path": request.url.path}, exc_info=error)
    return problem_response(500, "Unexpected", "The server failed at this. The failure is in its log.")


def describe_problems(api: dict[str, Any]) -> dict[str, Any]:
    """Say in the OpenAPI description what errors really look like, invalid requests included."""
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in api["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    response["content"] = content
    schemas = api["components"]["schemas"]
    for fastapis_own in ("HTTPValidationError", "ValidationError"):
        schemas.pop(fastapis_own, None)
    return api


def install_problems(app: FastAPI) -> None:
    describe = app.openapi
    app.openapi = lambda: describe_problems(describe())  # type: ignore[method-assign]  # as FastAPI documents it
    app.add_exception_handler(errors.ApplicationError, on_application_error)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(IntegrityError, on_integrity_error)
    app.add_exception_handler(StaleDataError, on_integrity_error)
    app.add_exception_handler(OperationalError, on_operational_error)
    app.add_exception_handler(Exception, on_unexpected)
