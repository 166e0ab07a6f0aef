from datetime import datetime
from uuid import UUID

from pydantic import Field

from backend.core.permissions import TokenScope
from backend.core.schemas import Name, Schema

SCOPES = "`read` looks, `annotate` also takes packages and writes readings, `manage` does all that its owner may."


class ApiTokenCreate(Schema):
    name: Name = Field(description="What it is for.")
    scope: TokenScope = Field(default=TokenScope.READ, description=SCOPES)
    group_id: UUID | None = Field(
        default=None, description="Good for this group alone: roles elsewhere, and in the centre, do not count."
    )
    expires_in_days: int = Field(default=90, ge=1, le=366)


class ApiTokenRead(Schema):
    id: UUID
    name: str
    hint: str = Field(description="How the token begins.")
    scope: TokenScope
    group_id: UUID | None
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(description="To the hour.")


class ApiTokenMade(ApiTokenRead):
    token: str = Field(description="Told this once. Send as `Authorization: Bearer iso_…`.")
