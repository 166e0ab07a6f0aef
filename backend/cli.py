"""The command `isocenter`."""

import asyncio
import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
import uvicorn

from backend.core.errors import ApplicationError, Unavailable
from backend.core.logging import configure_logging
from backend.core.settings import Settings, get_settings
from backend.features.radiomics.feature_forms import FeatureNames, Layout

# A process that answers gives no sign of life while it imports; on a busy machine that takes a while.
STARTS_WITHIN_SECONDS = 60

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Isocenter: images, readings, features.")


def _fail(error: Exception) -> typer.Exit:
    typer.secho(f"{type(error).__name__}: {error}", err=True, fg="red")
    return typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen at.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen at.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer; several only in production.")] = 1,
    reload: Annotated[bool, typer.Option("--reload", help="Start anew when the code changes.")] = False,
) -> None:
    """Serve the product; on the embedded default the worker lives in this process."""
    settings = _settings(host=host, port=port)
    if workers > 1 and not (settings.is_production and settings.redis_url and settings.database_url):
        raise _fail(ValueError("Several processes need ISOCENTER_MODE=production, a database URL and a Redis URL."))
    _prepare_database(settings)
    typer.echo(f"Isocenter answers at http://{settings.host}:{settings.port}/  (API: /docs)")
    uvicorn.run(
        "backend.app:served_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        reload=reload,
        reload_dirs=[str(Path(__file__).parent)] if reload else None,
        forwarded_allow_ips=settings.trusted_proxies,
        log_config=None,
        timeout_worker_healthcheck=STARTS_WITHIN_SECONDS,
        timeout_graceful_shutdown=3,
        access_log=False,
    )


@app.command()
def worker() -> None:
    """Work on jobs from Redis, beside any number of others."""
    from backend.worker.standalone import work_until_told

    settings = _settings()
    if settings.redis_url is None:
        raise _fail(
            ValueError("ISOCENTER_REDIS_URL is not set: without Redis the worker lives inside `isocenter serve`.")
        )
    _prepare_database(settings)
    asyncio.run(work_until_told(settings))


@app.command()
def health(
    of_worker: Annotated[bool, typer.Option("--worker", help="Ask for the worker instead of the server.")] = False,
) -> None:
    """Succeed if the server, or the worker, that runs on this host is well: for those who watch over processes."""
    from backend.worker.health import is_server_well, is_worker_well

    settings = _settings()
    if not asyncio.run(is_worker_well(settings) if of_worker else is_server_well(settings)):
        raise _fail(Unavailable("It gives no sign of life."))


@app.command()
def migrate(revision: Annotated[str, typer.Argument(help="Where to.")] = "head") -> None:
    """Bring the database up to date."""
    from backend.migrations import commands

    settings = _settings()
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(commands.upgrade(settings.database, revision))
    except ApplicationError as error:
        raise _fail(error) from error


@app.command()
def migration(message: Annotated[str, typer.Argument(help="What it does.")]) -> None:
    """Write a migration from the models, against an up-to-date database."""
    from backend.migrations import commands

    asyncio.run(commands.create_revision(_settings().database, message))


@app.command()
def demo() -> None:
    """Make the demo hospital, once, and print its accounts."""
    from backend.demo import make_demo
    from backend.features.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
    from backend.worker.local import local_product

    async def make() -> None:
        async with local_product(_settings()) as product:
            await make_demo(product, typer.echo)

    try:
        asyncio.run(make())
    except ApplicationError as error:
        raise _fail(error) from error
    typer.echo(f"\nDemo accounts, all with the password {DEMO_PASSWORD}:")
    for person in DEMO_ACCOUNTS:
        typer.echo(f"  {person.email:24} {person.role}")


