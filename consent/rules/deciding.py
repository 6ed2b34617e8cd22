"""Which children are asked for themselves: from 16 on, and younger where somebody judged that they can decide.

Sources: Blackpool, Information sharing (consent of "parents, carers and children (particularly if aged 16 or over)");
Stoke-on-Trent and Staffordshire, What is Statutory / Specialist Support? ("young people, who are assessed to be
competent, can refuse"). Plymouth 2022 speaks of families and Plymouth 2016 of parents; neither gives an age. That those of
16 and over are always asked, that the judgement of a younger child needs reasons, and that no age is too young for it where
reasons are given, are product decisions (ADR 19), after Gillick v West Norfolk and Wisbech AHA [1986] AC 112.
"""

from __future__ import annotations

ALWAYS_ASKED_FROM = 16
COMPETENT, NOT_COMPETENT = "competent", "not-competent"
FINDINGS = (COMPETENT, NOT_COMPETENT)


def is_asked(*, age: int | None, unborn: bool, finding: str = "", said_no: bool = False) -> bool:
    """Whether a child is asked for themselves. Somebody who said no stays: a refusal does not vanish."""
    if unborn:
        return False
    return said_no or (age is not None and age >= ALWAYS_ASKED_FROM) or finding == COMPETENT


def why_not_judged(*, age: int | None, unborn: bool) -> str:
    """Why nobody judges whether this child can decide; empty where somebody can."""
    if unborn:
        return "A child who is not born yet cannot be asked."
    if age is not None and age >= ALWAYS_ASKED_FROM:
        return "From 16 on a young person is always asked for themselves."
    return ""


def wrong_finding(*, finding: str, reasons: str, name: str) -> tuple[str, str]:
    """The field that is wrong and why; two empty texts where a judgement can be kept. Either way it needs its reasons."""
    if finding not in FINDINGS:
        return "finding", f"Say whether {name} understands enough to decide for themselves"
    if not reasons.strip():
        can = "can" if finding == COMPETENT else "cannot"
        return "reasons", f"Say why {name} {can} decide: what you asked, and what they understood"
    return "", ""
