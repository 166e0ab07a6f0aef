"""What single values of a preset may be, each with the words to refuse them in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.imaging.preset_yaml import Entry, SourceError

Errors = list[SourceError]


@dataclass(frozen=True)
class Rule:
    """`holds` tells whether a plain value will do; `must_be` completes "It must be …"."""

    holds: Callable[[Any], bool]
    must_be: str

    def check(self, entry: Entry, errors: Errors) -> None:
        if not self.holds(entry.plain()):
            errors.append(entry.error(f"{_last(entry.path)} must be {self.must_be}."))


def is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def boolean() -> Rule:
    return Rule(lambda value: isinstance(value, bool), "true or false")


def integer(least: int | None = None, most: int | None = None) -> Rule:
    def holds(value: Any) -> bool:
        return is_integer(value) and (least is None or value >= least) and (most is None or value <= most)

    return Rule(holds, f"a whole number{_bounds(least, most)}")


def number(*, above: float | None = None, least: float | None = None, most: float | None = None) -> Rule:
    def holds(value: Any) -> bool:
        return (
            is_number(value)
            and (above is None or value > above)
            and (least is None or value >= least)
            and (most is None or value <= most)
        )

    return Rule(holds, "a number" + (f" above {above:g}" if above is not None else _bounds(least, most)))


def choice(*allowed: str) -> Rule:
    return Rule(lambda value: isinstance(value, str) and value in allowed, "one of " + ", ".join(allowed))


def text(most: int) -> Rule:
    return Rule(lambda value: isinstance(value, str) and len(value) <= most, f"a text of {most} characters at most")


def list_of(one: Rule, length: int | None = None) -> Rule:
    def holds(value: Any) -> bool:
        fits = isinstance(value, list) and (len(value) == length if length else bool(value))
        return fits and all(one.holds(item) for item in value)

    return Rule(holds, f"a list of {length or 'values'}, each {one.must_be}")


def either(first: Rule, second: Rule) -> Rule:
    return Rule(lambda value: first.holds(value) or second.holds(value), f"{first.must_be}, or {second.must_be}")


def or_null(rule: Rule) -> Rule:
    return Rule(lambda value: value is None or rule.holds(value), f"{rule.must_be}, or null")


def check_map(entry: Entry, rules: dict[str, Rule], errors: Errors, what: str) -> bool:
    """Check a mapping of known keys. False where it is no mapping at all."""
    if not isinstance(entry.value, dict):
        errors.append(entry.error(f"{_last(entry.path)} must be a mapping of {what} to values."))
        return False
    for key, value in entry.value.items():
        if key in rules:
            rules[key].check(value, errors)
        else:
            errors.append(value.error(f"There is no {what} {key}{_meant(key, rules)}."))
    return True


def _bounds(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f" from {least:g} to {most:g}"
    return f" of {least:g} or more" if least is not None else f" of {most:g} or less" if most is not None else ""


def _meant(key: str, known: dict[str, Rule]) -> str:
    """A key that differs in case or underscores alone is most likely the one that was meant."""
    folded = {name.replace("_", "").lower(): name for name in known}
    meant = folded.get(key.replace("_", "").lower())
    return f"; do you mean {meant}?" if meant else ""


def _last(path: str) -> str:
    return path.rsplit(".", maxsplit=1)[-1] or "The preset"
