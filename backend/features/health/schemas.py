from typing import Literal

from pydantic import Field

from backend.core.schemas import Schema
from backend.core.settings import Registration


class Health(Schema):
    status: Literal["ok"]


class DemoAccount(Schema):
    email: str
    password: str
    role: str = Field(description="What this account shows.")


class About(Schema):
    name: str
    version: str
    registration: Registration = Field(description="Who may make an account: nobody, the invited, or anybody.")
    demo: bool = Field(description="This server carries the demo hospital.")
    demo_accounts: list[DemoAccount] = Field(description="Only where the demo is; never in production mode.")
