"""What a framework calls the person who advises, and who approves sharing without agreement.

Source: the documents' own words. Where a rule asks for a manager's approval (`approval: manager`) the pages say manager;
elsewhere they say the framework's word for a safeguarding lead. Who that is in an agency is the agency's: the people who
hold its role of safeguarding lead (a product decision).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAD, MANAGER = "safeguarding lead", "manager"


@dataclass(frozen=True)
class Approver:
    """`word` is the whole name, "designated safeguarding lead"; `short` its last word, for where it was named before."""

    word: str = LEAD

    @property
    def short(self) -> str:
        return self.word.split()[-1]

    @property
    def one(self) -> str:
        """With its article: "an agency safeguarding lead"."""
        return f"{'an' if self.word[0].lower() in 'aeiou' else 'a'} {self.word}"

    def __str__(self) -> str:
        return self.word


def approver_of(approval: str, terms: Mapping[str, str]) -> Approver:
    """Who approves under a rule: the framework's own word (`terms.approver`), else a manager or its safeguarding lead."""
    if own := terms.get("approver"):
        return Approver(own)
    return Approver(MANAGER if approval == MANAGER else terms.get("safeguarding_lead") or LEAD)


def kept_in(rule: Mapping[str, object]) -> Approver:
    """Who approves under a rule that was kept with what it was for."""
    return Approver(str(rule.get("approver") or LEAD))
