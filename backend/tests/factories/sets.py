from typing import Any

from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.label import Label
from backend.models.sample_set import Identity, SampleSet, Task


async def create_set(work: UnitOfWork, group: Group, **fields: Any) -> SampleSet:
    defaults: dict[str, Any] = {
        "name": "Nodules",
        "task": Task.DETECTION,
        "package_size": 2,
        "readers_per_sample": 1,
        "identity": Identity.PSEUDONYM,
    }
    sample_set = SampleSet(organization_id=group.organization_id, group_id=group.id, **{**defaults, **fields})
    work.db.add(sample_set)
    await work.flush()
    return sample_set


async def create_label(work: UnitOfWork, sample_set: SampleSet, *, name: str = "Nodule", position: int = 1) -> Label:
    label = Label(set_id=sample_set.id, name=name, color="#E69F00", position=position)
    work.db.add(label)
    await work.flush()
    return label
