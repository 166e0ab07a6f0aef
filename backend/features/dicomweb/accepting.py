"""Which of several forms a caller likes best (RFC 9110, 12.5.1)."""

from collections.abc import Sequence


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The form offered first among those that the caller likes best; without a header, the first of all."""
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",")]
    liking = {form: _liking(form, ranges) for form in offered}
    best = max(offered, key=lambda form: liking[form])  # of equals, the first
    return best if liking[best] > 0 else None


def _range(part: str) -> tuple[str, float]:
    media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media_range, float(value)
            except ValueError:
                return media_range, 0.0
    return media_range, 1.0


def _liking(form: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most specific range that the form is in."""
    for wanted in (form, f"{form.partition('/')[0]}/*", "*/*"):
        weights = [weight for media_range, weight in ranges if media_range == wanted]
        if weights:
            return max(weights)
    return 0.0
