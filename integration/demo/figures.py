"""What the demo shows at its end: timeline, papers, Google calls by API.

In:    the workspace's request log, the case as told.   Out: counts; tables for people.
Rule:  figures are counted from the log, never kept by hand.
Never: plays.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests
from rich.console import Console
from rich.table import Table

from integration.clock import WITA

LOOKS = ("/history", "/responses", "/spreadsheets/")
"""Parts of the paths that are only looked at, again and again."""
WATCHES = ("/watch", "/watches", "/profile", "/startPageToken")
"""Ends of the paths by which the service asks Google to tell of news, whatever comes."""


def google_calls(addresses: Mapping[str, Any]) -> tuple[Counter[str], Counter[str]]:
    """The service's calls by API: for the complaint, and for watching."""
    google = addresses["google"]
    lines = requests.get(f"{google}/_emulator/requests", params={"since": 0}, timeout=30).json()
    acting: Counter[str] = Counter()
    watching: Counter[str] = Counter()
    for line in lines:
        if line["account"] != addresses["service_mailbox"]:
            continue
        parts = line["path"].strip("/").split("/")
        api = {"v4": "sheets", "v1": parts[1] if len(parts) > 1 else "", "upload": parts[1]}
        name = api.get(parts[0], parts[0])
        looks = line["method"] == "GET" and any(one in line["path"] for one in LOOKS)
        watches = line["path"].endswith(WATCHES)
        (watching if looks or watches else acting)[name] += 1
    return acting, watching


def show(
    console: Console,
    told: dict[str, Any],
    papers: list[dict[str, str]],
    acting: Counter[str],
    watching: Counter[str],
) -> None:
    """Print the timeline, the papers and the calls."""
    timeline = Table("Waktu (WITA)", "Langkah", "Oleh", "Melalui", "Kejadian", title="Riwayat")
    for row in told["timeline"]:
        at = datetime.fromisoformat(row["at"]).astimezone(WITA)
        when = f"{at:%d-%m %H.%M.%S}"
        timeline.add_row(when, row["step"], row["who"], row["door"], row["what"])
    console.print(timeline)
    console.print("Arsip")
    for paper in papers:
        line = f"  {paper['name']}  {paper['sha256'][:12]}  {paper['url']}"
        console.print(line, soft_wrap=True, highlight=False)
    calls = Table("API", "Panggilan untuk pengaduan ini", "Pemantauan", title="Panggilan Google")
    for api in sorted({*acting, *watching}):
        calls.add_row(api, str(acting[api]), str(watching[api]))
    calls.add_row("jumlah", str(acting.total()), str(watching.total()))
    console.print(calls)
