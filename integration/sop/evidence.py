"""Evidence that a customer named by a link, found in the words of the Form's answer.

In:    the text of the question `Bukti`.   Out: ids of files at Google Drive.
Rule:  only Drive's own addresses are taken for files (google-workspace.md 5); any other link is
       listed as it stands and opened by people, never by the service.
Never: opens a link. Start at `drive_ids`.
"""

import re

MOST = 10
"""Links of one answer that are looked at."""
_LINK = re.compile(
    r"https?://(?:drive|docs)\.google\.com/"
    r"(?:[\w/-]*/d/([\w-]{10,120})|[\w/-]+\?(?:[^\s#]*&)?id=([\w-]{10,120}))"
)


def drive_ids(text: str) -> list[str]:
    """Ids of the files that links in `text` lead to, each once, in order."""
    found = [first or second for first, second in _LINK.findall(text)]
    return list(dict.fromkeys(found))[:MOST]
