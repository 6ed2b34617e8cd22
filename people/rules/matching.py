"""Is this the same child? Facts side by side with words for each, never a score; a person decides.

Source: DESIGN.md, "People": matching weighs name, sound, date of birth, address, NHS number and UPN, tells twins apart,
proposes with reasons and never merges by itself. Which facts weigh how much is a product decision (the front door's mocks,
"Matching"): an NHS number is the strongest, and decides nothing alone.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from people.rules.names import Likeness, Variants, family_likeness, given_likeness, plain
from people.rules.slips import apart_words, near_birth, slip_words, swapped

NO_VARIANTS: Variants = {}


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a child. Empty or None is not known, and says nothing for or against."""

    given_name: str = ""
    family_name: str = ""
    date_of_birth: datetime.date | None = None
    unborn: bool = False
    due_date: datetime.date | None = None
    nhs_number: str = ""
    upn: str = ""
    postcode: str = ""
    household: tuple[str, ...] = ()


class Says(StrEnum):
    """What one fact says of a candidate."""

    SAME = "same"
    SWAPPED = "swapped"
    ALIKE = "alike"
    DIFFERS = "differs"
    UNKNOWN = "unknown"

    @property
    def speaks_for(self) -> bool:
        return self in (Says.SAME, Says.SWAPPED, Says.ALIKE)


class Weight(StrEnum):
    """How much a fact weighs, in the word that is shown beside it."""

    STRONGEST = "Strongest"
    STRONG = "Strong"
    SOME = "Some"


class Verdict(StrEnum):
    """What a candidate looks like, for a person to confirm."""

    LIKELY = "Likely the same child"
    PERHAPS = "May be the same child"
    TWIN = "May be a twin"
    UNLIKELY = "Unlikely"


@dataclass(frozen=True)
class Fact:
    """One fact as sent and as held, with what that says in words."""

    code: str
    label: str
    weight: Weight
    sent: str
    held: str
    says: Says
    words: str

    @property
    def name(self) -> str:
        """The label inside a sentence."""
        return self.label if self.label.startswith("NHS") else self.label.lower()

    @property
    def phrase(self) -> str:
        """The fact and what it says, in a few words: "same first name"; "date of birth: day and month swapped"."""
        return f"same {self.name}" if self.says == Says.SAME else f"{self.name}: {self.words.lower()}"


@dataclass(frozen=True)
class Comparison:
    """A candidate beside what was sent: every fact in order of weight, and what that looks like."""

    facts: tuple[Fact, ...]
    verdict: Verdict

    @property
    def reasons_for(self) -> tuple[str, ...]:
        return tuple(fact.phrase for fact in self.facts if fact.says.speaks_for)

    @property
    def reasons_against(self) -> tuple[str, ...]:
        return tuple(fact.name for fact in self.facts if fact.says == Says.DIFFERS)

    def fact(self, code: str) -> Fact:
        """The fact of this code."""
        return next(fact for fact in self.facts if fact.code == code)


def compare(sent: Known, held: Known, variants: Variants = NO_VARIANTS) -> Comparison:
    """Every fact of a candidate beside what was sent, in order of weight, and what that looks like. See the module's source."""
    facts = (
        _number("nhs", "NHS number", Weight.STRONGEST, sent.nhs_number, held.nhs_number),
        _number("upn", "Pupil number", Weight.STRONGEST, sent.upn, held.upn),
        _given(sent, held, variants),
        _born(sent, held),
        _family(sent, held),
        _number("postcode", "Postcode", Weight.SOME, sent.postcode, held.postcode, at_times=True),
        _household(sent, held),
    )
    return Comparison(facts, _verdict({fact.code: fact.says for fact in facts}, sent, held))


def _verdict(says: dict[str, Says], sent: Known, held: Known) -> Verdict:
    """A twin shares the date of birth and the family name, and has another first name.

    The same number that is strongest makes a child likely only with a name or a date; a different one makes nobody likely.
    """
    numbers = (says["nhs"], says["upn"])
    given, born, family = says["given"], says["born"], says["family"]
    other_number = Says.DIFFERS in numbers
    on_the_day = born in (Says.SAME, Says.SWAPPED)
    if on_the_day and family.speaks_for and given == Says.DIFFERS and Says.SAME not in numbers:
        return Verdict.TWIN
    named = (given.speaks_for and family.speaks_for) or crossed(sent, held)
    if Says.SAME in numbers:
        return Verdict.LIKELY if (given.speaks_for or born.speaks_for) and not other_number else Verdict.PERHAPS
    if other_number:
        return Verdict.UNLIKELY
    if named and on_the_day:
        return Verdict.LIKELY
    if (named and born == Says.UNKNOWN) or (born.speaks_for and (given.speaks_for or family.speaks_for)):
        return Verdict.PERHAPS
    return Verdict.UNLIKELY


def crossed(sent: Known, held: Known) -> bool:
    """Whether given and family name stand in each other's place. Product decision: a common slip."""
    names = (plain(sent.given_name), plain(sent.family_name))
    return all(names) and names == (plain(held.family_name), plain(held.given_name)) and names[0] != names[1]


