"""Questions about presets of extraction."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.extraction_preset import ExtractionPreset
from backend.models.user import User
from backend.repositories.base import Repository


@dataclass(frozen=True)
class PresetInContext:
    """A version of a preset, with who made it, and whether it is the newest of its name."""

    preset: ExtractionPreset
    created_by_name: str | None
    is_latest: bool


class ExtractionPresetRepository(Repository[ExtractionPreset]):
    model = ExtractionPreset

    def visible_to(self, caller: Caller) -> Select[ExtractionPreset]:
        centres = caller.organizations_where(Action.EXTRACT_FEATURES)
        return self.select().where(ExtractionPreset.organization_id.in_(centres))

    async def get_visible(self, preset_id: UUID, caller: Caller) -> ExtractionPreset | None:
        return await self.one_or_none(self.visible_to(caller).where(ExtractionPreset.id == preset_id))

    async def visible(
        self, caller: Caller, page: Page, *, search: str | None = None, latest: bool = False
    ) -> Listing[PresetInContext]:
        statement = self.visible_to(caller)
        if search:
            described = (func.lower(ExtractionPreset.name), func.lower(ExtractionPreset.description))
            statement = statement.where(or_(*(text.contains(search.lower(), autoescape=True) for text in described)))
        if latest:
            statement = statement.where(~_has_newer())
        ordered = statement.order_by(ExtractionPreset.name, ExtractionPreset.version.desc(), ExtractionPreset.id)
        found = await self.listing(ordered, page)
        return Listing(await self.in_context(found.items), found.total, found.page, found.page_size)

    async def in_context(self, presets: Sequence[ExtractionPreset]) -> list[PresetInContext]:
        ids = [preset.id for preset in presets]
        rows = await self.db.execute(
            select(ExtractionPreset.id, User.name, ~_has_newer())
            .outerjoin(User, User.id == ExtractionPreset.created_by_id)
            .where(ExtractionPreset.id.in_(ids))
        )
        told = {preset_id: (name, bool(is_latest)) for preset_id, name, is_latest in rows}
        return [PresetInContext(preset, *told[preset.id]) for preset in presets]

    async def add_new(self, preset: ExtractionPreset) -> bool:
        """Write a version; false if it is there already, even by somebody who was a moment quicker."""
        try:
            async with self.db.begin_nested():
                self.db.add(preset)
        except IntegrityError:
            return False
        return True

    async def named(self, organization_id: UUID, name: str, version: int) -> ExtractionPreset | None:
        return await self.one_or_none(
            self.select().where(
                ExtractionPreset.organization_id == organization_id,
                ExtractionPreset.name == name,
                ExtractionPreset.version == version,
            )
        )

    async def versions_of(self, organization_id: UUID, names: Sequence[str]) -> list[ExtractionPreset]:
        """All versions of some presets, the newest of each last."""
        return await self.all(
            self.select()
            .where(ExtractionPreset.organization_id == organization_id, ExtractionPreset.name.in_(names))
            .order_by(ExtractionPreset.name, ExtractionPreset.version)
        )


def _has_newer() -> ColumnElement[bool]:
    newer = aliased(ExtractionPreset)
    return (
        select(newer.id)
        .where(
            newer.organization_id == ExtractionPreset.organization_id,
            newer.name == ExtractionPreset.name,
            newer.version > ExtractionPreset.version,
        )
        .exists()
    )
