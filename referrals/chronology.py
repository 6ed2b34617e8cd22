"""What referrals adds to the record of agreement about a child: the contact that was sent, and who was told of it."""

from collections.abc import Iterator

from consent.rules.chronology import AGENCY, EVERYBODY, Entry, Fact, Knows
from consent.selectors.chronology import person_key
from partnerships.models import User
from referrals.models import Contact, ParentTold
from thresholds.models import Check


def sent_and_told(check: Check, user: User) -> Iterator[Entry]:
    """Each contact from this check that this person may see, and each person who was to be told of it."""
    for contact in Contact.objects.visible_to(user).filter(proposal__case_check=check).select_related("author", "front_door"):
        held = (Fact("Held by", contact.front_door.name), Fact("Its reference", contact.reference))
        yield Entry(
            at=contact.received_at, what="The contact was delivered", by=contact.author.name if contact.author else "",
            reference=check.reference, facts=held, needs=Knows.SHARED,
        )  # fmt: skip
        for task in contact.to_tell.select_related("answered_by", "person", "asks_again"):
            yield _telling(check, contact, task)


def _telling(check: Check, contact: Contact, task: ParentTold) -> Entry:
    """Told is theirs. Not safe to tell, why, and that somebody has still to be told, are the agency's in every copy."""
    key = person_key(task.person) if task.person else ""
    if task.answered_at is None:
        since = task.asks_again.answered_at if task.asks_again else None
        return Entry(
            at=since or contact.received_at, reference=check.reference, what=f"{task.who}: still to be told, or found not safe",
            of=AGENCY, about=key or EVERYBODY, waits=True,
        )  # fmt: skip
    told = task.answer == ParentTold.Answer.TOLD
    words = {"How": task.get_how_display(), ("What they said" if told else "Why it is not safe"): task.words}
    whose = key if told and key else AGENCY
    return Entry(
        at=task.told_at or task.answered_at, recorded_at=task.answered_at, reference=check.reference,
        by=task.answered_by.name if task.answered_by else "", what=f"{task.who}: {task.get_answer_display().lower()}",
        of=whose, about=key or EVERYBODY, knows=_known_since(told, key),
        facts=tuple(Fact(label, said, of=whose) for label, said in words.items() if said),
    )  # fmt: skip


def _known_since(told: bool, key: str) -> Knows | None:
    if told:
        return Knows.TOLD if key else None
    return Knows.NOTHING
