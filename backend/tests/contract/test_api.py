"""The API as its own description has it, asked by a machine that does not know what we meant."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backend.tests.contract.server import Server, running_server

HOLDS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# A stream never ends by itself; signing out would end the session that the other cases use.
APART = "stream_events|sign_out"

api = schemathesis.pytest.from_fixture("described_api")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def described_api(server: Server) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{server.url}/openapi.json")


@pytest.mark.slow
@(api.exclude(operation_id_regex=APART).parametrize())
@settings(
    max_examples=15, derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_operation_answers_as_described(case: schemathesis.Case[Any], server: Server) -> None:
    """With ids that nobody has, then with those of things that are there."""
    case.call_and_validate(headers=server.headers, checks=HOLDS)

    case.path_parameters = {name: server.known.get(name, value) for name, value in (case.path_parameters or {}).items()}

    case.call_and_validate(headers=server.headers, checks=HOLDS)
