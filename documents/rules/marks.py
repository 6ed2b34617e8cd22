"""The small drawings that a document prints itself. Their form is look/practitioner/notes.md, Tokens (the level mark)."""

from math import cos, pi, sin

FILLS = ("#f4ead3", "#e8c684", "#cc834c", "#7a2b3b")
INK = "#1c1b22"

DOORWAY = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 26">'
    '<path d="M2 25V11a9 9 0 0 1 18 0v14" fill="none" stroke="#0e4a4f" stroke-width="2.4"/>'
    '<path d="M6.5 25V12.4l8.2-4V25z" fill="#0e4a4f"/><circle cx="12.4" cy="17" r="1.3" fill="#fff"/></svg>'
)


def level_mark(rank: int, count: int) -> str:
    """Return the SVG of a half-circle fan of `count` wedges with wedge `rank` (from 1, left to right) filled."""
    fill = FILLS[round((rank - 1) * (len(FILLS) - 1) / max(1, count - 1))]
    wedges = "".join(
        _wedge(place, count, fill if place == rank else "#fff")
        for place in (*(p for p in range(1, count + 1) if p != rank), rank)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-21 -20.5 42 21.5">{wedges}</svg>'


def _wedge(place: int, count: int, fill: str) -> str:
    start, end = pi - pi * (place - 1) / count, pi - pi * place / count
    return (
        f'<path d="M0 0L{20 * cos(start):.2f} {-20 * sin(start):.2f}A20 20 0 0 1 {20 * cos(end):.2f} {-20 * sin(end):.2f}Z"'
        f' fill="{fill}" stroke="{INK}" stroke-width="1.1" stroke-linejoin="round"/>'
    )
