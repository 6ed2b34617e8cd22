"""Which written contact is what somebody rang about: facts with words for each, never a score; a person joins.

Source: DESIGN.md, "People" (proposes with reasons and never merges by itself), and `written-follow-up`, which begins with the
call (Building Support 2022, Getting Risk Support: the written Contact follows the same day). The order of the reasons is a
product decision: whoever says that they rang comes first, then whoever is known to be the caller, then the children.
"""

from dataclasses import dataclass

from people.rules.matching import Comparison, Known, Verdict, compare

ORDER = list(Verdict)


@dataclass(frozen=True, kw_only=True)
class Rung:
    """What the rule looks at of a call."""

    children: tuple[Known, ...]
    agency: str = ""
    account: int | None = None


@dataclass(frozen=True, kw_only=True)
class Written:
    """The same of a written contact."""

    children: tuple[Known, ...]
    agency: str
    author: int | None
    says_they_rang: bool


@dataclass(frozen=True)
class Fit:
    """Why it may be the same, in words, the weightiest first, and where it stands in the list."""

    reasons: tuple[str, ...]
    rank: tuple[bool, bool, int]


def fit(rung: Rung, written: Written) -> Fit | None:
    """How a written contact fits a call; None where nothing speaks for it."""
    alike = sorted(_alike(rung, written), key=lambda one: ORDER.index(one.verdict))
    is_caller = rung.account is not None and rung.account == written.author
    same_agency = bool(rung.agency) and _plain(rung.agency) in _plain(written.agency)
    reasons = ["They wrote that they rang this front door"] * written.says_they_rang
    reasons += ["It was written by whoever rang"] * is_caller
    reasons += [f"{one.verdict.value}: {', '.join(one.reasons_for)}" for one in alike]
    if not is_caller:
        reasons += ["It is from the agency that rang"] * same_agency
    if not reasons:
        return None
    best = ORDER.index(alike[0].verdict) if alike else len(ORDER)
    return Fit(tuple(reasons), (not (written.says_they_rang and (is_caller or same_agency or alike)), not is_caller, best))


def _alike(rung: Rung, written: Written) -> list[Comparison]:
    found = (compare(theirs, ours) for theirs in written.children for ours in rung.children)
    return [one for one in found if one.verdict != Verdict.UNLIKELY and one.reasons_for]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
