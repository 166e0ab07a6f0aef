"""Every operation of the API, as its description has it."""

from dataclasses import dataclass

from backend.app import create_app
from backend.core.permissions import ROUTES, Route, Scope
from backend.core.settings import Settings


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str

    @property
    def names_an_object(self) -> bool:
        return "{" in self.path

    @property
    def route(self) -> Route:
        return ROUTES[self.name]


def _operations() -> list[Operation]:
    paths = create_app(Settings(_env_file=None)).openapi()["paths"]
    return [
        Operation(operation["operationId"], method.upper(), path)
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]


OPERATIONS = _operations()
CLASSIFIED = [operation for operation in OPERATIONS if operation.name in ROUTES]
PROTECTED = [operation for operation in CLASSIFIED if operation.route.scope is not Scope.PUBLIC]
