"""Words for search: one spelling, one stem, and what practitioners say for what the documents print.

The lists are a product decision. They widen a search; they never change what an indicator says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, TypeAlias

from thresholds.rules.search_readings import READ_AS

Words: TypeAlias = tuple[str, ...]

SHORTEST_STEM: Final = 3

UNIMPORTANT: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "for",
        "from",
        "has",
        "have",
        "he",
        "her",
        "him",
        "his",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "s",
        "she",
        "t",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "was",
        "were",
        "who",
        "with",
    ]
)

_SPELLINGS: Final = (
    (re.compile(r"avior"), "aviour"),
    (re.compile(r"(?<=[a-z]{3})iz(?=e|ing|ation)"), "is"),
    (re.compile(r"yz(?=e|ing)"), "ys"),
    (re.compile(r"\bcenter"), "centre"),
    (re.compile(r"\bcounsel(?=ing|or)"), "counsell"),
    (re.compile(r"\bpediatric"), "paediatric"),
    (re.compile(r"\bself ?harm"), "self harm"),
    (re.compile(r"\bpre ?birth"), "pre birth"),
)

_SAME: Final = (
    ("da", "dv", "domestic abuse", "domestic violence", "partner abuse", "coercive control"),
    ("cse", "child sexual exploitation", "sexual exploitation", "grooming"),
    ("csa", "child sexual abuse", "sexual abuse", "sexual harm"),
    ("cce", "criminal exploitation", "county lines", "criminal activity", "gang"),
    ("fgm", "female genital mutilation", "cutting"),
    ("fii", "fabricated illness", "induced illness", "fabricate illness", "fabricate or induce illness"),
    ("nai", "non accidental injury", "unexplained injury", "suspicious injury", "bruise", "bruising"),
    ("asb", "anti social behaviour", "antisocial behaviour"),
    ("send", "sen", "special educational needs", "special needs", "additional needs"),
    ("ld", "learning disability", "learning difficulty"),
    ("mh", "mental health", "mental illness", "depression", "anxiety"),
    ("adhd", "hyperactive", "attention deficit"),
    ("neet", "not in education employment or training", "unemployed"),
    ("uasc", "unaccompanied minor", "unaccompanied asylum", "asylum seeker"),
    ("hbv", "hba", "honour based violence", "honour based abuse"),
    ("prevent", "radicalisation", "extremism", "extremist"),
    ("ptsd", "trauma", "traumatic"),
    ("drugs", "drug use", "substance misuse", "substance", "solvent"),
    ("alcohol", "drinking", "drunk", "intoxicated"),
    ("self harm", "cutting herself", "cutting himself", "overdose"),
    ("suicide", "suicidal", "kill himself", "kill herself"),
    ("truant", "truancy", "truanting", "attendance", "non attendance", "missing school", "school refusal"),
    ("excluded", "exclusion", "suspended"),
    ("runaway", "running away", "missing from home", "missing episodes", "absconding"),
    ("homeless", "homelessness", "no fixed abode", "sofa surfing", "eviction"),
    ("overweight", "obese", "obesity", "weight"),
    (
        "not putting on weight",
        "not gaining weight",
        "losing weight",
        "failure to thrive",
        "faltering growth",
        "underweight",
        "height and weight",
    ),
    ("jabs", "immunisations", "vaccinations", "injections", "developmental checks"),
    ("no bed", "bedding", "nowhere to sleep", "home conditions", "living conditions"),
    ("hungry", "hunger", "malnourished", "diet", "nutrition", "feeding"),
    ("smelly", "dirty", "hygiene", "unkempt"),
    ("unborn", "pregnancy", "pregnant", "antenatal", "pre birth", "midwife"),
    ("gp", "doctor", "medical appointments", "health appointments"),
    ("dentist", "dental", "teeth"),
    ("toilet", "wetting", "soiling", "enuresis", "encopresis"),
    ("speech", "language", "communication", "talking"),
    ("hitting", "physical abuse", "physical harm", "smacking", "violence"),
    ("shouting", "emotional abuse", "emotional harm", "emotional"),
    ("money", "debt", "poverty", "financial", "benefits"),
    ("prison", "jail", "custody", "offending"),
    ("bullied", "bullying", "victimised"),
    ("lonely", "isolated", "isolation", "friends"),
    ("young carer", "carer", "caring for"),
    ("asd", "autism", "autistic"),
    ("gangs", "gang"),
    ("knife", "weapon", "weapons"),
    ("parents splitting up", "separation", "divorce", "relationship breakdown"),
    ("bereaved", "bereavement", "loss", "died"),
    ("lac", "looked after", "in care", "accommodated"),
    ("housing", "accommodation", "overcrowded", "living conditions", "home conditions"),
)


def plain_words(text: str) -> Words:
    """The words of a text in their order, in British spelling, without quotes, hyphens or stops."""
    plain = text.casefold().replace("\u2019", "'").replace("'s", "").replace("'", "")
    plain = " ".join(re.findall(r"[a-z0-9]+", plain))
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    return tuple(plain.split())


@lru_cache(maxsize=8192)
def words_of(text: str) -> Words:
    """The stems of a text in their order."""
    return tuple(stem(word) for word in plain_words(text))


def stem(word: str) -> str:
    """A word without the ending that changes with its use; a beginning of the word, so that it finds its family."""
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM and not word.endswith("ss"):
            return word[: -len(ending)] + instead
    return word


def _synonyms() -> dict[Words, tuple[str, ...]]:
    """Each phrase, in stems, with the other phrases that mean much the same."""
    found: dict[Words, tuple[str, ...]] = {}
    for group in _SAME:
        for phrase in group:
            others = tuple(other for other in group if words_of(other) != words_of(phrase))
            key = words_of(phrase)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *others)))
    for phrase, others in READ_AS.items():
        key = words_of(phrase)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), *others)))
    return found


SYNONYMS: Final = _synonyms()
LONGEST_PHRASE: Final = max(len(phrase) for phrase in SYNONYMS)
