"""Looks for keys among the files of this project: those to be committed, or all that are kept.

In:    `--staged` or nothing.   Out: one line a finding; exit 1 when there is any.
Rule:  looks at content, not at names: private keys, refresh tokens, client secrets, access tokens;
       and at the folder credentials/, which keeps nothing but its README.
Never: prints what it found, only where. Needs the standard library only.
"""

import re
import subprocess
import sys

SHAPES = {
    "a private key": re.compile(rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|[\r\n])"),
    "a refresh token": re.compile(rb"\b1//0[0-9A-Za-z_-]{30,}"),
    "a client secret": re.compile(rb"\bGOCSPX-[0-9A-Za-z_-]{20,}"),
    "an access token": re.compile(rb"\bya29\.[0-9A-Za-z_-]{30,}"),
    "an API key of Google's": re.compile(rb"\bAIza[0-9A-Za-z_-]{35}"),
    "an API key of ours": re.compile(rb"\btgp_[0-9A-Za-z_-]{40,}"),
}
PLACED_BY_HAND = re.compile(
    r"(^|/)(credentials/(?!README\.md$|\.gitignore$).+|link-secret|\.env|.*\.env)$"
)


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], check=True, capture_output=True).stdout


def findings(name: str, content: bytes) -> list[str]:
    """What a file holds that must not be kept."""
    found = [what for what, shape in SHAPES.items() if shape.search(content)]
    if PLACED_BY_HAND.search(name):
        found.append("a file that is placed by hand")
    return found


def main(arguments: list[str]) -> int:
    """Look; how it ended."""
    staged = arguments == ["--staged"]
    listing = (
        ["diff", "--cached", "--name-only", "--diff-filter=d", "-z"]
        if staged
        else ["ls-files", "-z"]
    )
    names = [name for name in _git(*listing).decode().split("\0") if name]
    wrong = False
    for name in names:
        content = _git("show", f":{name}")
        for what in findings(name, content):
            print(f"{name}: looks like {what}; keys are never committed", file=sys.stderr)
            wrong = True
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
