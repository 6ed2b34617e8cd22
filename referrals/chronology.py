"""What referrals adds to the record of agreement about a child: the contact that was sent, and who was told of it."""

from collections.abc import Iterator

from consent.rules.chronology import Entry, Fact
from consent.selectors.chronology import AGENCY, person_key
from partnerships.models import User
from referrals.models import Contact, ParentTold
from thresholds.models import Check


def sent_and_told(check: Check, user: User) -> Iterator[Entry]:
    """Each contact from this check that this person may see, and each person who was to be told of it."""
    for contact in Contact.objects.visible_to(user).filter(proposal__case_check=check).select_related("author", "front_door"):
        held = (Fact("Held by", contact.front_door.name), Fact("Its reference", contact.reference))
        yield Entry(
            at=contact.received_at,
            what="The contact was delivered",
            by=contact.author.name,
            reference=check.reference,
            facts=held,
        )
        for task in ParentTold.objects.filter(contact=contact).select_related("answered_by", "person"):
            if task.answered_at is None:
                continue
            key = person_key(task.person) if task.person else AGENCY
            said = {"How": task.get_how_display(), "What they said, or why it is not safe": task.words}
            yield Entry(
                at=task.told_at or task.answered_at, recorded_at=task.answered_at, reference=check.reference,
                by=task.answered_by.name if task.answered_by else "", what=f"{task.who}: {task.get_answer_display().lower()}",
                facts=tuple(Fact(label, words, of=key) for label, words in said.items() if words),
            )  # fmt: skip
