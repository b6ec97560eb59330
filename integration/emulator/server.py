"""The server: one origin, Google's paths, our own doors, pages.

In:    WSGI requests.   Out: answers that are already on disk.
Rule:  one request at a time, one transaction each; Google paths pass the oracle and the faults.
Never: knows what a method does. Start at `Workspace`.

How a service plugs in: a package `integration/emulator/<service>/` with a module `routes.py`,
listed in SERVICES, that offers any of
    HANDLERS: dict[str, Handler]            discovery method id -> handler(call) (frame/call.py);
                                            the oracle has checked the call, ApiError refuses
    PARAMETERS_NOT_DONE: dict[str, set]     method id -> parameters answered with 501
    REQUESTS_DONE: dict[str, set]           batchUpdate method id -> kinds of request done
    natives(world) -> dict[str, NativeType] what Drive calls for its MIME types (frame/natives.py)
    blueprint(world) -> flask.Blueprint     pages and doors outside Google's paths
    prepare(world) -> None                  create own tables (world.store.ensure), once at start;
                                            add to world.on_reset what drops a cache held in memory;
                                            teach world.courier to carry messages (push/courier.py)
Every function gets the shared `World` (world.py): store, clock, ids, accounts, lock, office. The
server holds the lock and a transaction around each request, pages included: a handler that raises,
and a page that answers 400 or more, changes nothing.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from . import seed
from .discovery.documents import is_google_path, methods
from .doors import control, faults_door, push_door
from .doors.google import GoogleDoor
from .frame.call import Handler
from .frame.wire import Application, Environ, Server, StartResponse, make_server
from .world import World

SERVICES = ("pubsub", "drive", "docs", "gmail", "forms", "sheets", "pages")


def service_modules() -> list[ModuleType]:
    """The `routes` module of every service that is built."""
    found = []
    for name in SERVICES:
        package = f"{__package__}.{name}"
        if importlib.util.find_spec(package) and importlib.util.find_spec(f"{package}.routes"):
            found.append(importlib.import_module(f"{package}.routes"))
    return found


def all_handlers() -> dict[str, Handler]:
    """Every method that is done, by its discovery id."""
    handlers: dict[str, Handler] = {}
    for module in service_modules():
        handlers.update(getattr(module, "HANDLERS", {}))
    unknown = handlers.keys() - methods().keys()
    if unknown:
        raise LookupError(f"no such method in Google's documents: {', '.join(sorted(unknown))}")
    return handlers


def refused_parameters() -> dict[str, frozenset[str]]:
    """Parameters that are not done, by method id."""
    refused: dict[str, frozenset[str]] = {}
    for module in service_modules():
        refused.update(getattr(module, "PARAMETERS_NOT_DONE", {}))
    return refused


class Workspace:
    """The WSGI application."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.google = GoogleDoor(world, all_handlers(), refused_parameters())
        self.flask = Flask(__name__)
        provider = DefaultJSONProvider(self.flask)
        provider.ensure_ascii = provider.sort_keys = False
        self.flask.json = provider
        self.flask.register_blueprint(control.blueprint(world))
        self.flask.register_blueprint(faults_door.blueprint(world))
        self.flask.register_blueprint(push_door.blueprint(world))
        for module in service_modules():
            if hasattr(module, "prepare"):
                module.prepare(world)
            if hasattr(module, "natives"):
                world.natives.update(module.natives(world))
            if hasattr(module, "blueprint"):
                self.flask.register_blueprint(module.blueprint(world))
        with world.lock, world.store.transaction():
            seed.plant_once(world)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if is_google_path(environ["RAW_PATH"]):
            return self.google(environ, start_response)
        return self._page(environ, start_response)

    def _page(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        status = "500"

        def noted(given: str, *more: Any) -> Any:
            nonlocal status
            status = given
            return start_response(given, *more)

        with self.world.lock:
            try:
                with self.world.store.transaction():
                    chunks = self.flask.wsgi_app(environ, noted)
                    content = b"".join(chunks)
                    if hasattr(chunks, "close"):
                        chunks.close()
                    if int(status[:3]) >= 400:
                        raise _Refused
            except _Refused:
                return [content]
        return [content]


class _Refused(Exception):
    """A page refused: what it may have changed is rolled back, its answer still goes out."""


def open_server(
    data_dir: Path, *, host: str = "127.0.0.1", port: int = 0, seed_number: int = 1
) -> tuple[Server, World]:
    """A bound server and its world; call `serve_forever()` on the first."""
    world = World.open(data_dir, seed=seed_number)
    # bound before the seed is planted, so that addresses in the seed hold the real port
    server = make_server(host, port, _starting)
    shown = f"[{host}]" if ":" in host else host
    world.origin = f"http://{shown}:{server.port}"
    server.application = Workspace(world)
    world.courier.resume()
    return server, world


def _starting(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
    return [b"starting"]


__all__ = ["Application", "Workspace", "open_server", "service_modules"]
