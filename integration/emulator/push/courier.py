"""The courier: sends what is due, in a thread of its own, and notes how it went.

In:    the queue, the carriers of each kind.   Out: POST requests; outcomes; retries.
Rule:  the world's lock is held only to take a message and to note its outcome, never while a
       receiver answers. A message whose outcome was not noted is sent again: at least once.
       What was ordered among the faults strikes a message at its first attempt.
Never: calls anyone beyond this machine. Start at `Courier.round()`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar
from urllib.parse import urlsplit

import requests

from . import queue
from .address import here
from .queue import DELIVERED, LOST, Message

if TYPE_CHECKING:
    from ..world import World

log = logging.getLogger(__name__)

T = TypeVar("T")
Verdict = Literal["delivered", "again", "lost"]
TWICE, LATE, AWAY = "duplicate_push", "out_of_order_push", "lost_push"
FAULTS = (TWICE, LATE, AWAY)
HELD_MS = 60_000
"""How long a message that shall be overtaken waits for another one to do so."""
TIMEOUT = (3.0, 10.0)
LOOK_SECONDS = 1.0
"""How soon it is noticed that another process moved the clock, while something waits."""


@dataclass(frozen=True)
class Outgoing:
    """A request as it goes out; `account` is whose doing it is, for faults."""

    url: str
    headers: dict[str, str]
    body: bytes = b""
    account: str | None = None


class Carrier(Protocol):
    """What the courier must know of one kind of message."""

    faults: tuple[str, ...]
    """Names of mishaps that only this kind knows."""

    def outgoing(self, world: World, message: Message) -> Outgoing | None:
        """The request; None when there is nobody to tell any more."""

    def struck(self, world: World, message: Message, fault: str) -> bool:
        """Carry out a mishap of this kind; whether the message is lost by it."""

    def verdict(self, status: int | None) -> Verdict:
        """What an answer means; None is no answer at all."""

    def pause(self, world: World, message: Message) -> int | None:
        """Milliseconds to the next attempt; None when it is given up."""


@dataclass
class Courier:
    """One thread, started with the first message."""

    world: World
    carriers: dict[str, Carrier] = field(default_factory=dict)
    _woken: threading.Event = field(default_factory=threading.Event)
    _idle: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self._idle.set()
        self._session.trust_env = False

    def learn(self, kind: str, carrier: Carrier) -> None:
        """Let a service send messages of its kind."""
        self.carriers[kind] = carrier
        self.world.faults.learn(*FAULTS, *carrier.faults)

    def called(self) -> None:
        """Something waits, or will once the running transaction is committed."""
        self._idle.clear()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
            self._thread.start()
        self._woken.set()

    def resume(self) -> None:
        """Go on with what was waiting when the workspace ended."""
        with self.world.lock:
            if queue.next_moment(self.world) is not None:
                self.called()

    def wake(self) -> None:
        """The clock moved, or the workspace ends."""
        if self._thread is not None:
            self._idle.clear()
            self._woken.set()

    def settle(self, seconds: float = 20.0) -> None:
        """Wait until all that is due was tried. TimeoutError when that takes too long."""
        if not self._idle.wait(seconds):
            raise TimeoutError("a push is still on its way")

    def _run(self) -> None:
        while not self.world.stopping.is_set():
            wait = self.round()
            self._woken.wait(wait)
            self._woken.clear()
        self._session.close()

    def round(self) -> float | None:
        """Send everything that is due; seconds until more may be, None when nothing waits."""
        while True:
            taken = self._within(self._take)
            if taken is None:
                break
            message, outgoing = taken
            self._within(partial(self._note, message, self._send(outgoing)))
        return self._within(self._left)

    def _within(self, act: Callable[[], T | None]) -> T | None:
        """Do something in a transaction; nothing once the workspace ends."""
        with self.world.lock:
            if self.world.stopping.is_set():
                return None
            with self.world.store.transaction():
                return act()

    def _left(self) -> float | None:
        moment = queue.next_moment(self.world)
        if moment is None:
            self._idle.set()
            return None
        left = (moment - self.world.clock.millis()) / 1000
        if left > 0:
            self._idle.set()
        return min(max(left, 0.0), LOOK_SECONDS)

    def _take(self) -> tuple[Message, Outgoing] | None:
        while (message := queue.next_due(self.world)) is not None:
            carrier = self.carriers[message.kind]
            outgoing = carrier.outgoing(self.world, message)
            if outgoing is None:
                self._lose(message, "nobody to tell")
            elif not here(outgoing.url):
                self._lose(message, "not on this machine")
            elif not self._strikes(message, carrier, outgoing):
                # a mishap may have changed what goes out
                changed = carrier.outgoing(self.world, message) if message.fault else outgoing
                return message, changed or outgoing
        return None

    def _lose(self, message: Message, why: str) -> None:
        message.state, message.why = LOST, why
        queue.keep(self.world, message)

    def _strikes(self, message: Message, carrier: Carrier, outgoing: Outgoing) -> bool:
        """Whether a mishap keeps this message from going out now."""
        if message.attempts > 1 or message.fault:
            return False
        path = urlsplit(outgoing.url).path or "/"
        rule = self.world.faults.take_named(
            (*FAULTS, *carrier.faults), f"POST {path}", outgoing.account
        )
        if rule is None:
            return False
        message.fault = rule.do
        if rule.do == LATE:
            message.attempts, message.due = 0, message.due + HELD_MS
            queue.keep(self.world, message)
            return True
        if rule.do == AWAY or (
            rule.do in carrier.faults and carrier.struck(self.world, message, rule.do)
        ):
            self._lose(message, rule.do)
            return True
        queue.keep(self.world, message)
        return False

    def _send(self, outgoing: Outgoing) -> int | str | None:
        """The status, None when there was no answer, a word when there never will be one."""
        try:
            answer = self._session.post(
                outgoing.url,
                data=outgoing.body,
                headers=outgoing.headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.exceptions.SSLError:
            return "certificate not trusted"
        except requests.RequestException:
            return None
        return answer.status_code

    def _note(self, message: Message, status: int | str | None) -> None:
        carrier, now = self.carriers[message.kind], self.world.clock.millis()
        message.why = "no answer" if status is None else str(status)
        verdict = LOST if isinstance(status, str) else carrier.verdict(status)
        pause = carrier.pause(self.world, message) if verdict == "again" else None
        if verdict == DELIVERED:
            queue.hurry(self.world, message.source, LATE)
            if message.fault == TWICE:
                message.fault, message.due = f"{TWICE}, sent once", now
            else:
                message.state = DELIVERED
        elif pause is None:
            message.state = LOST
        else:
            message.due = now + pause
            queue.rest(self.world, message.source, message.due)
        queue.keep(self.world, message)
        if message.state == LOST:
            log.warning("push lost", extra={"source": message.source, "why": message.why})
