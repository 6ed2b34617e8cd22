"""The forms that a page really offers, read from its HTML: what a browser would send, hidden fields too."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

LEFT_OUT = {"csrfmiddlewaretoken"}


@dataclass
class FoundForm:
    """Where a form goes, by which method, and what it would send as it stands."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self.inside: FoundForm | None = None
        self.named = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = FoundForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.inside)
        elif self.inside is not None and tag in {"input", "button", "textarea", "select"}:
            self._field(tag, given)
        elif self.inside is not None and tag == "option" and self.named and given.get("value"):
            self.inside.fields.setdefault(self.named, []).append(given["value"])

    def _field(self, tag: str, given: dict[str, str]) -> None:
        assert self.inside is not None
        name = given.get("name", "")
        self.named = name if tag == "select" else ""
        if name and name not in LEFT_OUT and tag != "select":
            words = "Some words of it" if tag == "textarea" or given.get("type") == "text" else ""
            self.inside.fields.setdefault(name, []).append(given.get("value") or words)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.named = ""


def forms_in(html: str) -> list[FoundForm]:
    """Every form of a page; a field's values are those that it offers."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
