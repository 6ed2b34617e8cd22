"""The small drawings that a document prints itself: the doorway, and a level as a fan with one wedge filled.

Colours are those of look/pictures/anatomy.md, as on the pages.
"""

from math import cos, pi, sin

FILLS = ("#66573a", "#1f5c7a", "#2a4788", "#40236f")
INK = "#1c1b22"

DOORWAY = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="5 3 22 26">'
    '<path d="M6.5 28V14.5a9.5 9.5 0 0 1 19 0V28" fill="none" stroke="#0e4a4f" stroke-width="2.6"/>'
    '<path d="M11.5 28V15.5l9-4.3V28z" fill="#0e4a4f"/><circle cx="17.7" cy="20.5" r="1.5" fill="#fff"/></svg>'
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
