"""YAML (and JSON, which is YAML) with the place of every entry, so that an error can be shown at its line.

Read by ruamel.yaml, as pyradiomics reads its own parameter files: YAML 1.2, to which `1e-3` is a number and `on` is
neither true nor false.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from backend.core.errors import Unprocessable

MOST_ENTRIES = 20_000  # an alias may stand for much, and for aliases
DEEPEST = 20
MOST_BRACKETS = 2_000  # the reader takes seconds over more
MOST_ERRORS = 100
TAG = "tag:yaml.org,2002:"
SCALARS = {f"{TAG}{kind}" for kind in ("null", "bool", "int", "float", "str", "timestamp")}


@dataclass(frozen=True)
class SourceError:
    """What is wrong with a text, and where; lines and columns count from one, `path` reads `CT.preprocessing[0]`."""

    line: int
    column: int
    path: str
    message: str


class InvalidPreset(Unprocessable):
    message = "The preset is not valid."

    def __init__(self, message: str | None = None, errors: tuple[SourceError, ...] = ()) -> None:
        super().__init__(message or (_first(errors) if errors else None))
        self.args = (str(self), errors)  # both survive a pickled way back
        self.errors = errors

    @property
    def members(self) -> dict[str, Any]:
        """What the problem tells beside the message."""
        return {"errors": [{"field": "body.source", **vars(error)} for error in self.errors]}


@dataclass(frozen=True)
class Entry:
    """A value with its place: where its key stands, if it has one. Values of mappings and lists are entries again."""

    value: Any
    line: int
    column: int
    path: str

    def error(self, message: str) -> SourceError:
        return SourceError(self.line, self.column, self.path, message)

    def plain(self) -> Any:
        """The value without places, as JSON has it."""
        if isinstance(self.value, dict):
            return {key: entry.plain() for key, entry in self.value.items()}
        if isinstance(self.value, list):
            return [entry.plain() for entry in self.value]
        return self.value


def read_yaml(source: str) -> Entry:
    """Read one document. Raises InvalidPreset with the place of what cannot be read."""
    if source.count("[") + source.count("{") > MOST_BRACKETS:
        raise _invalid((1, 1), "", "This has too many brackets.")
    reader = YAML(typ="safe", pure=True)
    try:
        node = reader.compose(source)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = " ".join(filter(None, [error.context, error.problem]))
        raise InvalidPreset(errors=(SourceError(line, column, "", f"This is not YAML: {said}."),)) from error
    except ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        raise InvalidPreset(errors=(SourceError(line, 1, "", "A character here is not allowed in YAML."),)) from error
    except (YAMLError, ValueError) as error:
        raise InvalidPreset(errors=(SourceError(1, 1, "", f"This is not YAML: {error}"),)) from error
    except RecursionError as error:
        raise InvalidPreset(errors=(SourceError(1, 1, "", "This is nested too deeply."),)) from error
    if node is None:
        raise InvalidPreset(errors=(SourceError(1, 1, "", "There is nothing in it."),))
    return _Converter(reader.constructor).entry(node, "", _place(node), 0)


class _Converter:
    def __init__(self, constructor: Any) -> None:
        self.constructor = constructor
        self.count = 0

    def entry(self, node: Node, path: str, place: tuple[int, int], depth: int) -> Entry:
        self.count += 1
        if self.count > MOST_ENTRIES or depth > DEEPEST:
            raise _invalid(place, path, "This has too many entries, or is nested too deeply.")
        if isinstance(node, MappingNode):
            value: Any = dict(self._pairs(node, path, depth))
        elif isinstance(node, SequenceNode):
            items = enumerate(node.value)
            value = [self.entry(item, f"{path}[{index}]", _place(item), depth + 1) for index, item in items]
        else:
            value = self._scalar(node, path, place)
        return Entry(value, *place, path)

    def _pairs(self, node: MappingNode, path: str, depth: int) -> Iterator[tuple[str, Entry]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            place = _place(key_node)
            if not isinstance(key_node, ScalarNode) or key_node.tag != f"{TAG}str":
                raise _invalid(place, path, "A key has to be a word; in quotes, if it looks like something else.")
            key = str(key_node.value)
            below = f"{path}.{key}" if path else key
            if key in seen:
                raise _invalid(place, below, f"The key {key} stands here twice.")
            seen.add(key)
            yield key, self.entry(value_node, below, place, depth + 1)

    def _scalar(self, node: Node, path: str, place: tuple[int, int]) -> Any:
        if node.tag not in SCALARS:
            raise _invalid(place, path, f"Tags as {str(node.tag).removeprefix(TAG)} are not allowed.")
        if node.tag == f"{TAG}timestamp":
            return str(node.value)
        try:
            value = self.constructor.construct_object(node)
        except ValueError as error:
            raise _invalid(place, path, f"{node.value} cannot be read.") from error
        if isinstance(value, float) and not math.isfinite(value):
            raise _invalid(place, path, "A number has to be finite.")
        return value


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _invalid(place: tuple[int, int], path: str, message: str) -> InvalidPreset:
    return InvalidPreset(errors=(SourceError(*place, path, message),))


def _first(errors: tuple[SourceError, ...]) -> str:
    first = errors[0]
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"Line {first.line}: {first.message}{more}"
