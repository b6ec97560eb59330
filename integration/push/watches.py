"""Subscriptions at Google, made and renewed before they end.

In:    a round's look.   Out: Drive channels, Gmail's and the Form's watch, alive; alarm mails.
Rule:  a Drive channel cannot be renewed: a new one with a fresh id is made first, then the old one
       is stopped; ids are stored before Google is asked, because the first message may overtake
       the answer (google-workspace.md 4.1). Gmail daily, Forms and changes within their week.
Never: runs without a public https address. Start at `Watches.look()`.
"""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from integration.ports import Failure, GiveUp, NotFound
from integration.push.alarm import alarm
from integration.push.facts import WATCH
from integration.push.hooks import channel_token
from integration.service import Service
from integration.workspace import Workspace

log = logging.getLogger(__name__)

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TRY_AGAIN = timedelta(minutes=10)
"""How long a failed renewal waits."""
FIELDS = "id,resourceId,expiration"


@dataclass(frozen=True)
class Wanted:
    """One subscription: its name, which rounds it wakes, how long it lives, when it is renewed."""

    name: str
    rounds: tuple[str, ...]
    lives: timedelta
    renew_after: timedelta
    make: Callable[["Watches", dict[str, Any]], datetime]


@dataclass
class Watches:
    """The subscriptions of one house."""

    service: Service
    files: Workspace
    mail: Workspace
    public_url: str
    secret: str = field(repr=False)
    register_id: str
    form_id: str
    archive_folder_id: str
    topic: str = ""

    def look(self) -> None:
        """Make and renew what is due. Raises the first failure, after all were tried."""
        failures: list[Failure] = []
        for wanted in WANTED:
            if wanted.make in (gmail, form) and not self.topic:
                continue
            try:
                self._renew(wanted)
            except Failure as failure:
                failures.append(failure)
        if failures:
            raise failures[0]

    def _renew(self, wanted: Wanted) -> None:
        now = self.service.clock.now()
        watch = self.service.recall(WATCH + wanted.name, {})
        made, tried = _moment(watch.get("made")), _moment(watch.get("tried"))
        lasting = made is not None and now < made + wanted.renew_after
        if lasting or (watch.get("failed") and tried is not None and now < tried + TRY_AGAIN):
            return
        watch |= {"rounds": list(wanted.rounds), "tried": now.isoformat()}
        try:
            expires = wanted.make(self, watch)
        except Failure as failure:
            watch["failed"] = str(failure)[:200]
            self._keep(wanted.name, watch)
            if isinstance(failure, GiveUp):
                alarm(self.service, wanted.name, str(failure)[:200], now)
            raise
        watch |= {"failed": "", "made": now.isoformat(), "expires": expires.isoformat()}
        self._keep(wanted.name, watch)
        log.info("watch made", extra={"watch": wanted.name, "until": watch["expires"]})

    def _keep(self, name: str, watch: Mapping[str, Any]) -> None:
        self.service.remember(WATCH + name, dict(watch))

    # -- Drive --------------------------------------------------------------------------------

    def channel(self, wanted_name: str, watch: dict[str, Any], lives: timedelta) -> dict[str, Any]:
        """The body of a new channel; it is known before Google is asked."""
        channel_id = str(uuid.uuid4())
        watch["channels"] = [*watch.get("channels", ()), {"id": channel_id, "resource": ""}]
        self._keep(wanted_name, watch)
        ends = self.service.clock.now() + lives
        return {
            "id": channel_id,
            "type": "web_hook",
            "address": f"{self.public_url}/hooks/drive",
            "token": channel_token(self.secret, channel_id),
            "expiration": str(int(ends.timestamp() * 1000)),
        }

    def opened(self, name: str, watch: dict[str, Any], answer: Mapping[str, Any]) -> datetime:
        """The new channel stands: stop every older one. The end of the new one."""
        new = {"id": str(answer["id"]), "resource": str(answer["resourceId"])}
        old = [one for one in watch["channels"] if one["id"] != new["id"]]
        watch["channels"] = [*old, new]
        self._keep(name, watch)
        left = [one for one in old if one["resource"] and not self._stopped(one)]
        # a channel that never got its resource id cannot be stopped; it ends by itself
        watch["channels"] = [*left, new]
        return datetime.fromtimestamp(int(answer["expiration"]) / 1000, UTC)

    def _stopped(self, channel: Mapping[str, str]) -> bool:
        body = {"id": channel["id"], "resourceId": channel["resource"]}
        stopping = self.files.service("drive").channels().stop(body=body)
        try:
            self.files.call(stopping, safe=True)
        except NotFound:
            return True
        except Failure as failure:
            log.warning("an old channel was not stopped", extra={"why": str(failure)})
            return False
        return True


