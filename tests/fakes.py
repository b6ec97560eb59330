"""Google's offices as fakes: they remember what they were given and fail when told to.

In:    the calls of ports.py.   Out: plain values; `Outside.fails(...)` orders a mishap.
Rule:  a mishap happens before the act (nothing was done) or after it (done, but nobody heard).
Never: is lenient: a draft is sent once, an id holds one file, a lost id is NotFound.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from integration.ports import (
    Answer,
    DocState,
    File,
    Filed,
    GiveUp,
    IncomingMail,
    Lying,
    NotFound,
    OutgoingMail,
    SentMail,
    Unsuitable,
)

Result = TypeVar("Result")


class Crash(BaseException):
    """The process is killed: nothing catches this, nothing is tidied up."""


@dataclass
class CrashPoint:
    """Kills the process at the n-th place it could die; 0 lets it live and only counts."""

    at: int = 0
    reached: int = 0

    def reach(self) -> None:
        """A place where the process may die."""
        self.reached += 1
        if self.reached == self.at:
            raise Crash(f"at point {self.at}")


@dataclass
class Mishap:
    """One ordered failure."""

    call: str
    failure: BaseException
    after: bool
    times: int


@dataclass
class Outside:
    """Every call to the outside goes through here."""

    calls: list[str] = field(default_factory=list)
    mishaps: list[Mishap] = field(default_factory=list)
    crash: CrashPoint = field(default_factory=CrashPoint)
    meanwhile: dict[str, Callable[[], None]] = field(default_factory=dict)
    """What somebody else does while a call is on its way, once, by the call's name."""

    def fails(
        self, call: str, failure: BaseException, *, after: bool = False, times: int = 1
    ) -> None:
        """The next `times` calls of `call` fail, before the act or after it."""
        self.mishaps.append(Mishap(call, failure, after, times))

    def perform(self, call: str, act: Callable[[], Result]) -> Result:
        """Do it, unless something was ordered."""
        self.calls.append(call)
        mishap = next((one for one in self.mishaps if one.call == call and one.times), None)
        if mishap is not None:
            mishap.times -= 1
            if not mishap.after:
                raise mishap.failure
        self.crash.reach()
        result = act()
        self.meanwhile.pop(call, _nothing)()
        if mishap is not None:
            raise mishap.failure
        return result


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Posted:
    """A mail that left the house."""

    id: str
    thread_id: str
    mail: OutgoingMail


@dataclass
class FakeMailbox:
    """`ports.Mailbox`: drafts, what was sent, what came in."""

    outside: Outside
    drafts: dict[str, OutgoingMail] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    inbox: list[IncomingMail] = field(default_factory=list)
    forgotten: int = 0
    """History ids below this are no longer known."""
    search_lag: int = 0
    """How many searches answer before what was sent is found."""
    made: int = 0

    def create_draft(self, mail: OutgoingMail) -> str:
        def act() -> str:
            self.made += 1
            self.drafts[f"draft-{self.made}"] = mail
            return f"draft-{self.made}"

        return self.outside.perform("mailbox.create_draft", act)

    def find_draft(self, key: str, subject: str) -> str | None:
        def act() -> str | None:
            return next((one for one, mail in self.drafts.items() if mail.key == key), None)

        return self.outside.perform("mailbox.find_draft", act)

    def draft_exists(self, draft_id: str) -> bool:
        return self.outside.perform("mailbox.draft_exists", lambda: draft_id in self.drafts)

    def send_draft(self, draft_id: str) -> str:
        def act() -> str:
            if draft_id not in self.drafts:
                raise NotFound(draft_id)
            mail = self.drafts.pop(draft_id)
            number = len(self.posted) + 1
            thread = mail.thread_id or f"thread-{number}"
            self.posted.append(Posted(f"message-{number}", thread, mail))
            return f"message-{number}"

        return self.outside.perform("mailbox.send_draft", act)

    def find_sent(self, key: str, subject: str) -> str | None:
        def act() -> str | None:
            if self.search_lag:
                self.search_lag -= 1
                return None
            return next((one.id for one in self.posted if one.mail.key == key), None)

        return self.outside.perform("mailbox.find_sent", act)

    def sent(self, message_id: str) -> SentMail:
        def act() -> SentMail:
            one = next(one for one in self.posted if one.id == message_id)
            rfc_id = f"<{one.id}@mail.example>"
            return SentMail(message_id=one.id, thread_id=one.thread_id, rfc_id=rfc_id)

        return self.outside.perform("mailbox.sent", act)

    def newest_history(self) -> str:
        return self.outside.perform("mailbox.newest_history", lambda: str(len(self.inbox)))

    def arrived_since(self, history_id: str) -> tuple[list[str], str]:
        def act() -> tuple[list[str], str]:
            if int(history_id) < self.forgotten:
                raise NotFound("this history id is too old")
            new = [mail.id for mail in self.inbox[int(history_id) :]]
            return new, str(len(self.inbox))

        return self.outside.perform("mailbox.arrived_since", act)

    def recent(self, since: datetime) -> list[str]:
        def act() -> list[str]:
            return [mail.id for mail in self.inbox if mail.at >= since]

        return self.outside.perform("mailbox.recent", act)

    def read(self, message_id: str) -> IncomingMail:
        def act() -> IncomingMail:
            found = next((mail for mail in self.inbox if mail.id == message_id), None)
            if found is None:
                raise NotFound(message_id)
            return found

        return self.outside.perform("mailbox.read", act)

    def to(self, address: str) -> list[OutgoingMail]:
        """What somebody received, oldest first."""
        return [one.mail for one in self.posted if address in one.mail.to]


