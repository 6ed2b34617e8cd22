"""Who has opened this check: for its author and their leads."""

from typing import Any

from audit.selectors import access_is_shown, access_of
from partnerships.permissions import Action
from partnerships.presenters.access import opened_by
from thresholds.models import Check
from thresholds.views.base import CheckPage, mark_check
from workflow.errors import NotAllowed

NEWEST = 500


class AccessPage(CheckPage):
    """The marks that reading left, newest day first. To look at them is a reading too."""

    action = Action.CHECK_READ
    template_name = "thresholds/checks/access.html"

    def get_subject(self) -> Check:
        check = super().get_subject()
        if not access_is_shown(subject_type="check", subject_id=check.pk):
            raise NotAllowed(self.action)
        return check

    def get_page_context(self) -> dict[str, Any]:
        found = access_of(subject_type="check", subject_id=self.subject.pk, limit=NEWEST + 1)
        return super().get_page_context() | {"opened": opened_by(found[:NEWEST]), "more": len(found) > NEWEST}

    def mark_shown(self) -> None:
        mark_check(self.request, self.subject.pk, "access-read")
