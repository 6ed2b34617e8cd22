"""What is closed with a check: what was, or is to be, shared from it."""

from people.policies import CLOSED, closes
from rowsecurity.registry import definer_may_read, restrict

_PROPOSALS = """
    select p.id from public.consent_sharingproposal p where p.case_check_id = any(closed) and p.author_id <> who"""


def declare_closing() -> None:
    definer_may_read("consent_sharingproposal")
    closes("rls.proposals_closed", _PROPOSALS)
    restrict("consent_sharingproposal", using=f"id <> {CLOSED}")
    restrict("documents_document", using=f"subject_id <> {CLOSED}")
