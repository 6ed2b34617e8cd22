"""What nobody of the town may read who has no part in it: the words planted in its records, by who is asking."""

from tests.security.town import Town

OUTSIDE = ("colleague", "admin", "stranger", "other_worker", "elsewhere_lead", "former", "far")
OF_DOOR = (
    "zqxcanarydoornote", "zqxcanarystrategywords", "zqxcanarypolice", "zqxcanarydone", "zqxcanaryagreedwhy",
    "zqxcanarydecided",
)  # fmt: skip
UNSEEN = {
    **dict.fromkeys(OUTSIDE, ("zqxcanary",)),
    "practitioner": OF_DOOR,
    "lead": OF_DOOR,
    "second_lead": (*OF_DOOR, "zqxcanaryhidden"),
    "worker": ("zqxcanarywaiting",),
    "manager": ("zqxcanarywaiting",),
    "service_manager": ("zqxcanarywaiting",),
    "double": ("zqxcanarywaiting",),
}
"""What must never be in an answer to somebody: canary words of what they may not see."""


def besides_what_is_told(who: str, name: str, shown: str, town: Town, word: str = "zqxcanary") -> str:
    """A page without what this person is meant to be told by it.

    The manager of the door from which something was opened in an emergency answers for whoever opened it, and is told at once
    (ADR 12): who, which reference and why, and what came of the review. Nothing of the record.
    """
    if (who, name) not in {("far", "people:emergency_review"), ("far", "people:openings")} or town.sent.contact is None:
        return shown
    for told in (f"{word}emergencyreview", f"{word}emergency", town.sent.contact.reference):
        shown = shown.replace(told, "…")
    return shown