@dataclass
class FakeArchive:
    """`ports.Archive`: folders by key, files by the id that was drawn for them."""

    outside: Outside
    folders: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Key -> (name, parent's id)."""
    files: dict[str, tuple[File, str, Mapping[str, str]]] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)
    drawn: int = 0
    trash: set[str] = field(default_factory=set)
    shared: dict[str, File] = field(default_factory=dict)
    """Files of others that the service may read."""
    open: set[str] = field(default_factory=set)
    """Folders that somebody has taken the limited access from."""

    def new_ids(self, count: int) -> list[str]:
        def act() -> list[str]:
            self.drawn += count
            return [f"file-{self.drawn - place}" for place in range(count)]

        return self.outside.perform("archive.new_ids", act)

    def folder(self, name: str, parent: str, key: str) -> str:
        def act() -> str:
            self.folders.setdefault(key, (name, parent))
            return f"folder {key}"

        return self.outside.perform("archive.folder", act)

    def put(self, file: File, *, file_id: str, parent: str, properties: Mapping[str, str]) -> Filed:
        def act() -> Filed:
            known = self.files.setdefault(file_id, (file, parent, dict(properties)))
            if known[0].content != file.content:
                raise GiveUp("other bytes under this id")
            digest = sha256(file.content).hexdigest()
            return Filed(file_id=file_id, sha256=digest, url=f"https://drive.example/{file_id}")

        return self.outside.perform("archive.put", act)

    def lock(self, file_id: str, reason: str) -> None:
        self.outside.perform("archive.lock", lambda: self.locked.add(file_id))

    def read(self, file_id: str, largest: int) -> File:
        def act() -> File:
            if file_id not in self.shared:
                raise NotFound(file_id)
            if len(self.shared[file_id].content) > largest:
                raise Unsuitable("terlalu besar")
            return self.shared[file_id]

        return self.outside.perform("archive.read", act)

    def listed(self, folder_id: str) -> Sequence[Lying]:
        def act() -> list[Lying]:
            found = [
                self._lying(file_id)
                for file_id, (_, parent, _) in self.files.items()
                if parent == folder_id
            ]
            found += [
                self._folder(key)
                for key, (_, parent) in self.folders.items()
                if parent == folder_id
            ]
            return [one for one in found if not one.trashed]

        return self.outside.perform("archive.listed", act)

    def _lying(self, file_id: str) -> Lying:
        file, parent, properties = self.files[file_id]
        doc = file.media_type.startswith("application/vnd.google-apps.")
        return Lying(
            file_id=file_id,
            name=file.name,
            media_type=file.media_type,
            sha256="" if doc else sha256(file.content).hexdigest(),
            properties=properties,
            locked=file_id in self.locked,
            parents=(parent,),
            trashed=bool({file_id, parent} & self.trash),
        )

    def look(self, file_id: str) -> Lying:
        def act() -> Lying:
            if file_id in self.files:
                return self._lying(file_id)
            key = file_id.removeprefix("folder ")
            if key not in self.folders:
                raise NotFound(file_id)
            return self._folder(key)

        return self.outside.perform("archive.look", act)

    def _folder(self, key: str) -> Lying:
        name, parent = self.folders[key]
        return Lying(
            file_id=f"folder {key}",
            name=name,
            media_type="application/vnd.google-apps.folder",
            sha256="",
            properties={},
            locked=False,
            parents=(parent,),
            trashed=bool({f"folder {key}", parent} & self.trash),
        )

    def closed(self, folder_id: str) -> bool:
        return self.outside.perform("archive.closed", lambda: folder_id not in self.open)

    def restore(self, file_id: str, name: str, parent: str) -> None:
        def act() -> None:
            self.trash.discard(file_id)
            if file_id in self.files:
                file, _, properties = self.files[file_id]
                named = replace(file, name=name or file.name)
                self.files[file_id] = (named, parent, properties)
                return
            key = file_id.removeprefix("folder ")
            if key not in self.folders:
                raise NotFound(file_id)
            self.folders[key] = (name or self.folders[key][0], parent)

        self.outside.perform("archive.restore", act)

    @property
    def names(self) -> list[str]:
        """Names of every file, sorted."""
        return sorted(file.name for file, _, _ in self.files.values())


