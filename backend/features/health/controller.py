"""Whether the server is well, and what it is."""

from importlib.metadata import version

from fastapi import APIRouter, Request
from sqlalchemy import text

from backend.core.errors import Unavailable
from backend.core.problems import problems
from backend.core.work import Reading
from backend.features.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from backend.features.health.schemas import About, DemoAccount, Health
from backend.repositories.users import UserRepository

router = APIRouter(tags=["health"])


@router.get("/health", response_model=Health, responses=problems(Unavailable))
async def get_health(work: Reading) -> Health:
    """Answers when the server and its database do."""
    await work.db.execute(text("SELECT 1"))
    return Health(status="ok")


@router.get("/about", response_model=About)
async def get_about(request: Request, work: Reading) -> About:
    """Name and version, and on a demo server its accounts."""
    has_demo = not request.app.state.settings.is_production and await UserRepository(work.db).has_demo()
    accounts = [DemoAccount(email=a.email, password=DEMO_PASSWORD, role=a.role) for a in DEMO_ACCOUNTS]
    return About(
        name="Isocenter",
        version=version("isocenter"),
        registration=request.app.state.settings.registration,
        demo=has_demo,
        demo_accounts=accounts if has_demo else [],
    )
