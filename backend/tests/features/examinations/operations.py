"""What a reader's browser sends."""

from typing import Any
from uuid import uuid4

import httpx

from backend.tests.factories.users import Client


def put(annotation: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "put_annotation", "annotation": annotation}


def flags(**values: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "set_flags", **values}


def delete(annotation_id: str) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "delete_annotation", "annotation_id": annotation_id}


def state(value: str) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "set_state", "state": value}


async def send(client: Client, reading: dict[str, Any], *operations: dict[str, Any], base: int = 0) -> httpx.Response:
    return await client.post(
        f"/api/v1/examinations/{reading['id']}/operations",
        json={"base_version": base, "operations": list(operations)},
    )


async def write(client: Client, reading: dict[str, Any], *, base: int = 0, **whole: Any) -> httpx.Response:
    """Put the whole reading, as a program would."""
    return await client.put(
        f"/api/v1/examinations/{reading['id']}", json={"base_version": base, "annotations": [], **whole}
    )