@dataclass
class Doc:
    """A Google Doc."""

    name: str
    key: str
    text: str
    revision: int = 1


@dataclass
class FakeDrafts:
    """`ports.Drafts`: Docs whose exports are never the same bytes twice, as Google's are not."""

    outside: Outside
    docs: dict[str, Doc] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)
    exports: int = 0
    shared: set[tuple[str, str]] = field(default_factory=set)
    """Which Doc was shared with whom."""
    template: str = (
        "{{nomor_surat}}, {{tanggal_surat}}\n\nYth. {{penerima}}\n\n{{isi_surat}}\n\n"
        "{{jabatan_penandatangan}}"
    )
    while_exporting: Callable[[], None] | None = None
    """What a person does to the Doc while it is exported; once."""

    def find_copy(self, key: str) -> str | None:
        def act() -> str | None:
            return next((one for one, doc in self.docs.items() if doc.key == key), None)

        return self.outside.perform("drafts.find_copy", act)

    def copy_template(self, template_id: str, name: str, parent: str, key: str) -> str:
        def act() -> str:
            source = self.docs.get(template_id)
            text = source.text if source else self.template
            self.docs[f"doc-{len(self.docs) + 1}"] = Doc(name, key, text)
            return f"doc-{len(self.docs)}"

        return self.outside.perform("drafts.copy_template", act)

    def share(self, doc_id: str, address: str) -> None:
        self.outside.perform("drafts.share", lambda: self.shared.add((doc_id, address)))

    def unknown(self, doc_id: str, names: Collection[str]) -> list[str]:
        def act() -> list[str]:
            asked = re.findall(r"\{\{(\w+)\}\}", self.template)
            return [one for one in asked if one not in names]

        return self.outside.perform("drafts.unknown", act)

    def fill(self, doc_id: str, values: Mapping[str, str]) -> None:
        def act() -> None:
            text = self.docs[doc_id].text
            for name, value in values.items():
                text = text.replace("{{" + name + "}}", value)
            if text != self.docs[doc_id].text:
                self.edit(doc_id, text)

        self.outside.perform("drafts.fill", act)

    def write(self, doc_id: str, texts: Mapping[str, str]) -> None:
        def act() -> None:
            text = self.docs[doc_id].text
            for old, new in texts.items():
                text = text.replace(old, new)
            if text != self.docs[doc_id].text:
                self.edit(doc_id, text)

        self.outside.perform("drafts.write", act)

    def edit(self, doc_id: str, text: str) -> None:
        """A person changes the Doc."""
        doc = self.docs[doc_id]
        self.docs[doc_id] = replace(doc, text=text, revision=doc.revision + 1)

    def state(self, doc_id: str) -> DocState:
        def act() -> DocState:
            doc = self.docs[doc_id]
            url = f"https://docs.example/{doc_id}"
            return DocState(doc_id=doc_id, revision=f"r{doc.revision}", text=doc.text, url=url)

        return self.outside.perform("drafts.state", act)

    def export_pdf(self, doc_id: str) -> bytes:
        def act() -> bytes:
            self.exports += 1
            text = self.docs[doc_id].text
            if self.while_exporting is not None:
                hand, self.while_exporting = self.while_exporting, None
                hand()
            return f"%PDF export {self.exports}: {text}".encode()

        return self.outside.perform("drafts.export_pdf", act)

    def lock(self, doc_id: str, reason: str) -> None:
        self.outside.perform("drafts.lock", lambda: self.locked.add(doc_id))

    def unlock(self, doc_id: str) -> None:
        self.outside.perform("drafts.unlock", lambda: self.locked.discard(doc_id))


@dataclass
class FakeResponses:
    """`ports.Responses`: the Form's answers as they stand."""

    outside: Outside
    answers: list[Answer] = field(default_factory=list)

    def since(self, moment: datetime | None) -> Sequence[Answer]:
        def act() -> list[Answer]:
            return [one for one in self.answers if moment is None or one.submitted_at >= moment]

        return self.outside.perform("responses.since", act)


@dataclass
class FakeGoogle:
    """All of Google's offices behind one outside."""

    outside: Outside = field(default_factory=Outside)
    mailbox: FakeMailbox = field(init=False)
    archive: FakeArchive = field(init=False)
    drafts: FakeDrafts = field(init=False)
    responses: FakeResponses = field(init=False)

    def __post_init__(self) -> None:
        self.mailbox = FakeMailbox(self.outside)
        self.archive = FakeArchive(self.outside)
        self.drafts = FakeDrafts(self.outside)
        self.responses = FakeResponses(self.outside)
