"""The service's process: pages, workers and rounds, until it is told to stop.

In:    Settings.   Out: a running house; an orderly end on SIGTERM or Ctrl-C.
Rule:  what was accepted is in the database before the answer; an abrupt end loses nothing.
Never: knows whether Google is the real one.
"""

import logging
import signal
import sys
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import waitress

from integration import logs
from integration.office import BadOffice
from integration.settings import Settings
from integration.wiring import NotConfigured, build

log = logging.getLogger(__name__)

THREADS = 8
FORWARDED = frozenset({"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"})
HALT_SECONDS = 6.0


def _behind(settings: Settings) -> dict[str, Any]:
    """What waitress must know of the proxy in front: the path below which we are, whom to trust."""
    said: dict[str, Any] = {"url_prefix": urlsplit(settings.public_url).path}
    if settings.trusted_proxy:
        said |= {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_headers": FORWARDED}
    return said


def serve_forever(settings: Settings) -> None:
    """Serve until told to stop; exits with 2 when the configuration is not complete."""
    logs.set_up()
    try:
        house = build(settings)
    except (NotConfigured, BadOffice) as why:
        print(f"Layanan tidak dapat dijalankan: {why}", file=sys.stderr)
        sys.exit(2)
    server = waitress.create_server(
        house.app,
        host=settings.host,
        port=settings.port,
        threads=THREADS,
        max_request_body_size=(settings.max_upload_mb + 64) * 1024 * 1024,
        ident="",
        **_behind(settings),
    )

    def stop(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # waitress ends its loop and lets requests under way finish
        raise SystemExit

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    house.start()
    log.info("service listens", extra={"port": settings.port})
    try:
        server.run()
    finally:
        house.halt(HALT_SECONDS)
        house.database.close()
        log.info("service stopped")
