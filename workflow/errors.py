"""What a service raises when a thing that somebody does cannot be done, each with a name of its own.

The page base (``pages.views``) turns each into an answer: an illegal move and a stale version into a 409 that says what
happened and what now, a thing that is not allowed into the same 404 as a thing that is not there.
"""

import datetime
from collections.abc import Iterable, Mapping


class WorkflowError(Exception):
    """The parent of every refusal below."""


class IllegalTransition(WorkflowError):
    """The event cannot happen in this state: somebody else may have moved it first.

    ``allowed`` lists the events that the state does accept, in order of their names.
    """

    def __init__(self, state: str, event: str, allowed: Iterable[str] = ()) -> None:
        self.state = str(state)
        self.event = str(event)
        self.allowed = tuple(sorted(str(name) for name in allowed))
        options = ", ".join(self.allowed) or "nothing"
        super().__init__(f"{self.event} is not possible from {self.state}: allowed are {options}")


class StaleVersion(WorkflowError):
    """Somebody saved after this person opened the page, so saving now would write over them.

    ``theirs`` and ``yours`` hold the words of both, field label by field label, for the page that shows them side by side;
    ``by`` and ``at`` say who saved and when, where that is known. ``renew`` are the fields with which the same form, sent
    again, is saved over what stands now; empty where what stands cannot be replaced. Nothing of it is ever written to a log:
    the message names only the versions.
    """

    def __init__(
        self,
        *,
        expected: int | str,
        found: int | str,
        theirs: Mapping[str, str] | None = None,
        yours: Mapping[str, str] | None = None,
        by: str = "",
        at: datetime.datetime | None = None,
        renew: Mapping[str, str] | None = None,
    ) -> None:
        self.expected = expected
        self.found = found
        self.theirs = dict(theirs or {})
        self.yours = dict(yours or {})
        self.by = by
        self.at = at
        self.renew = dict(renew or {})
        super().__init__(f"saved on version {expected}, but the record is now at version {found}")

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """The fields on which the two differ, as (label, theirs, yours), in the order in which they were given."""
        labels = list(dict.fromkeys([*self.theirs, *self.yours]))
        rows = [(label, self.theirs.get(label, ""), self.yours.get(label, "")) for label in labels]
        return [row for row in rows if row[1] != row[2]]


class NotAllowed(WorkflowError):
    """This person may not do this to this thing. In the browser it is a 404: that a thing exists is not told either.

    ``reason`` is for the audit trail and for tests, never for the page.
    """

    def __init__(self, action: object = "", reason: str = "") -> None:
        self.action = action
        self.reason = reason
        super().__init__(f"not allowed: {getattr(action, 'value', action)} {reason}".strip())
