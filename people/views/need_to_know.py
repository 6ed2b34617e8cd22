"""Who may open this; I know this family; the list of both for those who answer for a place."""

import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audit.reading import mark_read
from pages.views import FormPage, PageView
from partnerships.models import User
from partnerships.permissions import Action, can
from people.forms.need_to_know import MYSELF, BackInForm, KnowsForm, LiftForm, NamedForm
from people.models import ConflictOfInterest, Restriction
from people.need_to_know.permissions import answers_for
from people.need_to_know.subjects import Subject, kind_of, reached
from people.presenters.need_to_know import register_page, who_may_open
from people.selectors.need_to_know import conflict_open, knowing_family, may_be_named, restriction_of
from people.services.need_to_know import (
    NeedToKnowRefused,
    conflict_declare,
    conflict_end,
    restriction_lift,
    restriction_set,
)


class RegisterPage(PageView):
    """The restrictions in force and who has stepped back, at one's front doors and agencies. References and no child."""

    action = Action.NEED_TO_KNOW_READ
    template_name = "people/need_to_know.html"
    density = "staff"

    def get_page_context(self) -> dict[str, Any]:
        user: Any = self.request.user
        mark_read(self.request, action="need-to-know-read", subject_type="need-to-know", subject_id=None)
        at_door = {"layout": "layout-wide"} if can(user, Action.CONTACT_TRIAGE) else {"density": "practitioner"}
        return super().get_page_context() | at_door | register_page(user)


class RefusingPage(FormPage, abstract=True):
    """A form whose service may refuse a field: the refusal stands where it happened, and nothing typed is lost."""

    @cached_property
    def now(self) -> datetime.datetime:
        return timezone.now()

    def save(self, form: Any) -> str:
        """Do it, by one service; the address to go to."""
        raise NotImplementedError(f"{type(self).__qualname__} writes save")

    def form_valid(self, form: Any) -> str | HttpResponseBase:
        try:
            return self.save(form)
        except NeedToKnowRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form)


class OfSubject(RefusingPage, abstract=True):
    """A page about who may open one contact or check. It shows its reference and nothing of what is in it."""

    subject_type: ClassVar[str] = ""
    subject: Subject

    def get_subject(self) -> Subject:
        return kind_of(self.subject_type).open(self.kwargs[f"{self.subject_type}_id"], self.asking)

    def mark_shown(self) -> None:
        """Who may open a record, and why not all, is about the record."""
        about = self.subject
        mark_read(self.request, action="need-to-know-read", subject_type=about.subject_type, subject_id=about.subject_id)

    @property
    def asking(self) -> User:
        user: Any = self.request.user  # signed in: pages.views holds that
        return user

    def get_page_context(self) -> dict[str, Any]:
        at_door = {"density": "staff", "layout": "layout-wide"} if self.subject.front_door else {}
        return super().get_page_context() | at_door | {"about": self.subject, "home": self.subject.home}


class WhoPage(OfSubject):
    """Who may open it: said for the first time, or changed."""

    action = Action.NEED_TO_KNOW_SET
    template_name = "people/who_may_open.html"
    form_class = NamedForm

    @cached_property
    def restriction(self) -> Restriction | None:
        return restriction_of(self.subject)

    @cached_property
    def colleagues(self) -> list[User]:
        return [person for person in may_be_named(self.subject) if person.pk != self.asking.pk]

    def get_form_kwargs(self) -> dict[str, Any]:
        """A reason that was typed while nobody else had given one is kept, whoever was first."""
        asked_why = self.restriction is None or "reason" in self.request.POST
        return super().get_form_kwargs() | {"colleagues": self.colleagues, "is_restricted": not asked_why}

    def get_initial(self) -> dict[str, Any]:
        ids = self._named_now()
        return {"named": ids, "was": " ".join(ids)}

    def _named_now(self) -> list[str]:
        restriction = restriction_of(self.subject)
        return [str(member.user_id) for member in restriction.members.all()] if restriction else []

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"who": who_may_open(self.subject, self.asking)}

    def save(self, form: NamedForm) -> str:
        given = form.cleaned_data
        named = [person for person in self.colleagues if str(person.pk) in given["named"]]
        try:
            restriction_set(
                subject=self.subject, reason=given.get("reason", ""), named=named, by=self.asking, at=self.now,
                shown=form.shown(),
            )  # fmt: skip
        except NeedToKnowRefused:
            shown = self.request.POST.copy()
            shown["was"] = " ".join(self._named_now())  # what the page shows now, so that it can be saved again
            form.data = shown
            raise
        messages.success(self.request, f"From now on only those named may open {self.subject.reference}.")
        return self.subject.home


class LiftPage(OfSubject):
    """Everybody may open it again."""

    action = Action.NEED_TO_KNOW_SET
    template_name = "people/lift.html"
    form_class = LiftForm

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"who": who_may_open(self.subject, self.asking)}

    def save(self, form: LiftForm) -> str:
        restriction_lift(subject=self.subject, why=form.cleaned_data["why"], by=self.asking, at=self.now)
        messages.success(self.request, f"{self.subject.reference} is open again to everybody whose role shows it to them.")
        return self.subject.home


class KnowPage(OfSubject):
    """I know this family; for those who answer for the place also: somebody here does."""

    action = Action.CONFLICT_DECLARE
    template_name = "people/i_know_them.html"
    form_class = KnowsForm

    def get_subject(self) -> Subject:
        return reached(self.subject_type, self.kwargs[f"{self.subject_type}_id"], self.asking)

    @cached_property
    def colleagues(self) -> list[User]:
        """Of whom this person may say it: of nobody, but for those who answer for the place."""
        if not answers_for(self.asking, self.subject.place):
            return []
        would = list(kind_of(self.subject.subject_type).people(self.subject))
        known = knowing_family(self.subject, would) | {self.asking.pk}
        return sorted((person for person in would if person.pk not in known), key=lambda person: person.name)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"colleagues": self.colleagues}

    def get_initial(self) -> dict[str, Any]:
        return {"who": MYSELF}

    def save(self, form: KnowsForm) -> str:
        given = form.cleaned_data
        chosen = given.get("who") or MYSELF
        user = next((person for person in self.colleagues if str(person.pk) == chosen), self.asking)
        conflict_declare(
            subject=self.subject, user=user, kind=given["kind"], reason=given["reason"], by=self.asking, at=self.now
        )
        if user.pk == self.asking.pk:
            messages.success(self.request, f"Thank you for saying so. {self.subject.reference} is closed to you from now on.")
            return reverse("partnerships:home")
        messages.success(self.request, f"{self.subject.reference} is closed to {user.name} from now on.")
        return self.subject.home


class BackInPage(RefusingPage):
    """Let somebody back in. Nobody does it for themselves: their own is the page of what does not exist."""

    action = Action.CONFLICT_END
    template_name = "people/back_in.html"
    form_class = BackInForm
    subject: ConflictOfInterest

    def get_subject(self) -> ConflictOfInterest:
        user: Any = self.request.user
        return conflict_open(conflict_id=self.kwargs["conflict_id"], user=user)

    def mark_shown(self) -> None:
        about = self.subject
        mark_read(self.request, action="need-to-know-read", subject_type=about.subject_type, subject_id=about.subject_id)

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"conflict": self.subject}

    def save(self, form: BackInForm) -> str:
        user: Any = self.request.user
        conflict_end(conflict=self.subject, why=form.cleaned_data["why"], by=user, at=self.now)
        messages.success(self.request, f"{self.subject.user.name} may open {self.subject.reference} again.")
        return reverse("people:need_to_know")
