"""How somebody wants the product to look and answer."""

from fastapi import APIRouter

from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.preferences.schemas import Preferences
from backend.features.preferences.service import PreferencesService

router = APIRouter(prefix="/auth/me/preferences", tags=["auth"])


@router.get("", response_model=Preferences)
async def get_preferences(caller: CurrentCaller, work: Reading) -> Preferences:
    """Show one's own language, keys, and when the screen is locked."""
    return await PreferencesService(work).of(caller)


@router.put("", response_model=Preferences)
async def replace_preferences(body: Preferences, caller: CurrentCaller, work: Work) -> Preferences:
    """Change one's own preferences, all at once."""
    return await PreferencesService(work).replace(caller, body)
