"""Charts of a tab as SVG, simply drawn.

In:    a tab's charts with their labels and numbers.   Out: place, size and drawing of each.
Rule:  bars, columns, lines, areas, points and pies; stacked where the chart says so; colours are
       the chart's own, else the usual row of six.
Never: reads cells; that is sheets/charts/shown.py. Start at `charts()`.
"""

from __future__ import annotations

import math
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ...sheets.charts.shown import Series, Shown, read
from ...sheets.grid.editing import Editing
from ...sheets.grid.sheet import Sheet

Json = dict[str, Any]
PALETTE = ("#4285f4", "#ea4335", "#fbbc04", "#34a853", "#ff6d01", "#46bdc6")
INK, SOFT, LINE = "#202124", "#5f6368", "#dadce0"
LONGEST = 26
STEPS = 4


def charts(editing: Editing, sheet: Sheet) -> list[Json]:
    """Every chart of a tab: anchor, offsets and size in pixels, and its SVG."""
    found = []
    for chart in sheet.charts:
        overlay = chart["position"]["overlayPosition"]
        at = overlay["anchorCell"]
        wide, tall = overlay["widthPixels"], overlay["heightPixels"]
        shown = read(editing, chart)
        found.append(
            {
                "id": chart["chartId"],
                "row": at.get("rowIndex", 0),
                "column": at.get("columnIndex", 0),
                "x": overlay.get("offsetXPixels", 0),
                "y": overlay.get("offsetYPixels", 0),
                "width": wide,
                "height": tall,
                "title": shown.title,
                "svg": svg(shown, wide, tall),
            }
        )
    return found


def svg(shown: Shown, wide: int, tall: int) -> str:
    """One chart of that size."""
    drawn = [_text(12, 24, shown.title, 15, INK, bold=True)]
    top = 40
    if shown.subtitle:
        drawn.append(_text(12, 42, shown.subtitle, 11, SOFT))
        top = 56
    if shown.legend and shown.kind != "PIE":
        drawn += _legend([one.name for one in shown.series], _colours(shown), top)
        top += 20
    box = _Box(12, top, wide - 24, tall - top - 12)
    if not any(number is not None for one in shown.series for number in one.numbers):
        drawn.append(_text(wide / 2, tall / 2, "Tidak ada data", 12, SOFT, "middle"))
    elif shown.kind == "PIE":
        drawn += _pie(shown, box)
    elif shown.kind == "BAR":
        drawn += _bars(shown, box)
    else:
        drawn += _upright(shown, box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" role="img" '
        f"aria-label={quoteattr(shown.title)}><title>{escape(shown.title)}</title>"
        f'<rect width="{wide}" height="{tall}" fill="#ffffff"/>{"".join(drawn)}</svg>'
    )


class _Box:
    def __init__(self, x: float, y: float, wide: float, tall: float) -> None:
        self.x, self.y, self.wide, self.tall = x, y, max(wide, 1.0), max(tall, 1.0)


def _colours(shown: Shown) -> list[str]:
    return [one.colour or PALETTE[at % len(PALETTE)] for at, one in enumerate(shown.series)]


def _most(shown: Shown) -> float:
    """The end of the axis: a round number at or above the largest."""
    if shown.stacked:
        sums = [sum(_at(one, at) for one in shown.series) for at in range(len(shown.labels))]
        largest = max(sums, default=0)
    else:
        largest = max((n or 0 for one in shown.series for n in one.numbers), default=0)
    if largest <= 0:
        return 1.0
    unit = 10 ** math.floor(math.log10(largest / STEPS)) if largest >= STEPS else 1
    step = next(unit * n for n in (1, 2, 5, 10, 20) if unit * n * STEPS >= largest)
    return float(step * STEPS)


def _at(one: Series, at: int) -> float:
    return (one.numbers[at] if at < len(one.numbers) else None) or 0.0


def _bars(shown: Shown, box: _Box) -> list[str]:
    left = min(box.wide * 0.45, 14 + 6.2 * max(min(len(t), LONGEST) for t in shown.labels or [""]))
    x0, wide, tall = box.x + left, box.wide - left - 30, box.tall - 20
    most, band = _most(shown), tall / max(1, len(shown.labels))
    drawn = []
    for step in range(STEPS + 1):
        x = x0 + wide * step / STEPS
        drawn += [
            _line(x, box.y, x, box.y + tall),
            _text(x, box.y + tall + 14, _number(most * step / STEPS), 10, SOFT, "middle"),
        ]
    thick = band * 0.7 / (1 if shown.stacked else max(1, len(shown.series)))
    for at, label in enumerate(shown.labels):
        y = box.y + band * at + band * 0.15
        drawn.append(_text(x0 - 6, box.y + band * (at + 0.5) + 4, _short(label), 11, INK, "end"))
        begin = 0.0
        for number, (one, colour) in enumerate(zip(shown.series, _colours(shown), strict=True)):
            value = _at(one, at)
            place = y if shown.stacked else y + thick * number
            x = x0 + wide * begin / most
            drawn.append(_rect(x, place, wide * value / most, thick, colour))
            if one.labelled and value:
                end = x + wide * value / most
                drawn.append(_text(end + 4, place + thick / 2 + 4, one.texts[at], 10, INK))
            begin += value if shown.stacked else 0
    return drawn


