"""How a page names a family in a line: heading, age chips, the level as referred beside the level suggested, agreement."""

import datetime
from dataclasses import dataclass
from typing import Any

from referrals.models import Contact, ContactChild
from thresholds.presenters.levels import LevelWords, level_of
from thresholds.rules.framework import Framework

Asked = dict[str, Any]
AGREED = ("Asked, and agreed", "Accepted the service, and so the sharing that it needs")


@dataclass(frozen=True)
class AgeChip:
    """An age as a chip: years, months under two, unborn; `twin` where the child beside has the same date of birth."""

    short: str
    unborn: bool = False
    twin: bool = False


@dataclass(frozen=True)
class AgreementMark:
    """The ring of agreement: its shape, its words, and who or what beneath."""

    state: str
    words: str
    under: str


@dataclass(frozen=True)
class LevelMark:
    """The level as referred, and the suggestion beside it; words for the suggestion only where it differs."""

    judged: LevelWords | None
    suggested: LevelWords | None

    @property
    def differs(self) -> bool:
        return bool(self.judged and self.suggested and self.judged.code != self.suggested.code)

    @property
    def suggested_words(self) -> str:
        if self.suggested is None:
            return "nothing suggested"
        return self.suggested.words if self.differs else "as suggested"


def age_short(child: ContactChild, day: datetime.date) -> str:
    """An age in a chip: "unborn", "7m" below two years, "4", "?"."""
    if child.unborn:
        return "unborn"
    born = child.date_of_birth
    if born is not None:
        months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
        if months < 24:
            return f"{max(months, 0)}m"
        return str(months // 12)
    return "?" if child.age_stated is None else str(child.age_stated)


def age_chips(children: list[ContactChild], day: datetime.date) -> list[AgeChip]:
    """The chips of a family, in its order; children of the same date of birth are joined as twins."""
    born = [child.date_of_birth for child in children if child.date_of_birth]
    return [
        AgeChip(age_short(child, day), child.unborn, bool(child.date_of_birth and born.count(child.date_of_birth) > 1))
        for child in children
    ]


def level_mark(contact: Contact, framework: Framework) -> LevelMark:
    """The highest level judged and the highest suggested for a child of the contact."""
    codes = [child.suggested for child in contact.children.all() if framework.has_level(child.suggested)]
    highest = max(codes, key=lambda code: framework.level(code).order, default=None)
    return LevelMark(level_of(framework, contact.level), level_of(framework, highest))


def agreement_of(contact: Contact, asked: list[Asked] | None) -> AgreementMark:
    """The same of one contact. Of a call nobody was asked yet: what the caller said of it stands there."""
    if not contact.is_call:
        return agreement_mark(contact.way, asked)
    knows = {"yes": "the family knows", "no": "the family is not told"}
    call = contact.taken
    return AgreementMark("missing", "Not asked yet", knows.get(call.family_knows, "") if call else "")


def agreement_mark(way: str, asked: list[Asked] | None) -> AgreementMark:
    """Whether the family agreed, and how it was sent where they did not."""
    people = asked or []
    without = [person for person in people if person.get("answer_words") not in AGREED]
    if way == "urgent":
        return AgreementMark("urgent", "Urgent send", "to be reviewed today")
    if not without or way == "agreement":
        return AgreementMark("agreed", "Agreed", _who(people))
    said_no = any(person.get("answer_words") == "Asked, and said no" for person in without)
    under = "sharing approved" if way == "approval" else "sent on their own judgement"
    return AgreementMark("refused", "Refused" if said_no else "Not asked", under)


def mark_since(mark: AgreementMark, *, withdrawn: bool, reviewed: bool) -> AgreementMark:
    """The same once a yes was withdrawn, or once what was sent as urgent was reviewed."""
    if withdrawn:
        return AgreementMark("refused", "Withdrawn", "since it was sent")
    return AgreementMark(mark.state, mark.words, "reviewed since") if reviewed and mark.state == "urgent" else mark


def _who(people: list[Asked]) -> str:
    relations = [person.get("relation") or person.get("name", "") for person in people]
    return ", ".join(word.lower() if person.get("relation") else word for word, person in zip(relations, people, strict=True))


def from_words(contact: Contact) -> str:
    """Who it is from, in a few words: their work and where; how it came, for a call."""
    if contact.taken is not None:
        return f"{contact.taken.get_how_display()}: {contact.taken.who}"
    if contact.author is None or contact.organisation is None:
        return "Taken by the front door"
    return ", ".join(part for part in (contact.author.job_title, contact.organisation.name) if part)


def sender_words(contact: Contact) -> str:
    """Who sent it, by name and agency; who rang, as they are shown."""
    if contact.author is None or contact.organisation is None:
        return contact.taken.who if contact.taken else "Whoever rang"
    return f"{contact.author.name}, {contact.organisation.name}"


def ordinal(number: int) -> str:
    """A number as a place: 1st, 2nd, 3rd, 11th."""
    ending = "th" if 11 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