@app.command(name="import")
def import_folder(
    folder: Annotated[Path, typer.Argument(exists=True, help="A folder, a zip or a file.")],
    set_id: Annotated[UUID | None, typer.Option("--set", help="The set that the images go to.")] = None,
    email: Annotated[str | None, typer.Option("--as", help="Who imports; needed with --set.")] = None,
) -> None:
    """Import DICOM, PNG and JPEG from a folder, and say what became of every file."""
    from backend.importing import import_from_folder
    from backend.worker.local import local_product

    async def run() -> bool:
        async with local_product(_settings()) as product:
            return await import_from_folder(product, folder, set_id=set_id, email=email, tell=typer.echo)

    try:
        complete = asyncio.run(run())
    except ApplicationError as error:
        raise _fail(error) from error
    if not complete:
        raise typer.Exit(2)


@app.command()
def extract(
    preset: Annotated[str, typer.Option(help="The name of a preset, its newest version; or a YAML file.")],
    set_id: Annotated[UUID | None, typer.Option("--set", help="Extract from this set.")] = None,
    study: Annotated[str | None, typer.Option(help="Extract from the study of this Study Instance UID.")] = None,
    is_all: Annotated[bool, typer.Option("--all", help="Extract all regions that came with files.")] = False,
    regions: Annotated[
        list[str] | None, typer.Option("--region", help="Only regions of this name; repeatable.")
    ] = None,
    mapped: Annotated[
        list[str] | None, typer.Option("--map", help="SERIES_INSTANCE_UID=KEY, as MR_T1; repeatable.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where to; `.zip`: a table per modality and region.")] = Path(
        "features.csv"
    ),
    layout: Annotated[Layout, typer.Option(help="A row per region, or per value.")] = Layout.WIDE,
    names: Annotated[FeatureNames, typer.Option(help="How features are called.")] = FeatureNames.PYRADIOMICS,
    email: Annotated[str | None, typer.Option("--as", help="Who extracts; needed with --set.")] = None,
) -> None:
    """Compute features, and write them to a file; say what is left out, and why."""
    from backend.extracting import Wanted, extract
    from backend.worker.local import local_product

    wanted = Wanted(preset, out, set_id, study, is_all, regions or (), mapped or (), layout, names, email)

    async def run() -> bool:
        async with local_product(_settings()) as product:
            return await extract(product, wanted, typer.echo)

    try:
        wanted.check()
        complete = asyncio.run(run())
    except ApplicationError as error:
        raise _fail(error) from error
    if not complete:
        raise typer.Exit(2)


@app.command(name="create-admin")
def create_admin(email: str, name: str = "Administrator") -> None:
    """Make an account that manages accounts and the default centre; asks for the password."""
    from backend.core.permissions import OrganizationRole, SystemRole
    from backend.core.security import hash_password
    from backend.features.users.service import UserService
    from backend.worker.local import local_product

    password = typer.prompt("Password (12 characters at least)", hide_input=True, confirmation_prompt=True)
    if len(password) < 12:  # noqa: PLR2004 - as the API asks
        raise _fail(ValueError("The password has fewer than 12 characters."))

    async def make() -> None:
        password_hash = await hash_password(password)
        async with local_product(_settings()) as product, product.begin() as work:
            await UserService(work).create(
                None,
                email=email.strip().lower(),
                name=name,
                password_hash=password_hash,
                organization_role=OrganizationRole.ADMIN,
                system_role=SystemRole.ADMIN,
            )

    try:
        asyncio.run(make())
    except ApplicationError as error:
        raise _fail(error) from error


@app.command()
def openapi() -> None:
    """Print the description of the API, from which the frontend's types are made."""
    from backend.app import create_app

    typer.echo(json.dumps(create_app(_settings()).openapi(), indent=2, ensure_ascii=False))


def _prepare_database(settings: Settings) -> None:
    from backend.worker.local import prepare_database

    try:
        asyncio.run(prepare_database(settings))
    except ApplicationError as error:
        raise _fail(error) from error


def _settings(host: str | None = None, port: int | None = None) -> Settings:
    try:
        settings = get_settings()
        changes = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
        settings = Settings(**{**settings.model_dump(exclude_unset=True), **changes})
    except ValueError as error:
        raise _fail(error) from error
    configure_logging(as_json=settings.is_production)
    return settings


if __name__ == "__main__":
    app()
