"""HTML to tagged PDF with WeasyPrint, behind a fetcher that knows only what it was given. Imports no Django."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONT_SCHEME = "rh-font:"
PICTURE_SCHEME = "rh-picture:"


class ClosedFetcher(URLFetcher):
    """Answers the exact addresses it was given; everything else, file: and data: included, is refused."""

    def __init__(self, known: Mapping[str, tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.known = known
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in self.known:
            self.refused.append(url)
            raise ValueError("closed")
        kind, body = self.known[url]
        return URLFetcherResponse(url, body, {"Content-Type": kind})


class Printer:
    """Fonts and stylesheet read once, then any number of documents."""

    def __init__(self, *, stylesheet: Path, fonts: list[Path]) -> None:
        self.fonts = FontConfiguration()
        faces = [_face(font) for font in fonts]
        css = "\n".join(rule for rule, _, _ in faces) + stylesheet.read_text()
        known = {url: ("font/woff2", body) for _, url, body in faces}
        self.css = weasyprint.CSS(string=css, font_config=self.fonts, url_fetcher=ClosedFetcher(known))
        self.pdf("<html lang='en-GB'><title>x</title><p>x</p></html>", {})  # loads what printing loads late

    def pdf(self, html: str, pictures: Mapping[str, str]) -> bytes:
        """Return the PDF of `html`; `pictures` are SVG texts by the name that `rh-picture:<name>` asks for."""
        known = {PICTURE_SCHEME + name: ("image/svg+xml", svg.encode()) for name, svg in pictures.items()}
        document = weasyprint.HTML(string=html, url_fetcher=ClosedFetcher(known))
        pdf = document.write_pdf(stylesheets=[self.css], font_config=self.fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
        return bytes(pdf or b"")


def _face(path: Path) -> tuple[str, str, bytes]:
    """Return (@font-face rule, address, bytes) of a file named <family>-<subset>-<weight>-<style>.woff2."""
    name = path.stem
    *_, weight, style = name.split("-")
    url = FONT_SCHEME + name
    rule = (
        f"@font-face {{ font-family: 'Document{' Ext' if '-latin-ext-' in name else ''}'; font-weight: {weight};"
        f" font-style: {style}; src: url('{url}') }}"
    )
    return rule, url, path.read_bytes()
