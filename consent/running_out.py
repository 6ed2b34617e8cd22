"""Whom the clock's own circles leave out when the leads' time has passed: one outside to whom it was handed."""

from clocks.registry import Reached
from consent.models import SharingProposal
from consent.selectors.desk import deputies_for_any, hand_overs_of, leads_of
from notices.services import notice_send


def tell_the_deputy(reached: Reached) -> None:
    """Tell a deputy of another agency that the time has passed; the others hear it by the clock."""
    proposal = SharingProposal.objects.filter(pk=reached.subject_id, state=SharingProposal.State.ASKED).first()
    handed = hand_overs_of([reached.subject_id]).get(reached.subject_id)
    if proposal is None or handed is None or handed.to in leads_of(proposal.organisation):
        return
    if handed.to not in deputies_for_any(proposal):
        return  # since they had it their role has ended, the worry is about them, or it is closed to them
    notice_send(
        recipients=[handed.to], kind="clock-due-lead-review", reference=proposal.reference, url=f"/lead/{proposal.pk}/",
        key=f"out-of-time:{reached.clock_id}", at=reached.at, about="", due_at=reached.due_at,
    )  # fmt: skip