def _upright(shown: Shown, box: _Box) -> list[str]:
    left = 34
    x0, wide, tall = box.x + left, box.wide - left, box.tall - 22
    most, count = _most(shown), max(1, len(shown.labels))
    band, floor = wide / count, box.y + tall
    drawn = []
    for step in range(STEPS + 1):
        y = floor - tall * step / STEPS
        drawn += [
            _line(x0, y, x0 + wide, y),
            _text(x0 - 6, y + 4, _number(most * step / STEPS), 10, SOFT, "end"),
        ]
    fits = max(3, int(band / 6))
    drawn += [
        _text(x0 + band * (at + 0.5), floor + 15, _short(label, fits), 10, SOFT, "middle")
        for at, label in enumerate(shown.labels)
    ]
    columns = [
        (one, colour)
        for one, colour in zip(shown.series, _colours(shown), strict=True)
        if shown.kind in ("COLUMN", "COMBO")
    ]
    thick = band * 0.7 / (1 if shown.stacked else max(1, len(columns)))
    for at in range(count):
        begin = 0.0
        for number, (one, colour) in enumerate(columns):
            value = _at(one, at)
            high = tall * value / most
            x = x0 + band * at + band * 0.15 + (0 if shown.stacked else thick * number)
            y = floor - tall * begin / most - high
            drawn.append(_rect(x, y, thick, high, colour))
            if one.labelled and value:
                drawn.append(_text(x + thick / 2, y - 3, one.texts[at], 10, INK, "middle"))
            begin += value if shown.stacked else 0
    for one, colour in zip(shown.series, _colours(shown), strict=True):
        if not columns:
            drawn += _trace(shown.kind, one, colour, x0, band, floor, tall, most)
    return drawn


def _trace(
    kind: str, one: Series, colour: str, x0: float, band: float, floor: float, tall: float,
    most: float,
) -> list[str]:  # fmt: skip
    points = [
        (x0 + band * (at + 0.5), floor - tall * number / most)
        for at, number in enumerate(one.numbers)
        if number is not None
    ]
    drawn = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
    if kind == "SCATTER" or not points:
        return drawn
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    if kind in ("AREA", "STEPPED_AREA"):
        ground = f"{points[-1][0]:.1f},{floor:.1f} {points[0][0]:.1f},{floor:.1f}"
        drawn.insert(0, f'<polygon points="{path} {ground}" fill="{colour}" opacity="0.3"/>')
    line = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    return [line, *drawn]


def _pie(shown: Shown, box: _Box) -> list[str]:
    numbers = [max(0.0, number or 0.0) for number in shown.series[0].numbers]
    total = sum(numbers) or 1.0
    radius = min(box.wide * 0.3, box.tall / 2)
    cx, cy, begin = box.x + radius + 4, box.y + box.tall / 2, -math.pi / 2
    drawn, names = [], []
    for at, number in enumerate(numbers):
        colour = PALETTE[at % len(PALETTE)]
        part = number / total
        label = shown.labels[at] if at < len(shown.labels) else ""
        names.append(f"{label} ({round(part * 100)}%)")
        if not part:
            continue
        end = begin + 2 * math.pi * min(part, 0.9999)
        large = int(part > 0.5)
        x1, y1 = cx + radius * math.cos(begin), cy + radius * math.sin(begin)
        x2, y2 = cx + radius * math.cos(end), cy + radius * math.sin(end)
        drawn.append(
            f'<path d="M{cx:.1f} {cy:.1f} L{x1:.1f} {y1:.1f} A{radius:.1f} {radius:.1f} 0 {large} '
            f'1 {x2:.1f} {y2:.1f} Z" fill="{colour}" stroke="#ffffff"/>'
        )
        begin += 2 * math.pi * part
    if shown.hole:
        hole = radius * min(shown.hole, 0.9)
        drawn.append(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{hole:.1f}" fill="#ffffff"/>')
    for at, name in enumerate(names):
        y = box.y + 14 + 18 * at
        drawn += [
            _rect(cx + radius + 16, y - 9, 10, 10, PALETTE[at % len(PALETTE)]),
            _text(cx + radius + 32, y, name, 11, INK),
        ]
    return drawn


def _legend(names: list[str], colours: list[str], y: float) -> list[str]:
    drawn, x = [], 12.0
    for name, colour in zip(names, colours, strict=True):
        drawn += [_rect(x, y, 10, 10, colour), _text(x + 14, y + 9, name, 11, SOFT)]
        x += 30 + 6.4 * len(name)
    return drawn


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _short(text: str, fits: int = LONGEST) -> str:
    return text if len(text) <= fits else text[: fits - 1].rstrip() + "…"


def _rect(x: float, y: float, wide: float, tall: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0):.1f}" height="{max(tall, 0):.1f}" '
        f'fill="{colour}"/>'
    )


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{LINE}"/>'


def _text(
    x: float, y: float, said: str, size: int, colour: str, anchor: str = "start",
    bold: bool = False,
) -> str:  # fmt: skip
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" '
        f'text-anchor="{anchor}"{weight}>{escape(said)}</text>'
    )
