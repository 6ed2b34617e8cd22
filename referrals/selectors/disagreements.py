"""Reading professional disagreements: both sides read every stage."""

import uuid

from django.db.models import Prefetch

from partnerships.models import User
from partnerships.permissions import Action, can
from referrals.models import Contact, Disagreement, DisagreementStep
from workflow.errors import NotAllowed


def disagreements_about(contact: Contact) -> list[Disagreement]:
    """Those about a contact, newest first."""
    found = Disagreement.objects.filter(subject_type="contact", subject_id=contact.pk)
    return list(found.select_related("raised_by").order_by("-raised_at"))


def disagreement_open(*, disagreement_id: uuid.UUID, user: User) -> Disagreement:
    """Fetch and authorise in one, with its steps. Raises `NotAllowed` for foreign and absent alike."""
    steps = DisagreementStep.objects.select_related("by").order_by("at")
    found = (
        Disagreement.objects.visible_to(user)
        .select_related("front_door__authority", "organisation", "raised_by")
        .prefetch_related(Prefetch("steps", steps))
        .filter(pk=disagreement_id)
        .first()
    )
    if found is None or not can(user, Action.DISAGREEMENT_RAISE, found):
        raise NotAllowed(Action.DISAGREEMENT_RAISE)
    return found
