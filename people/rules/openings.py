"""Why a record is opened by somebody who has no part in the case, and which openings stand out.

Product decisions, all of them: no document of a partnership says how a need to know is asked for. What has gone wrong in
this field is staff who opened the record of somebody they know; a question that is put every time, kept, and read by a
manager is what is known to stop that.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SEVERAL = 3
"""So many openings without a part by one person in a period, or of one record, are pointed out to whoever reads the list."""

LONGEST_WORDS = 400


class Reason(StrEnum):
    """The kinds of reason that are offered; the words beside it are always asked for."""

    COVER = "cover"
    OVERSIGHT = "oversight"
    NEWS = "news"
    LINKED = "linked"
    QUALITY = "quality"
    REQUEST = "request"
    OTHER = "other"

    @property
    def label(self) -> str:
        return WORDS[self][0]

    @property
    def hint(self) -> str:
        return WORDS[self][1]


WORDS: dict[Reason, tuple[str, str]] = {
    Reason.COVER: ("I cover for, or help, a colleague who has it", "Say whom"),
    Reason.OVERSIGHT: ("I answer for the work of this team", "Supervision, allocation, a decision that I am asked for"),
    Reason.NEWS: ("Somebody has just told me something about this family", "Say who got in touch, and how"),
    Reason.LINKED: ("It bears on another case that I work on", "Give that case’s reference"),
    Reason.QUALITY: ("I check the quality of our work", "An audit or a review of practice"),
    Reason.REQUEST: ("A complaint, or somebody asks to see their record", ""),
    Reason.OTHER: ("Something else", ""),
}


@dataclass(frozen=True)
class Opened:
    """One opening as the rule looks at it: by whom, of what."""

    user_id: int
    subject: str


@dataclass(frozen=True)
class StandingOut:
    """How often somebody opened records in which they had no part, and the most that one of them was opened."""

    user_id: int
    openings: int
    of_one_record: int


def standing_out(opened: Iterable[Opened]) -> list[StandingOut]:
    """Those who opened several records, or one on several days, without a part; the most openings first.

    Product decision (`SEVERAL`). That somebody stands out is a question to them, not a finding.
    """
    by_person: Counter[int] = Counter()
    by_record: Counter[tuple[int, str]] = Counter()
    for one in opened:
        by_person[one.user_id] += 1
        by_record[one.user_id, one.subject] += 1
    found = [
        StandingOut(person, count, max(n for (who, _), n in by_record.items() if who == person))
        for person, count in by_person.items()
        if count >= SEVERAL
    ]
    return sorted(found, key=lambda one: (-one.openings, one.user_id))
