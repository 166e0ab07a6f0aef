"""The server: `create_app()` puts settings, database, storage, queue, routes and the built frontend together."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.routing import APIRoute

from backend.core import memory
from backend.core.database import Database
from backend.core.headers import SecurityHeaders
from backend.core.logging import configure_logging
from backend.core.problems import install_problems
from backend.core.processes import ComputePool
from backend.core.queue import ArqQueue, Lane, open_pool
from backend.core.security import TokenSigner
from backend.core.settings import Settings, get_settings
from backend.core.storage import Storage
from backend.features.radiomics.engine import Engine
from backend.features.users.setup import prepare_centre
from backend.routers import include_routers
from backend.static_pages import serve_docs, serve_frontend
from backend.worker.service import working

DESCRIPTION = "From medical images to readings and radiomic features that can be trusted."
COMPUTING_IN_REQUESTS = 2


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    async with AsyncExitStack() as stack:
        database = Database(settings.database)
        stack.push_async_callback(database.close)
        redis = await open_pool(settings.redis_url)
        queue = ArqQueue(redis)
        stack.push_async_callback(queue.close)
        storage = Storage(settings.storage, settings.cache, settings.cache_bytes)
        await prepare_centre(database, settings)
        app.state.database, app.state.queue, app.state.storage = database, queue, storage
        app.state.redis = redis
        app.state.signer = TokenSigner(settings.signing_key())
        if settings.redis_url is None:  # the embedded default: the worker lives in this process
            runner = await stack.enter_async_context(working(database, queue, redis, storage, settings))
            app.state.pool = runner.pools[Lane.FAST]
        else:
            app.state.pool = ComputePool(COMPUTING_IN_REQUESTS)
            stack.push_async_callback(app.state.pool.close)
        app.state.engine = Engine(app.state.pool)
        yield
        app.state.is_stopping = True


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or get_settings()
    app = FastAPI(
        title="Isocenter",
        version=version("isocenter"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    app.state.settings = settings
    app.state.is_stopping = False
    install_problems(app)
    include_routers(app)
    app.add_middleware(SecurityHeaders)
    serve_docs(app)
    serve_frontend(app, settings.frontend_dir)
    return app


def served_app() -> FastAPI:
    """The server as `isocenter serve` runs it, once in each of its processes."""
    settings = get_settings()
    configure_logging(as_json=settings.is_production)
    app = create_app(settings)
    memory.settle()
    return app


def _operation_id(route: APIRoute) -> str:
    """The function's name is the operation's id: short, stable, unique (a test says so)."""
    return route.name
