"""Which label of a set an object of a file has: by name, else by code, else a new one where that is wanted."""

from uuid import UUID

from pydantic import ValidationError

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.annotation_imports.errors import LabelUnknown
from backend.features.labels.schemas import Concept, LabelCreate
from backend.features.labels.service import LabelService
from backend.imaging.exchange.codes import OUR_SCHEME
from backend.imaging.exchange.incoming import IncomingObject
from backend.models.label import Label

# Okabe and Ito's, in the order in which the palette gives them.
COLORS = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")


class Words:
    """The labels of a set, and those that an import has made."""

    def __init__(self, labels: list[Label]) -> None:
        self.labels = {label.name.casefold(): label for label in labels}
        self.codes = {
            (label.concept.get("scheme"), label.concept.get("code")): label for label in labels if label.concept
        }
        self.created: list[str] = []

    def find(self, drawn: IncomingObject) -> Label | None:
        concept = drawn.concept or {}
        return self.labels.get(drawn.label.strip().casefold()) or self.codes.get(
            (concept.get("scheme"), concept.get("code"))
        )

    def of(self, drawn: IncomingObject) -> Label:
        """The label of an object. Raises LabelUnknown."""
        found = self.find(drawn)
        if found is None:
            raise LabelUnknown(f"{LabelUnknown.message} ({drawn.label})")
        return found

    async def create_missing(
        self, work: UnitOfWork, set_id: UUID, objects: list[IncomingObject], caller: Caller
    ) -> None:
        for drawn in objects:
            if self.find(drawn) is not None:
                continue
            color = COLORS[len(self.labels) % len(COLORS)]
            try:
                body = LabelCreate(name=drawn.label[:200], color=color, concept=_concept(drawn))
            except ValidationError:
                continue  # told of the object: it has no label
            label = await LabelService(work).create(set_id, caller, body)
            self.labels[label.name.casefold()] = label
            self.created.append(label.name)


def _concept(drawn: IncomingObject) -> Concept | None:
    found = drawn.concept
    if not found or found.get("scheme") == OUR_SCHEME:
        return None
    try:
        return Concept.model_validate({name: found.get(name) for name in ("scheme", "code", "meaning")})
    except ValidationError:
        return None
