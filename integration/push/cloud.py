"""The Pub/Sub side of push: a topic, who may publish to it, where it is pushed.

In:    an administrator's session, Pub/Sub's address, ours.   Out: settings that go with them.
Rule:  what is there already is kept; only the endpoint follows us. Each call may be repeated.
Never: is called at a real office, where the administrator does this (docs/deploy.md); `make run`
       does it in the local workspace. Start at `subscribe()`.
"""

from typing import Any

import requests

SENDERS = (
    "gmail-api-push@system.gserviceaccount.com",
    "forms-notifications@system.gserviceaccount.com",
)
NAME = "tanggap"


def names(project: str, google: str) -> dict[str, str]:
    """The settings of a service whose pushes come from this project at this origin."""
    return {
        "pubsub_topic": f"projects/{project}/topics/{NAME}",
        "pubsub_sender": f"push@{project}.iam.gserviceaccount.com",
        "google_certs_url": f"{google}/oauth2/v1/certs",
    }


def subscribe(session: requests.Session, google: str, project: str, ours: str) -> dict[str, str]:
    """Make topic and push subscription; the settings that go with them. requests' own errors."""
    told = names(project, google)
    topic = told["pubsub_topic"]
    subscription = f"projects/{project}/subscriptions/{NAME}"

    def ask(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = session.request(method, f"{google}/v1/{path}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def known(kind: str) -> set[str]:
        return {one["name"] for one in ask("GET", f"projects/{project}/{kind}").get(kind, ())}

    if topic not in known("topics"):
        ask("PUT", topic, {})
    members = [f"serviceAccount:{sender}" for sender in SENDERS]
    policy = {"bindings": [{"role": "roles/pubsub.publisher", "members": members}]}
    ask("POST", f"{topic}:setIamPolicy", {"policy": policy})
    push = {
        "pushEndpoint": f"{ours}/hooks/pubsub",
        "oidcToken": {"serviceAccountEmail": told["pubsub_sender"]},
    }
    if subscription in known("subscriptions"):
        ask("POST", f"{subscription}:modifyPushConfig", {"pushConfig": push})
    else:
        ask("PUT", subscription, {"topic": topic, "pushConfig": push})
    return told
