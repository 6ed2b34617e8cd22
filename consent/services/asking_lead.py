"""Asking the lead from the page: whom the worry is about, what would be shared now, and the asking, all or none of it."""

import datetime

from django.db import transaction

from consent.models import SharingProposal
from consent.selectors.proposals import open_proposal
from consent.services.proposals import proposal_ask, proposal_prepare, proposal_supersede
from partnerships.models import User
from thresholds.models import Check
from thresholds.services.checks import check_for_writing, concern_about_lead


@transaction.atomic
def lead_ask(*, check: Check, why: str, about: User | None, by: User, at: datetime.datetime) -> SharingProposal:
    """Say whom the worry is about, and put what would be shared before the other leads.

    Where it is with them already and the worry is said, or said to be about somebody else, it is asked again of those who are
    left. Raises what `proposal_prepare` and `proposal_ask` raise, and then nothing of it is done.
    """
    check = check_for_writing(check=check, by=by)
    if check.concern_about != about:
        concern_about_lead(check=check, lead=about, by=by, at=at)
        waiting = open_proposal(check)
        if waiting is not None and waiting.state == SharingProposal.State.ASKED:
            proposal_supersede(waiting, by, at, tells_author=False)
    return proposal_ask(proposal=proposal_prepare(check=check, by=by, at=at), why=why, by=by, at=at)