def _number(code: str, label: str, weight: Weight, sent: str, held: str, *, at_times: bool = False) -> Fact:
    ours, theirs = "".join(held.split()).upper(), "".join(sent.split()).upper()
    if not ours or not theirs:
        return _unknown(code, label, weight, sent, held)
    if ours == theirs:
        return Fact(code, label, weight, sent, held, Says.SAME, "Same")
    if at_times:
        return Fact(code, label, weight, sent, held, Says.UNKNOWN, "Another: families move")
    last = len(ours) == len(theirs) and ours[:-2] == theirs[:-2]
    return Fact(code, label, weight, sent, held, Says.DIFFERS, "Last two differ" if last else "Differs")


def _given(sent: Known, held: Known, variants: Variants) -> Fact:
    theirs, ours = sent.given_name, held.given_name
    likeness = given_likeness(theirs, ours, variants) if plain(theirs) and plain(ours) else None
    return _name("given", "First name", Weight.STRONG, (theirs, ours), likeness, crossed(sent, held))


def _family(sent: Known, held: Known) -> Fact:
    theirs, ours = sent.family_name, held.family_name
    likeness = family_likeness(theirs, ours) if plain(theirs) and plain(ours) else None
    return _name("family", "Family name", Weight.SOME, (theirs, ours), likeness, crossed(sent, held))


def _name(
    code: str, label: str, weight: Weight, names: tuple[str, str], likeness: Likeness | None, is_crossed: bool
) -> Fact:  # fmt: skip
    theirs, ours = names
    if not plain(theirs) or not plain(ours):
        return _unknown(code, label, weight, theirs, ours)
    if likeness == Likeness.SAME:
        return Fact(code, label, weight, theirs, ours, Says.SAME, "Same")
    if is_crossed:
        return Fact(code, label, weight, theirs, ours, Says.SWAPPED, "First and family name swapped")
    if likeness is not None:
        return Fact(code, label, weight, theirs, ours, Says.ALIKE, likeness.value)
    return Fact(code, label, weight, theirs, ours, Says.DIFFERS, "Differs")


def _born(sent: Known, held: Known) -> Fact:
    theirs, ours = _date(sent), _date(held)
    if sent.due_date and held.due_date and sent.unborn and held.unborn:
        near = abs((sent.due_date - held.due_date).days) <= 28
        says, words = (Says.ALIKE, "Expected within four weeks") if near else (Says.DIFFERS, "Expected at another time")
        if sent.due_date == held.due_date:
            says, words = Says.SAME, "Same"
        return Fact("born", "Expected", Weight.STRONG, theirs, ours, says, words)
    expected = sent.due_date if sent.unborn else held.due_date if held.unborn else None
    birth = sent.date_of_birth or held.date_of_birth
    if expected is not None and birth is not None:
        says, words = (
            (Says.ALIKE, "Born about when this child was expected")
            if near_birth(birth, expected)
            else (Says.DIFFERS, f"{apart_words(birth, expected)} from when this child was expected")
        )
        return Fact("born", "Date of birth", Weight.STRONG, theirs, ours, says, words)
    if sent.date_of_birth is None or held.date_of_birth is None:
        return _unknown("born", "Date of birth", Weight.STRONG, theirs, ours)
    says, words = _dates(sent.date_of_birth, held.date_of_birth)
    return Fact("born", "Date of birth", Weight.STRONG, theirs, ours, says, words)


def _dates(sent: datetime.date, held: datetime.date) -> tuple[Says, str]:
    """What two dates of birth say of each other: the same, one slip apart, or how far."""
    if sent == held:
        return Says.SAME, "Same"
    if swapped(sent) == held:
        return Says.SWAPPED, "Day and month swapped"
    slip = slip_words(sent, held)
    return (Says.ALIKE, slip) if slip else (Says.DIFFERS, apart_words(sent, held))


def _household(sent: Known, held: Known) -> Fact:
    """Brothers and sisters by their first names. Other names say nothing: families part and grow."""
    shared = [name for name in sent.household if plain(name) in {plain(other) for other in held.household}]
    theirs, ours = ", ".join(sent.household), ", ".join(held.household)
    if not theirs or not ours:
        return _unknown("household", "Other children", Weight.SOME, theirs, ours)
    if shared:
        return Fact("household", "Other children", Weight.SOME, theirs, ours, Says.ALIKE, f"{' and '.join(shared)} in both")
    return Fact("household", "Other children", Weight.SOME, theirs, ours, Says.UNKNOWN, "Other names: families part and grow")


def _unknown(code: str, label: str, weight: Weight, sent: str, held: str) -> Fact:
    return Fact(code, label, weight, sent, held, Says.UNKNOWN, "Not held" if sent else "Not given")


def _date(known: Known) -> str:
    day = known.date_of_birth or known.due_date
    if day is None:
        return ""
    return f"{'expected ' if known.unborn else ''}{day:%-d %b %Y}"
