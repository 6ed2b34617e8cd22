"""Who can sign in to a demo, as lines of text."""

from config import places

KEPT = "sign-ins.txt"


def note_sign_ins() -> None:
    """Write the demo's people to the state folder, for `welcome` to show. Needs Django to be set up."""
    from django.conf import settings

    path = places.state_dir() / KEPT
    path.unlink(missing_ok=True)
    if settings.DEMO:
        lines = list(_lines())
        if lines:
            path.write_text("\n".join(lines) + "\n")


def _lines() -> list[str]:
    from demo.data import read
    from partnerships.demo_sign_ins import demo_places
    from partnerships.models import User

    found = [(authority, place) for authority, within in demo_places().items() for place in within]
    keys = [person.pk for _, place in found for person in place.people]
    addresses = dict(User.objects.filter(pk__in=keys).values_list("pk", "email"))
    if not addresses:
        return []
    password = read("people")["password"]
    wide = max(map(len, addresses.values()))
    password = read("people")["password"]
    lines = [f"Sign in as one of these invented people, with the password {password} or by their button on the sign-in page:"]
    for authority, place in found:
        lines += ["", f"  {authority}: {place.name}"]
        lines += [f"    {addresses[person.pk]:{wide}}  {person.name}, {person.does}" for person in place.people]
    return lines


def kept_sign_ins() -> str:
    path = places.state_dir() / KEPT
    return path.read_text() if path.exists() else ""
