"""What people prefer: for themselves alone, wherever they sign in."""

from backend.core import audit
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.auth.errors import SessionEnded
from backend.features.preferences.schemas import Preferences
from backend.models.user_preferences import UserPreferences
from backend.repositories.organizations import OrganizationRepository
from backend.repositories.user_preferences import UserPreferencesRepository
from backend.repositories.users import UserRepository


class PreferencesService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.users = UserRepository(work.db)
        self.preferences = UserPreferencesRepository(work.db)
        self.organizations = OrganizationRepository(work.db)

    async def of(self, caller: Caller) -> Preferences:
        kept = await self.preferences.get(caller.user_id)
        return Preferences.model_validate(kept) if kept else Preferences()

    async def replace(self, caller: Caller, wanted: Preferences) -> Preferences:
        # Whoever saves in two tabs at once saves one after the other.
        if await self.users.locked(caller.user_id) is None:
            raise SessionEnded
        values = wanted.model_dump(mode="json")
        changed = [
            field for field, value in (await self.of(caller)).model_dump(mode="json").items() if value != values[field]
        ]
        kept = await self.preferences.get(caller.user_id)
        if kept is None:
            self.work.db.add(UserPreferences(user_id=caller.user_id, **values))
        else:
            for field, value in values.items():
                setattr(kept, field, value)
        await self._record(caller, changed)
        return wanted

    async def _record(self, caller: Caller, changed: list[str]) -> None:
        organization = await self.organizations.default()
        if changed and organization is not None:
            audit.record(
                self.work,
                caller,
                "user.preferences_changed",
                caller.user_id,
                organization_id=organization.id,
                fields=sorted(changed),
            )
        await self.work.flush()
