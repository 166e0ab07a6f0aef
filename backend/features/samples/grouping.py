"""Images that are read as one, where their set asks for it: PET on CT of one study, the views of one mammography."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.features.samples.display_sets import DisplaySet
from backend.models.sample_image import ImageRole
from backend.models.sample_set import Grouping

VIEWS = (("R", "CC"), ("L", "CC"), ("R", "MLO"), ("L", "MLO"))  # as they hang; others behind


@dataclass(frozen=True)
class Placed:
    """A display set with the study and the patient that it is of."""

    shown: DisplaySet
    study_id: UUID | None = None
    patient_id: UUID | None = None
    frame_of_reference_uid: str | None = None
    view: tuple[str, str] = ("", "")  # laterality and view position of a mammogram


@dataclass(frozen=True)
class Content:
    """What one sample shows, the main image first."""

    title: str
    images: tuple[tuple[Placed, ImageRole], ...]

    @property
    def main(self) -> Placed:
        return self.images[0][0]

    @property
    def content_key(self) -> str:
        """Of the first image and the last: no image is in two samples of a set."""
        first, last = self.images[0][0].shown, self.images[-1][0].shown
        return first.content_key if len(self.images) == 1 else f"{first.content_key}+{last.identity}"


def grouped(grouping: Grouping, items: Sequence[Placed]) -> list[Content]:
    """What becomes of some images, in their order; a group stands where its first image stood."""
    groups: Iterable[Content] = ()
    if grouping is Grouping.STUDY_FUSION:
        groups = _fusions(items)
    elif grouping is Grouping.MAMMOGRAPHY:
        groups = _mammographies(items)
    of_item = {item.shown.content_key: group for group in groups for item, _ in group.images}
    contents = (of_item.get(item.shown.content_key) or _alone(item) for item in items)
    return list({content.content_key: content for content in contents}.values())


def _alone(item: Placed) -> Content:
    return Content("Photograph" if item.shown.file_id else item.shown.modality, ((item, ImageRole.MAIN),))


def _fusions(items: Sequence[Placed]) -> list[Content]:
    """One CT and one PET in one frame of reference; where there are several, nobody says which belong together."""
    found = []
    for members in _by_place(items).values():
        ct = [item for item in members if item.shown.modality == "CT" and item.shown.series_id]
        pet = [item for item in members if item.shown.modality == "PT" and item.shown.series_id]
        if len(ct) == len(pet) == 1:
            found.append(Content("PET/CT", ((ct[0], ImageRole.MAIN), (pet[0], ImageRole.FUSED))))
    return found


def _by_place(items: Sequence[Placed]) -> Mapping[tuple[UUID, str], list[Placed]]:
    places: dict[tuple[UUID, str], list[Placed]] = {}
    for item in items:
        if item.study_id is not None and item.frame_of_reference_uid:
            places.setdefault((item.study_id, item.frame_of_reference_uid), []).append(item)
    return places


def _mammographies(items: Sequence[Placed]) -> list[Content]:
    studies: dict[UUID, list[Placed]] = {}
    for item in items:
        if item.study_id is not None and item.shown.modality == "MG" and item.view != ("", ""):
            studies.setdefault(item.study_id, []).append(item)
    hung = [sorted(views, key=_hanging) for views in studies.values() if len(views) > 1]
    return [Content("MG", tuple((view, ImageRole.MAIN) for view in views)) for views in hung]


def _hanging(item: Placed) -> int:
    return VIEWS.index(item.view) if item.view in VIEWS else len(VIEWS)
