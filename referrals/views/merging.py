"""Two records of one child: compare and ask, agree or refuse, take apart again."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from audit.reading import mark_read
from pages import error_pages
from pages.forms import Choice
from partnerships.permissions import Action
from people.models import Person, PersonMerge
from people.rules.merging import differences, twins_doubt
from people.selectors import known_of, name_variants
from referrals.forms.children import MergeAnswerForm, MergeAskForm, MergeUndoForm
from referrals.presenters.merging import sides_of, since_words
from referrals.references import reference_of_child
from referrals.selectors.children import child_open, merge_open
from referrals.services.merging import Asked, merge_answer, merge_ask, merge_undo
from referrals.views.base import MomentPage, ServiceFormPage
from referrals.views.children import OfKnownChild
from workflow.errors import IllegalTransition


class MergeAskPage(OfKnownChild, ServiceFormPage):
    """Two records side by side, and a choice for each fact in which they differ. Nothing is chosen beforehand."""

    action = Action.CHILD_MERGE
    template_name = "referrals/merge_ask.html"
    form_class = MergeAskForm

    @cached_property
    def other(self) -> Person:
        found = child_open(person_id=self.kwargs["other_id"], user=self.request.user, action=self.action)
        mark_read(self.request, action="candidate-compared", subject_type="person", subject_id=found.pk)
        return found

    @cached_property
    def doubt(self) -> str:
        return twins_doubt(known_of(self.subject), known_of(self.other), name_variants())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"differing": differences(self.subject, self.other), "doubt": self.doubt}

    def get_page_context(self) -> dict[str, Any]:
        home = reverse("referrals:child", args=[self.subject.pk])
        return super().get_page_context() | {
            "home": home, "kept": self.subject, "merged": self.other, "sides": sides_of(self.subject, self.other),
            "doubt": self.doubt, "references": (reference_of_child(self.subject), reference_of_child(self.other)),
        }  # fmt: skip

    def save(self, form: MergeAskForm) -> str:
        given = form.cleaned_data
        asked = Asked(why=given["why"], chosen=form.chosen(), twins_why=given.get("twins_why", ""))
        merge = merge_ask(kept=self.subject, merged=self.other, asked=asked, by=self.request.user, at=self.now)
        return reverse("referrals:merge", args=[merge.pk])


class MergePage(MomentPage, ServiceFormPage):
    """One merge: a second person answers it; while it is in force anybody may take it apart."""

    action = Action.CHILD_MERGE
    template_name = "referrals/merge.html"
    density = "staff"
    subject: PersonMerge

    def get_subject(self) -> PersonMerge:
        return merge_open(merge_id=self.kwargs["merge_id"], user=self.request.user)

    @property
    def is_waiting(self) -> bool:
        return self.subject.state == PersonMerge.State.ASKED

    @property
    def undoes(self) -> bool:
        return self.request.POST.get("step", "") == "undo" or self.subject.state == PersonMerge.State.MERGED

    def get_form(self) -> Any:
        given = super().get_form_kwargs()
        if not self.undoes:
            return MergeAnswerForm(**given)
        both = (self.subject.kept, self.subject.merged)
        records = [Choice(str(one.pk), f"{one.name}, {reference_of_child(one)}") for one in both]
        return MergeUndoForm(**given, since=since_words(self.subject, self.request.user), records=records)

    def get_page_context(self) -> dict[str, Any]:
        merge = self.subject
        return super().get_page_context() | {
            "merge": merge, "sides": sides_of(merge.kept, merge.merged, merge.chosen), "is_waiting": self.is_waiting,
            "is_merged": merge.state == PersonMerge.State.MERGED, "is_mine": merge.asked_by_id == self.request.user.pk,
            "home": reverse("referrals:child", args=[merge.kept_id]), "kept": merge.kept, "merged": merge.merged,
            "references": (reference_of_child(merge.kept), reference_of_child(merge.merged)),
        }  # fmt: skip

    def mark_shown(self) -> None:
        """One mark of the reading, and one that the other record was compared with it."""
        mark_read(self.request, action="child-read", subject_type="person", subject_id=self.subject.kept_id)
        mark_read(self.request, action="candidate-compared", subject_type="person", subject_id=self.subject.merged_id)

    def save(self, form: Any) -> str:
        given: dict[str, Any] = {"merge": self.subject, "by": self.request.user, "at": self.now}
        if isinstance(form, MergeUndoForm):
            belongs = {pk: uuid.UUID(form.cleaned_data[f"belongs_{pk}"]) for pk in form.since}
            merge_undo(**given, belongs=belongs, why=form.cleaned_data["why"])
        else:
            merge_answer(**given, agrees=form.cleaned_data["answer"] == "yes", why=form.cleaned_data["why"])
        return reverse("referrals:child", args=[self.subject.kept_id])

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        """409: who moved it first, and when."""
        merge = merge_open(merge_id=self.subject.pk, user=self.request.user)
        by, at = (merge.undone_by, merge.undone_at) if merge.undone_by else (merge.answered_by, merge.answered_at)
        when = f" at {localtime(at):%H:%M} on {localtime(at):%A %-d %B}" if at else ""
        what = f"{by.name if by else 'Somebody'} moved this first{when}: {merge.get_state_display().lower()}."
        return error_pages.conflict(self.request, back=self.request.path, what=f"{what} Nothing of yours was recorded.")
