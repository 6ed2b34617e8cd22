"""How wide a text will be, so that it can be wrapped and placed without a browser.

Advance widths, in thousandths of the type size, of printable ASCII in the product's typeface (Atkinson Hyperlegible
Next); the typefaces it falls back on are about as wide, and a margin is added.
"""

_REGULAR = (
    "280 286 301 651 592 919 731 160 299 299 485 606 210 362 210 387 648 407 548 576 614 588 598 510 615 "
    "595 210 210 553 628 553 480 778 626 613 645 669 569 552 694 694 392 512 631 541 824 693 714 592 724 "
    "614 592 558 690 593 856 623 575 607 317 387 344 552 372 243 525 566 485 564 538 314 558 550 252 245 "
    "492 262 845 550 548 566 574 349 471 326 540 461 684 481 449 460 344 237 344 555 "
)

_BOLD = (
    "312 303 390 765 610 969 725 210 335 335 485 595 271 373 272 440 659 440 579 600 624 607 626 537 624 "
    "571 272 272 569 612 569 547 781 678 643 658 688 597 566 718 701 424 561 663 552 858 717 746 629 756 "
    "650 610 607 686 644 886 685 650 618 340 440 344 582 400 288 552 596 510 596 563 365 593 571 300 259 "
    "555 318 882 571 576 596 599 376 508 376 567 530 740 539 521 505 381 254 381 537 "
)

_WIDTHS = {bold: tuple(map(int, row.split())) for bold, row in ((False, _REGULAR), (True, _BOLD))}
_OTHER_LATIN = 620
_WIDE_SCRIPT = 1000
_MARGIN = 1.03


def measure(text: str, size: float, bold: bool = False) -> float:
    """The width of a text at a type size, in the unit of the size, rounded up a little."""
    return sum(_advance(character, bold) for character in text) * size * _MARGIN / 1000


def glyph_width(character: str, size: float, bold: bool = False) -> float:
    """The advance of one character, exact, for text that is set letter by letter."""
    return _advance(character, bold) * size / 1000


def _advance(character: str, bold: bool) -> int:
    place = ord(character) - 32
    widths = _WIDTHS[bold]
    if 0 <= place < len(widths):
        return widths[place]
    return _OTHER_LATIN if ord(character) < 0x2E80 else _WIDE_SCRIPT


def wrap(text: str, width: float, size: float, bold: bool = False, lines: int | None = None) -> list[str]:
    """The text in lines no wider than `width`; a longer word is broken, text beyond `lines` ends in an ellipsis."""
    rows: list[str] = []
    for word in text.split():
        joined = f"{rows[-1]} {word}" if rows else word
        if rows and measure(joined, size, bold) <= width:
            rows[-1] = joined
            continue
        rows.extend(_broken(word, width, size, bold))
    if lines is not None and len(rows) > lines:
        rows = [*rows[: lines - 1], shorten(" ".join(rows[lines - 1 :]), width, size, bold)]
    return rows or [""]


def shorten(text: str, width: float, size: float, bold: bool = False) -> str:
    """The text if it fits, else as much as does with an ellipsis."""
    if measure(text, size, bold) <= width:
        return text
    kept = text
    while kept and measure(f"{kept}…", size, bold) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and measure(pieces[-1] + character, size, bold) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
