"""/readyz and /metrics: whether this process may get requests, and how it fares.

In:    the house's threads, database, clients.   Out: JSON; Prometheus' text format.
Rule:  alive is /healthz (the process answers, its database too); ready is more: tables of this
       version, all threads running, room on the disk. Google being away makes nobody unready:
       people can still act.
Never: holds a case's data; /metrics has counts only, for METRICS_TOKEN or this machine itself.
"""

import hmac
import ipaddress
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, jsonify, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from integration.access import machine, public
from integration.connect.checks.place import has_room
from integration.connect.circuit import refusal
from integration.connect.kept import Examination
from integration.push.facts import LOOKED, WATCH
from integration.push.memory import facts
from integration.push.tally import Tally
from integration.service import Service
from integration.store.database import MIGRATIONS
from integration.store.schema import outbox

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class State:
    """What both doors look at."""

    service: Service
    tally: Tally
    examination: Examination
    threads: Callable[[], Sequence[threading.Thread]]
    calls: Callable[[], Mapping[str, int]]
    """HTTP requests to Google by API."""
    folder: Path
    """Where everything is stored."""
    token: str = field(default="", repr=False)
    proxied: bool = False
    """Whether a proxy stands in front, behind which everybody looks local."""

    @public
    def ready(self) -> Response:
        """200, or 503 with what is missing."""
        lacking = [one.name for one in self.threads() if not one.is_alive()]
        if not has_room(self.folder):
            lacking.append("disk")
        try:
            if not self._migrated():
                lacking.append("migration")
            stopped = [one for one in ("office", "mail") if refusal(self.service.database, one)]
        except SQLAlchemyError:
            lacking, stopped = [*lacking, "database"], []
        response = jsonify(
            status="unready" if lacking else "ready",
            lacking=lacking,
            google="stopped" if stopped else "in use",
        )
        response.status_code = 503 if lacking else 200
        return response

    def _migrated(self) -> bool:
        newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
        with self.service.database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == newest

    @machine
    def metrics(self) -> Response:
        """Everything that is counted."""
        if not self._may():
            return Response(status=403)
        registry = CollectorRegistry()
        registry.register(_Counts(self))
        return Response(generate_latest(registry), content_type=TEXT)

    def _may(self) -> bool:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.token:
            return hmac.compare_digest(self.token.encode(), sent.encode("utf-8", "replace"))
        if self.proxied:
            return False
        try:
            return ipaddress.ip_address(request.remote_addr or "").is_loopback
        except ValueError:
            return False


class _Counts(Collector):
    """Reads the counts when they are asked for."""

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        """Every family."""
        service = self._state.service
        now = service.clock.now()
        with service.database.read() as tx:
            states = tx.execute(
                select(outbox.c.state, func.count(), func.min(outbox.c.created_at)).group_by(
                    outbox.c.state
                )
            ).all()
        waiting = GaugeMetricFamily("tanggap_outbox", "Effects by state.", labels=["state"])
        oldest = GaugeMetricFamily("tanggap_outbox_oldest_seconds", "Age of the oldest waiting.")
        for state, count, since in states:
            waiting.add_metric([state], count)
            if state == "waiting":
                oldest.add_metric([], (now - datetime.fromisoformat(since)).total_seconds())
        yield waiting
        yield oldest
        yield self._ages("tanggap_round_lag_seconds", "Since a round last looked.", now)
        google = CounterMetricFamily("tanggap_google_calls", "Requests to Google.", labels=["api"])
        for api, count in self._state.calls().items():
            google.add_metric([api], count)
        yield google
        pushes = CounterMetricFamily("tanggap_pushes", "Pushes.", labels=["door", "outcome"])
        for (door, outcome), count in self._state.tally.counts.copy().items():
            pushes.add_metric([door, outcome], count)
        yield pushes
        stopped = GaugeMetricFamily(
            "tanggap_google_stopped", "1 while Google refuses the sign-in.", labels=["account"]
        )
        for account in ("office", "mail"):
            stopped.add_metric([account], float(refusal(service.database, account) is not None))
        yield stopped
        ends = GaugeMetricFamily(
            "tanggap_watch_ends_seconds", "Until a subscription ends.", labels=["watch"]
        )
        for name, watch in facts(service.database, WATCH).items():
            if watch.get("expires"):
                left = (datetime.fromisoformat(watch["expires"]) - now).total_seconds()
                ends.add_metric([name], left)
        yield ends
        yield from self._examined(now)

    def _examined(self, now: datetime) -> Iterator[Metric]:
        """What the doctor found last, and how long ago that was."""
        found = GaugeMetricFamily(
            "tanggap_doctor", "Findings of the last examination.", labels=["check", "state"]
        )
        age = GaugeMetricFamily("tanggap_doctor_age_seconds", "Since the last examination.")
        last = self._state.examination.last()
        if last is not None:
            counts = Counter((one.check, one.state) for one in last[1])
            for labels, count in counts.items():
                found.add_metric(labels, count)
            age.add_metric([], (now - last[0]).total_seconds())
        yield found
        yield age

    def _ages(self, name: str, told: str, now: datetime) -> Metric:
        lag = GaugeMetricFamily(name, told, labels=["round"])
        for round_name, at in facts(self._state.service.database, LOOKED).items():
            lag.add_metric([round_name], (now - datetime.fromisoformat(at)).total_seconds())
        return lag


def blueprint(state: State) -> Blueprint:
    """The routes."""
    made = Blueprint("state", __name__)
    made.add_url_rule("/readyz", "readyz", state.ready)
    made.add_url_rule("/metrics", "metrics", state.metrics)
    return made
