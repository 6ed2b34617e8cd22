"""What a contact document holds, section by section, as frozen values.

The fields answer Plymouth 2016, Part 4 section 3, paragraph 1 (the child's developmental needs, the parents' capacity, the
referrer's involvement, the nature of the concern, clarity about the perceived harm), and issue 9. What is missing is
printed as not recorded or not explored, so that silence is never read as "no concern" (STYLE, Rules).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from documents.rules.reading import MOST_CHARACTERS, ContentRefused, Line, Prose, plain, read


@dataclass(frozen=True, kw_only=True)
class Level:
    """A level of need by its code and printed name."""

    FROM_TEXT: ClassVar[str] = "name"
    code: Line = ""
    name: Line = ""


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A fact with its label ("School", "Manor Street Primary")."""

    FROM_TEXT: ClassVar[str] = "words"
    label: Line = ""
    words: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """A statement with where it was published."""

    FROM_TEXT: ClassVar[str] = "text"
    text: Prose = ""
    source: Line = ""
    note: Prose = ""
    code: Line = ""
    kind: Line = ""


@dataclass(frozen=True, kw_only=True)
class Framework:
    """The threshold framework that was used; `levels` in its own order, lowest first."""

    title: Line = ""
    version: Line = ""
    superseded: bool = False
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The front door that receives the contact."""

    name: Line = ""
    council: Line = ""
    numbers: tuple[Line, ...] = ()
    because: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who wrote it."""

    name: Line = ""
    role: Line = ""
    organisation: Line = ""
    phone: Line = ""
    email: Line = ""


@dataclass(frozen=True, kw_only=True)
class Worry:
    """An indicator that was observed, with the evidence in the writer's words; `number` is its mark on the picture."""

    number: Line = ""
    wording: Prose = ""
    level_name: Line = ""
    level_code: Line = ""
    code: Line = ""
    source: Line = ""
    confirmed_words: Prose = ""
    seen: Prose = ""
    when: Line = ""
    how_often: Line = ""
    who: Line = ""
    fact_or_opinion: Line = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A question of a conversation with its answer, and what was said."""

    topic: Line = ""
    question: Prose = ""
    answer: Line = ""
    words: Prose = ""
    who: Line = ""
    code: Line = ""


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """A row of the framework's matrix as answered for a child."""

    group: Line = ""
    text: Prose = ""
    code: Line = ""
    name: Line = ""
    note: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child with their own worries, strengths and level. `not_explored` None: it was not recorded what was."""

    name: Line = ""
    age_words: Line = ""
    date_of_birth: Line = ""
    expected_date: Line = ""
    unborn: bool = False
    sex: Line = ""
    address_words: Prose = ""
    relationship: Line = ""
    relationships: tuple[Line, ...] = ()
    details: tuple[Labelled, ...] = ()
    level_judged: Level | None = None
    level_suggested: Level | None = None
    first_view: Level | None = None
    why: Prose = ""
    differs_why: Prose = ""
    basis: Line = ""
    reasons: tuple[Sourced, ...] = ()
    worries: tuple[Worry, ...] = ()
    strengths: tuple[Sourced, ...] = ()
    conversation: tuple[Answered, ...] = ()
    not_explored: tuple[Line, ...] | None = None
    considerations: tuple[Sourced, ...] = ()
    picture: dict[str, Any] | None = None
    matrix: tuple[MatrixRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Relative:
    """Somebody in the family or network."""

    name: Line = ""
    relation: Line = ""
    parental_responsibility: Line = ""
    contact: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the family lives; withheld, it keeps no lines, and the children's are withheld with it."""

    lines: tuple[Line, ...] = ()
    withheld: bool = False
    reason: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Advice taken before the contact."""

    with_: Line = ""
    when: Line = ""
    advice: Prose = ""
    who: Line = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One person who was, or was not, asked to agree."""

    name: Line = ""
    relation: Line = ""
    asked_words: Prose = ""
    answer_words: Prose = ""
    their_words: Prose = ""
    explained: tuple[Prose, ...] = ()
    reach: Prose = ""
    ground: Prose = ""
    ground_source: Line = ""
    ground_note: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """Whether one child under 16 was judged able to decide for themselves: with the reasons, by whom and when."""

    name: Line = ""
    finding: Line = ""
    reasons: Prose = ""
    judged: Line = ""


