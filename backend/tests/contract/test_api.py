"""The API as its own description has it, asked by a machine that does not know what we meant."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from backend.core.permissions import ROUTES
from backend.tests.contract.server import Server, running_server

HOLDS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# A stream never ends by itself; signing out would end the session that the other cases use.
APART = {"stream_events", "sign_out"}
EXAMPLES = 8
# What is deleted cannot be asked about any more: last, the smaller things first.
LAST = ("delete_label", "delete_set", "delete_group")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def api(server: Server) -> OpenApiSchema:
    return schemathesis.openapi.from_url(f"{server.url}/openapi.json")


@pytest.mark.slow
@pytest.mark.parametrize("operation_id", [*sorted(set(ROUTES) - APART - set(LAST)), *LAST])
def test_answers_as_described(operation_id: str, api: OpenApiSchema, server: Server) -> None:
    """With ids that nobody has, then with those of things that are there."""
    operation: Any = api.find_operation_by_id(operation_id)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(headers=server.headers, checks=HOLDS)
        case.path_parameters = {n: server.known.get(n, value) for n, value in (case.path_parameters or {}).items()}
        case.call_and_validate(headers=server.headers, checks=HOLDS)

    ask()
