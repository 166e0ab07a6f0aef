"""Routes asked otherwise: by filters, and with bodies that only the readings of others could refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.tests.core.world import Ids


@dataclass(frozen=True)
class Otherwise:
    query: str = ""
    body: Any = None


def otherwise(operation: str, ids: Ids) -> list[Otherwise]:
    """How else to ask an operation, on some things."""
    filters = [Otherwise(query=f"?{query}") for query in FILTERS.get(operation, lambda _: [])(ids)]
    return filters + [Otherwise(body=body) for body in BODIES.get(operation, lambda _: [])(ids)]


def _of_samples(ids: Ids) -> list[str]:
    return ["state=unread", "state=begun", "state=done", "sort=-position", f"reader={ids['user_id']}"]


def _of_packages(ids: Ids) -> list[str]:
    states = [f"status={state}" for state in ("free", "assigned", "started", "done")]
    return [*states, "overdue=true", f"reader={ids['user_id']}&status=done"]


FILTERS: dict[str, Callable[[Ids], list[str]]] = {
    "list_samples": _of_samples,
    "list_packages": _of_packages,
    "list_package_progress": _of_packages,
}
BODIES: dict[str, Callable[[Ids], list[Any]]] = {
    "update_set": lambda _: [
        {"task": "segmentation"},
        {"task": "classification"},
        {"readers_per_sample": 7},
        {"readers_see_readings": "always"},
        {"is_archived": True},
    ],
    "assign_package": lambda ids: [{"user_id": ids["user_id"]}, {"user_id": None, "even_if_begun": True}],
    "assign_packages": lambda ids: [
        {"package_ids": [ids["free_package_id"]], "user_id": ids["user_id"]},
        {"package_ids": [ids["package_id"]], "user_id": None},
    ],
    "split_packages": lambda ids: [
        {"split": "upload_order", "with_assigned": True},
        {"split": "upload_order", "reader_ids": [ids["user_id"]]},
        {"readers_per_sample": 1},
    ],
    "update_distribution": lambda _: [{"control_share": 0.2}, {"repeat_share": 0.5}],
    "move_samples": lambda ids: [{"sample_ids": [ids["sample_id"]], "to_set_id": ids["other_set_id"]}],
    "delete_samples": lambda ids: [{"sample_ids": [ids["sample_id"]]}],
    "begin_thread": lambda ids: [
        {"image_id": ids["image_id"], "x": 1, "y": 1, "content": "This?"},
        {"image_id": ids["image_id"], "x": 1, "y": 1, "content": "This?", "alias": "A"},
        {"image_id": ids["image_id"], "x": 1, "y": 1, "content": "This?", "examination_id": ids["examination_id"]},
    ],
    "take_known_answers": lambda ids: [{"decisions": True}, {"reader_id": ids["user_id"]}],
    "create_agreement_run": lambda ids: [{"label_ids": [ids["label_id"]]}, {"rounds": [2]}],
    "decide_adjudication": lambda _: [
        {"way": "choose", "chosen": "A", "versions": {"A": 1, "B": 1}},
        {"way": "merge", "picked": [], "versions": {}},
    ],
    "withdraw_release_samples": lambda ids: [{"sample_ids": [ids["sample_id"]], "reason": "Gone", "from_all": True}],
    "plan_export": lambda _: [
        {"format": "json", "whose": "all"},
        {"format": "json", "kinds": ["reading", "adjudication", "reference", "imported"]},
    ],
    "create_export": lambda _: [{"format": "json", "whose": "all"}],
    "plan_extraction": lambda ids: [{"preset_id": ids["preset_id"], "region_ids": [ids["region_id"]]}],
    "create_extraction_run": lambda ids: [
        {"preset_id": ids["preset_id"], "set_id": ids["set_id"], "origins": ["reading"]},
        {"preset_id": ids["preset_id"], "region_ids": [ids["region_id"]]},
    ],
    "put_examination": lambda _: [{"base_version": 9, "annotations": [], "state": "done"}],
    "restore_examination": lambda _: [{"base_version": 9, "version": 1}],
    "update_label": lambda _: [{"is_archived": True}, {"color": "#123456"}],
}