@dataclass(frozen=True, kw_only=True)
class Way:
    """Which of the four ways it left by; `marked`: without agreement and without approval."""

    code: Line = ""
    words: Prose = ""
    marked: bool = False
    approver: Line = "Safeguarding lead"
    lead: Line = ""
    at: Line = ""
    reasons: Prose = ""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Whether the family agrees, and on what basis it is shared."""

    people: tuple[Asked, ...] = ()
    deciding: tuple[Deciding, ...] = ()
    rule: Sourced | None = None
    basis_name: Line = ""
    way: Way | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """An entry of the chronology."""

    at: Line = ""
    words: Prose = ""


@dataclass(frozen=True, kw_only=True)
class ContactDocument:
    """The content of a contact document; `sections` orders it, codes as in SECTIONS (all of them when empty)."""

    marking: Line = "OFFICIAL-SENSITIVE"
    title: Line = "Contact"
    reference: Line = ""
    framework: Framework = Framework()
    practice: bool = False
    urgency: Prose = ""
    reason: Prose = ""
    recipient: Recipient = Recipient()
    from_: Sender = Sender()
    sent_at: Line = ""
    children: tuple[Child, ...] = ()
    family: tuple[Relative, ...] = ()
    address: Address = Address()
    what_is_worrying: Prose = ""
    harm: Prose = ""
    referrer_involvement: Prose = ""
    tried: tuple[Sourced, ...] = ()
    views_child: Prose = ""
    views_family: Prose = ""
    conversations: tuple[Conversation, ...] = ()
    agreement: Agreement = Agreement()
    actions_considered: tuple[Sourced, ...] = ()
    moves: tuple[Sourced, ...] = ()
    told_family: Prose = ""
    chronology: tuple[Event, ...] = ()
    sections: tuple[Line, ...] = ()

    @classmethod
    def from_plain(cls, given: object) -> "ContactDocument":
        """Read content; raises ContentRefused as `read`, for an unknown section, or for too much text in all."""
        content = read(cls, given)
        for code in content.sections:
            if code not in SECTIONS:
                raise ContentRefused("content.sections", "names a section that this document does not have")
        if content.address.withheld:
            children = tuple(replace(child, address_words="Withheld") for child in content.children)
            content = replace(content, address=replace(content.address, lines=()), children=children)
        if _characters(plain(content)) > MOST_CHARACTERS:
            raise ContentRefused("content", f"holds more than {MOST_CHARACTERS} characters")
        return content

    def to_plain(self) -> dict[str, Any]:
        """Return the content as JSON can hold it; from_plain gives the same content back."""
        return plain(self)


SECTIONS = ("family", "worry", "children", "voices", "agreement", "steps", "chronology")
_PRINTED_IN = {
    "level-and-why": "children", "strengths": "children", "picture": "children", "matrix": "children",
    "worries": "worry", "harm": "worry", "referrer-involvement": "worry", "views": "voices",
    "parenting-capacity": "family", "family-and-environment": "family",
    "what-has-been-tried": "steps", "conversations": "steps", "actions-considered": "steps",
}  # fmt: skip
"""What a partnership's form calls its parts, and the section of ours in which each is printed."""


def sections_in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Every section, those that a partnership's form names first and in its order: none is ever left out."""
    named = (_PRINTED_IN.get(code, code) for code in codes)
    return tuple(dict.fromkeys([*(code for code in named if code in SECTIONS), *SECTIONS]))


def _characters(part: Any) -> int:
    if isinstance(part, dict):
        return sum(_characters(item) for item in part.values())
    if isinstance(part, list):
        return sum(_characters(item) for item in part)
    return len(part) if isinstance(part, str) else 0
