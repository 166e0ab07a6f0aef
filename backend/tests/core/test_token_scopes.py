"""How far tokens of programs go, on every route there is: refused before anything is done."""

import hashlib
from datetime import timedelta

import pytest

from backend.core.database import now
from backend.core.permissions import NOT_BY_TOKEN, ONLY_LOOKS, ROUTES, Scope, TokenScope, token_allows, token_scope_for
from backend.models.api_token import ApiToken
from backend.tests.core.conftest import Stage
from backend.tests.core.operations import OPERATIONS, PROTECTED, Operation

REFUSED = [
    (operation, scope)
    for operation in PROTECTED
    for scope in TokenScope
    if not token_allows(scope, operation.name, operation.method)
]


def test_what_is_named_beside_the_table_is_in_it() -> None:
    assert set(ROUTES) >= NOT_BY_TOKEN | ONLY_LOOKS


def test_reading_is_looking_and_managing_is_everything_but_the_account() -> None:
    for operation in OPERATIONS:
        may = {scope for scope in TokenScope if token_allows(scope, operation.name, operation.method)}
        if operation.name in NOT_BY_TOKEN:
            assert may == set()
        else:
            assert TokenScope.MANAGE in may
            changes = operation.method not in {"GET", "HEAD"} and operation.name not in ONLY_LOOKS
            assert (TokenScope.READ in may) is not changes


def test_annotating_is_reading_samples_and_taking_packages() -> None:
    annotating = {each.name for each in OPERATIONS if token_scope_for(each.name, each.method) is TokenScope.ANNOTATE}

    assert annotating >= {"open_examination", "apply_operations", "put_examination", "claim_next_package"}
    assert not annotating & {"update_set", "create_label", "delete_set", "assign_packages", "create_upload"}
    assert all(ROUTES[name].scope is not Scope.SYSTEM for name in annotating)


@pytest.mark.once
async def test_every_route_refuses_a_token_that_is_too_narrow(stage: Stage) -> None:
    lead, keys = stage.world.users["group admin"], {scope: f"iso_{scope.value}" for scope in TokenScope}
    async with stage.app.state.database.write() as session:
        for scope, key in keys.items():
            digest = hashlib.sha256(key.encode()).hexdigest()
            ends = now() + timedelta(days=1)
            session.add(
                ApiToken(user_id=lead.id, name="x", token_sha256=digest, hint="iso_", scope=scope, expires_at=ends)
            )

    for operation, scope in REFUSED:
        error = await _error(stage, operation, keys[scope])
        assert error == "TokenTooNarrow", f"{operation.name} by a token to {scope.value}"


async def _error(stage: Stage, operation: Operation, key: str) -> str:
    request = stage.world.request(operation)
    headers = request.pop("headers") | {"Authorization": f"Bearer {key}"}
    answer = await stage.client.request(operation.method, stage.world.address(operation), headers=headers, **request)
    return str(answer.json()["error"])
