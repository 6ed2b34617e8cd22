"""What was typed, taken along when somebody turns from one decision for all the children to one for each, or back."""

from typing import Any

from django.http import QueryDict

from referrals.forms.deciding import DecideEachForm, names_of, part_of
from referrals.models import ContactChild

_SHARED = ("former", "reasons", "advice", "what_would_change", "next_steps")


def taken_along(given: QueryDict, children: list[ContactChild], *, to_each: bool) -> dict[str, Any]:
    """What the form that comes now begins with. Words are never lost; a choice is taken along where it fits all."""
    kept: dict[str, Any] = {name: given.get(name, "") for name in _SHARED}
    kept["key_factors"] = given.getlist("key_factors")
    return kept | (_to_each(given, children) if to_each else _to_all(given, children, kept["reasons"]))


def _to_each(given: QueryDict, children: list[ContactChild]) -> dict[str, Any]:
    """What was said of all is said of each."""
    once = DecideEachForm.ONCE_EACH.items()
    return {part_of(child, part): given.get(name, "") for child in children for name, part in once}


def _to_all(given: QueryDict, children: list[ContactChild], reasons: str) -> dict[str, Any]:
    """A choice that was the same for each; the words about each under their name."""
    kept: dict[str, Any] = {}
    for name, part in DecideEachForm.ONCE_EACH.items():
        if part != "level_differs_why":
            chosen = {given.get(part_of(child, part), "") for child in children}
            kept[name] = chosen.pop() if len(chosen) == 1 else ""
    kept["level_differs_why"] = "\n".join(_about(given, children, "level_differs_why"))
    kept["reasons"] = "\n".join([*filter(None, [reasons]), *_about(given, children, "reasons")])
    return kept


def _about(given: QueryDict, children: list[ContactChild], part: str) -> list[str]:
    """What was written of each child, under their name; once where the same was written of all."""
    names = names_of(children)
    written = {child.pk: given.get(part_of(child, part), "").strip() for child in children}
    if len(set(written.values())) == 1:
        return [words for words in list(written.values())[:1] if words]
    return [f"{names[child]}: {words}" for child, words in written.items() if words]
