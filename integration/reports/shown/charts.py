"""Charts as SVG text: nothing is fetched, every browser and Typst draw the same.

In:    labels and numbers.   Out: one `<svg>`, or an empty text where there is nothing to draw.
Rule:  colour never says anything alone; each bar carries its number; at most `MOST` bars.
Never: counts. "<3" of a public recap is drawn as nought and written as it is.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from integration.reports.shown.wording import Is, words

DEEP, TEAL, AMBER, INK, SOFT, LINE = (
    "#0b4a6f", "#0f766e", "#b45309", "#17242d", "#4c5d68", "#c9d6de",
)  # fmt: skip
WIDTH = 720
LABELS, LONGEST = 310, 42
"""Room for the labels, and how many letters of any font fit into it."""
MOST = 12
FURTHEST = 3.0
"""A bar ends at three times the standard; its number says how far it really goes."""

Shown = int | str


def against_standard(rows: Sequence[tuple[str, float, float]]) -> str:
    """Median (bar) and 90 % (line) of each step as a share of its standard time."""
    if not rows:
        return ""
    left, right, line = LABELS, 60, 30
    room = WIDTH - left - right
    most = min(FURTHEST, max(1.25, *(max(median, p90) for _, median, p90 in rows)))

    def x(share: float) -> float:
        return left + room * min(share, most) / most

    height = 26 + line * len(rows)
    drawn = [
        _line(x(1), 18, x(1), height, SOFT, dash=True),
        _text(x(1), 12, "waktu baku", SOFT, anchor="middle"),
    ]
    for at, (label, median, p90) in enumerate(rows):
        y = 26 + line * at
        drawn += [
            _text(left - 8, y + 15, _short(label), INK, anchor="end"),
            _bar(left, y + 4, x(median) - left, 15, TEAL if median <= 1 else AMBER),
            _line(x(median), y + 11.5, x(p90), y + 11.5, INK),
            _line(x(p90), y + 6, x(p90), y + 17, INK),
            _text(WIDTH - right + 8, y + 15, words(round(median, 3), Is.SHARE), INK),
        ]
    return _svg(height, drawn)


def months(rows: Sequence[tuple[str, Shown, Shown]]) -> str:
    """Received and ended side by side, month by month."""
    most = max((_count(n) for _, *pair in rows for n in pair), default=0)
    if not most:
        return ""
    top, bottom, room = 30, 24, 150
    step = WIDTH / len(rows)
    wide = step * 0.36
    drawn = [
        _bar(0, 4, 12, 12, DEEP), _text(18, 14, "diterima", INK),
        _bar(90, 4, 12, 12, TEAL), _text(108, 14, "selesai", INK),
        _line(0, top + room, WIDTH, top + room, LINE),
    ]  # fmt: skip
    for at, (name, received, ended) in enumerate(rows):
        begin = step * at + step * 0.12
        for place, (number, colour) in enumerate(((received, DEEP), (ended, TEAL))):
            tall = room * 0.88 * _count(number) / most
            x = begin + place * wide
            drawn.append(_bar(x, top + room - tall, wide - 2, tall, colour))
            if number:
                drawn.append(
                    _text(
                        x + wide / 2 - 1,
                        top + room - tall - 4,
                        words(number, Is.COUNT),
                        INK,
                        anchor="middle",
                        size=10,
                    )
                )
        month, year = name.split()
        label = f"{month[:3]} {year[2:]}"
        drawn.append(_text(begin + wide, top + room + 16, label, SOFT, anchor="middle", size=11))
    return _svg(top + room + bottom, drawn)


def bars(rows: Sequence[tuple[str, int]]) -> str:
    """One bar a row, the longest first; rows past `MOST` are left to the table."""
    if not rows:
        return ""
    left, right, line = LABELS, 60, 26
    most = max(number for _, number in rows)
    drawn = []
    for at, (label, number) in enumerate(rows[:MOST]):
        y = line * at
        long = (WIDTH - left - right) * number / most
        drawn += [
            _text(left - 8, y + 17, _short(label), INK, anchor="end"),
            _bar(left, y + 5, long, 16, DEEP),
            _text(left + long + 6, y + 17, words(number, Is.COUNT), INK),
        ]
    return _svg(line * len(rows[:MOST]) + 4, drawn)


def _count(number: Shown) -> int:
    return number if isinstance(number, int) else 0


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"


def _svg(height: float, drawn: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
        f'width="{WIDTH}" height="{height:g}" font-family="Libertinus Serif, system-ui, '
        f'sans-serif" font-size="12">{"".join(drawn)}</svg>'
    )


def _bar(x: float, y: float, wide: float, tall: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0):.1f}" height="{max(tall, 0):.1f}" '
        f'rx="1.5" fill="{colour}"/>'
    )


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, dash: bool = False) -> str:
    style = ' stroke-dasharray="4 3"' if dash else ""
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" '
        f'stroke="{colour}" stroke-width="1.4"{style}/>'
    )


def _text(x: float, y: float, said: str, colour: str, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" '
        f'font-size="{size}">{escape(said)}</text>'
    )
