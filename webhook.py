"""The WSGI door, for servers that start the service themselves.

In:    the environment.   Out: `app`, made on first use; `tanggap serve` needs none of this.
Rule:  Settings -> wiring -> pages, workers and rounds in one process.
Never: decides anything.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from flask import Flask

from integration.settings import Settings


@cache
def create() -> Flask:
    """Build the house, start its workers and rounds, give its pages."""
    from integration.wiring import build

    house = build(Settings())
    house.start()
    return house.app


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI application."""
    return create()(environ, start_response)
