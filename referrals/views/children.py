"""Finding a child whom the front door knows, and the child's own page."""

from typing import Any

from django.http import HttpResponseBase

from audit.reading import SEARCHED, mark_read
from pages.views import FormPage
from partnerships.permissions import Action
from people.models import Person
from referrals.forms.children import FindForm
from referrals.presenters.children import child_page
from referrals.selectors.children import child_open, merges_waiting
from referrals.selectors.finding import children_like
from referrals.views.base import MomentPage


class FindPage(MomentPage, FormPage):
    """What is looked for is posted: no name stands in an address. The search leaves one mark, without its words."""

    action = Action.CHILD_READ
    template_name = "referrals/find_child.html"
    form_class = FindForm
    density = "staff"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"waiting": merges_waiting(self.request.user)}

    def form_valid(self, form: FindForm) -> HttpResponseBase:
        return self.render({"form": form, "found": children_like(form.known(), self.request.user), "searched": True})

    def mark_shown(self) -> None:
        """The page names whoever waits for a second person; a search is marked without its words."""
        action = SEARCHED if self.request.method == "POST" else "find-read"
        mark_read(self.request, action=action, subject_type="front-door", subject_id=None)


class OfKnownChild(MomentPage, abstract=True):
    """A page about one child of the front door's own records. Each showing of it is recorded."""

    density = "staff"
    subject: Person

    def get_subject(self) -> Person:
        return child_open(person_id=self.kwargs["person_id"], user=self.request.user, action=self.action)

    def mark_shown(self) -> None:
        mark_read(self.request, action="child-read", subject_type="person", subject_id=self.subject.pk)


class ChildPage(OfKnownChild):
    """Facts, names used, contacts and everything else in one chronology, missing episodes, records like it."""

    action = Action.CHILD_READ
    template_name = "referrals/child.html"
    layout = "layout-wide"

    def get_page_context(self) -> dict[str, Any]:
        older = self.request.GET.get("older") == "yes"
        return super().get_page_context() | child_page(self.subject, self.request.user, self.now, older=older)
