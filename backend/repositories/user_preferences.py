"""Questions about what people prefer."""

from backend.models.user_preferences import UserPreferences
from backend.repositories.base import Repository


class UserPreferencesRepository(Repository[UserPreferences]):
    model = UserPreferences