def register_file(watches: Watches, watch: dict[str, Any]) -> datetime:
    """files.watch on the register: at most a day."""
    body = watches.channel("register-file", watch, DAY)
    drive = watches.files.service("drive").files()
    asking = drive.watch(
        fileId=watches.register_id, body=body, supportsAllDrives=True, fields=FIELDS
    )
    answer = watches.files.call(asking, safe=True)
    return watches.opened("register-file", watch, answer)


def archive_changes(watches: Watches, watch: dict[str, Any]) -> datetime:
    """changes.watch on what the account sees, letters being edited included: at most a week."""
    body = watches.channel("changes", watch, WEEK)
    drive = watches.files.service("drive")
    where = _drive_of(watches)
    starting = drive.changes().getStartPageToken(supportsAllDrives=True, **where)
    token = watches.files.call(starting, safe=True)["startPageToken"]
    asking = drive.changes().watch(
        pageToken=token,
        body=body,
        supportsAllDrives=True,
        includeItemsFromAllDrives=True,
        fields=FIELDS,
        **where,
    )
    answer = watches.files.call(asking, safe=True)
    return watches.opened("changes", watch, answer)


def _drive_of(watches: Watches) -> dict[str, str]:
    drive = watches.files.service("drive").files()
    asking = drive.get(fileId=watches.archive_folder_id, fields="driveId", supportsAllDrives=True)
    found = watches.files.call(asking, safe=True).get("driveId", "")
    return {"driveId": str(found)} if found else {}


def gmail(watches: Watches, watch: dict[str, Any]) -> datetime:
    """users.watch on INBOX; asking again prolongs it."""
    body = {
        "topicName": watches.topic,
        "labelIds": ["INBOX"],
        "labelFilterBehavior": "include",
    }
    users = watches.mail.service("gmail").users()
    answer = watches.mail.call(users.watch(userId="me", body=body), safe=True)
    return datetime.fromtimestamp(int(answer["expiration"]) / 1000, UTC)


def form(watches: Watches, watch: dict[str, Any]) -> datetime:
    """watches.renew on the Form's answers; made anew once it has ended."""
    forms = watches.files.service("forms").forms().watches()
    known = watch.get("id") or _ours(watches)
    if known:
        try:
            renewing = forms.renew(formId=watches.form_id, watchId=known, body={})
            answer = watches.files.call(renewing, safe=True)
            watch["id"] = str(answer["id"])
            return _stamp(answer["expireTime"])
        except NotFound:
            watch["id"] = ""
    wanted = {
        "target": {"topic": {"topicName": watches.topic}},
        "eventType": "RESPONSES",
    }
    # there is one watch a form, kind and project, so a repeat is refused and found by `_ours`
    making = forms.create(formId=watches.form_id, body={"watch": wanted})
    answer = watches.files.call(making, safe=True)
    watch["id"] = str(answer["id"])
    return _stamp(answer["expireTime"])


def _ours(watches: Watches) -> str:
    forms = watches.files.service("forms").forms().watches()
    listed = watches.files.call(forms.list(formId=watches.form_id), safe=True)
    found = (one["id"] for one in listed.get("watches", ()) if one["eventType"] == "RESPONSES")
    return str(next(found, ""))


def _stamp(text: str) -> datetime:
    whole = text.rstrip("Z").partition(".")[0]
    return datetime.fromisoformat(whole).replace(tzinfo=UTC)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


WANTED = (
    Wanted("register-file", ("register",), DAY, timedelta(hours=18), register_file),
    Wanted("changes", ("drafts", "register"), WEEK, timedelta(days=5), archive_changes),
    Wanted("gmail", ("mail",), WEEK, DAY, gmail),
    Wanted("form", ("form",), WEEK, timedelta(days=5), form),
)
"""Every subscription we want, by how long Google lets it live."""
