"""Who a child is: compare, link, new to us, undo."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from audit.reading import SEARCHED, mark_read
from pages import error_pages
from referrals.forms.matching import NEW, MatchForm
from referrals.models import ContactChild, ContactMatch, ContactNote
from referrals.presenters.contact import head_of
from referrals.presenters.matching import match_page
from referrals.selectors.contacts import child_of, decision_countdown, notes_for
from referrals.selectors.matching import Candidate, candidates_for, ruled_out_for
from referrals.services.not_a_match import may_match_again, not_a_match
from referrals.services.triage import child_is_new, child_link, child_unmatch
from referrals.views.base import AtFrontDoor, ServiceFormPage, mark_contact
from workflow.errors import IllegalTransition

MOST_DIGITS = 5
"""No front door has as many candidates as a number of so many digits; Python refuses to read one of thousands."""


class OfChild(AtFrontDoor, abstract=True):
    """A page about one child of a contact."""

    @cached_property
    def child(self) -> ContactChild:
        return child_of(self.subject, self.kwargs["child_id"])

    @property
    def here(self) -> str:
        return reverse("referrals:match", args=[self.subject.pk, self.kwargs["child_id"]])

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        """409: who said who this child is, and when."""
        match = child_of(self.subject, self.kwargs["child_id"]).match
        what = "Somebody has undone who this child is since you opened the page."
        if match is not None:
            said = f"is {match.person.name}" if match.kind == ContactMatch.Kind.LINKED else "is new to this front door"
            at = localtime(match.at)
            what = f"{match.by.name} said at {at:%H:%M} on {at:%A %-d %B} that this child {said}."
        return error_pages.conflict(self.request, back=self.here, what=f"{what} Nothing of yours was recorded.")


class MatchPage(OfChild, ServiceFormPage):
    """Facts in rows, candidates in columns. Nothing is chosen beforehand, nothing merges."""

    template_name = "referrals/match.html"
    form_class = MatchForm

    @cached_property
    def candidates(self) -> list[Candidate]:
        found = candidates_for(self.child, self.request.user)
        for candidate in found:
            mark_read(self.request, action="candidate-compared", subject_type="person", subject_id=candidate.person.pk)
        return found

    def mark_shown(self) -> None:
        """The contact is read in order to search: one mark, without what was searched for."""
        mark_contact(self.request, self.subject.pk, SEARCHED)

    def get_form_kwargs(self) -> dict[str, Any]:
        name = self.child.given_name or self.child.name
        return super().get_form_kwargs() | {"name": name, "candidates": self.candidates}

    def get_page_context(self) -> dict[str, Any]:
        asked = self.request.GET.get("from", "0")
        start = int(asked) if asked.isdecimal() and len(asked) < MOST_DIGITS else 0
        framework = self.subject.framework_version.framework_document()
        return (
            super().get_page_context()
            | head_of(self.subject, list(self.subject.children.all()), framework)
            | match_page(self.child, self.candidates, start, self.now)
            | {
                "ruled_out": ruled_out_for(self.child, self.request.user),
                "countdown": decision_countdown(self.request.user, self.subject, self.now),
                "additions": notes_for(self.request.user, self.subject).filter(kind=ContactNote.Kind.ADDITION),
            }
        )

    def save(self, form: MatchForm) -> str:
        by, chosen, ruled_out = self.request.user, form.chosen, form.ruled_out
        if ruled_out is not None:
            not_a_match(child=self.child, person=ruled_out[0].person, why=ruled_out[1], by=by, at=self.now)
            return self.here
        if chosen is not None:
            why = "; ".join(chosen.comparison.reasons_for)
            child_link(child=self.child, person=chosen.person, why=why, by=by, at=self.now)
        elif form.cleaned_data["who"] == NEW:
            child_is_new(child=self.child, by=by, at=self.now)
        return self.home


class UnmatchPage(OfChild):
    """Undo who a child was said to be; what was sent was never changed by it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.here)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        child_unmatch(child=self.child, by=request.user, at=self.now)
        return redirect(self.here)


class MatchAgainPage(OfChild):
    """Take back that somebody of ours is not this child: they are proposed again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.here)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        said = {str(one.person_id): one.person for one in ruled_out_for(self.child, request.user)}
        person = said.get(request.POST.get("person", ""))
        if person is not None:
            may_match_again(child=self.child, person=person, by=request.user, at=self.now)
        return redirect(self.here)
