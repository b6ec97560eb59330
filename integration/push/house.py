"""Push, put together from Settings.

In:    Settings, the service, clients.   Out: `Push`: hints, doors, watches, counts.
Rule:  doors whose secret or sender is not set are there and shut.
Never: starts a thread or calls anything.
"""

from dataclasses import dataclass
from typing import Self

from flask import Blueprint

from integration.push.hints import Hints
from integration.push.hooks import Hooks, blueprint
from integration.push.oidc import Certificates, Oidc
from integration.push.signed import Signed
from integration.push.tally import Tally
from integration.push.watches import Watches
from integration.service import Service
from integration.settings import Settings
from integration.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Push:
    """The parts of push."""

    hints: Hints
    hooks: Hooks
    tally: Tally
    watches: Watches

    def blueprint(self) -> Blueprint:
        """The doors below /hooks/."""
        return blueprint(self.hooks)

    @classmethod
    def of(cls, settings: Settings, service: Service, files: Workspace, mail: Workspace) -> Self:
        """From Settings."""
        database, clock = service.database, service.clock
        hints, tally = Hints(database, clock), Tally(database, clock)
        certificates = Certificates(settings.google_certs_url)
        base = settings.web_url
        secret = settings.secret()
        hooks = Hooks(
            database=database,
            clock=clock,
            hints=hints,
            tally=tally,
            signed=Signed(settings.hook_secret.get_secret_value(), clock),
            pubsub=Oidc(
                settings.pubsub_audience or f"{base}/hooks/pubsub",
                settings.pubsub_sender,
                certificates,
            ),
            scheduler=Oidc(f"{base}/hooks/tick", settings.tick_sender, certificates),
            secret=secret,
            form_id=settings.form_id,
            mailbox=service.office.service_mailbox.email,
        )
        watches = Watches(
            service=service,
            files=files,
            mail=mail,
            public_url=base,
            secret=secret,
            register_id=settings.register_id,
            form_id=settings.form_id,
            archive_folder_id=settings.archive_folder_id,
            topic=settings.pubsub_topic,
        )
        return cls(hints=hints, hooks=hooks, tally=tally, watches=watches)
