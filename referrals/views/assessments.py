"""Assessments: the board, one of them, and what is recorded on it."""

import datetime
from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from audit.reading import mark_read
from clocks.selectors import assigned_by
from pages import error_pages
from pages.editing import EditPage
from pages.views import FormPage
from partnerships.closed import those_let_in
from partnerships.models import Role, User
from partnerships.permissions import Action
from partnerships.selectors import people_with
from referrals.forms.assessing import AllocateForm, CheckpointForm, CompleteForm, ExtendForm, SeenForm
from referrals.models import Assessment, Checkpoint, ContactChild
from referrals.permissions import may_extend
from referrals.presenters.assessments import assessment_page, board
from referrals.selectors.assessments import assessment_open
from referrals.services.assessments import (
    CHECKPOINTS,
    assessment_allocate,
    assessment_complete,
    assessment_extend,
    checkpoint_hold,
    child_seen,
)
from referrals.views.base import MomentPage, ServiceFormPage, mark_contact
from workflow.errors import IllegalTransition, NotAllowed


class BoardPage(MomentPage):
    """Every open assessment of one's front door, least time left first."""

    action = Action.ASSESSMENT_WORK
    template_name = "referrals/assessments.html"
    density = "staff"
    layout = "layout-wide"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | board(self.request.user, self.now)

    def mark_shown(self) -> None:
        mark_read(self.request, action="assessments-read", subject_type="front-door", subject_id=None)


class OfAssessment(MomentPage, abstract=True):
    """A page about one assessment. Each showing of it is recorded."""

    action = Action.ASSESSMENT_WORK
    density = "staff"
    layout = "layout-wide"
    subject: Assessment

    def get_subject(self) -> Assessment:
        return assessment_open(assessment_id=self.kwargs["assessment_id"], user=self.request.user)

    @property
    def home(self) -> str:
        return reverse("referrals:assessment", args=[self.kwargs["assessment_id"]])

    def get_page_context(self) -> dict[str, Any]:
        page = assessment_page(self.subject, self.request.user, self.now)
        return super().get_page_context() | page | {"home": self.home, "contact": self.subject.contact}

    def mark_shown(self) -> None:
        mark_contact(self.request, self.subject.contact_id, "assessment-read")

    def already_moved(self, refusal: IllegalTransition) -> HttpResponse:
        what = "This assessment has been completed, so nothing more can be recorded on it. Nothing was changed."
        return error_pages.conflict(self.request, back=self.home, what=what, now="Read it as it stands.")


class AssessmentPage(OfAssessment):
    """One assessment, whole."""

    action = Action.ASSESSMENT_WORK
    template_name = "referrals/assessment.html"


class RecordPage(OfAssessment, FormPage, abstract=True):
    """A form that records one thing on an assessment."""

    template_name = "referrals/record.html"
    title: ClassVar[str] = ""
    hint: ClassVar[str] = ""
    button: ClassVar[str] = "Record it"

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"title": self.title, "hint": self.hint, "button": self.button}


class SeenPage(RecordPage, ServiceFormPage):
    """The child was seen."""

    form_class = SeenForm
    field_of = {"seen_at": "day"}
    title = "Who was seen"
    hint = "The clock stops once every child in the contact has been seen. For an unborn child, say that the mother was seen."

    @cached_property
    def family(self) -> list[ContactChild]:
        return list(self.subject.contact.children.order_by("position"))

    def get_initial(self) -> dict[str, Any]:
        seen = set(self.subject.sightings.values_list("child_id", flat=True))
        return {"children": [str(child.pk) for child in self.family if child.pk not in seen]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"family": self.family}

    def save(self, form: SeenForm) -> str:
        given = form.cleaned_data
        chosen = set(given["children"]) if "children" in given else {str(child.pk) for child in self.family}
        child_seen(
            assessment=self.subject, seen_at=given["at"], where=given["where"], alone=given["alone"] == "yes",
            alone_why=given["alone_why"], children=[child for child in self.family if str(child.pk) in chosen],
            by=self.request.user, at=self.now,
        )  # fmt: skip
        return self.home


class ExtendPage(RecordPage, ServiceFormPage):
    """Why it goes past 35 working days: a manager's to say, and not of what they do themselves."""

    form_class = ExtendForm
    title = "Past 35 working days"
    hint = "Only exceptionally, and never past 45."

    def get_subject(self) -> Assessment:
        assessment = super().get_subject()
        if not may_extend(self.request.user, assessment):
            raise NotAllowed(self.action)
        return assessment

    def save(self, form: ExtendForm) -> str:
        assessment_extend(assessment=self.subject, by=self.request.user, at=self.now, **form.cleaned_data)
        return self.home


class CheckpointPage(EditPage, RecordPage, ServiceFormPage):
    """A checkpoint was held. Each is held once."""

    form_class = CheckpointForm
    keeps_first = True

    def held(self) -> Checkpoint | None:
        """This checkpoint, where it was held already."""
        return self.subject.checkpoints.select_related("held_by").filter(rule=self.kwargs["rule"]).first()

    def get_standing(self) -> dict[str, Any]:
        held = self.held()
        return {"done": held.done, "decided": held.decided} if held else {}

    def saved_by(self) -> tuple[str, datetime.datetime | None]:
        held = self.held()
        return (held.held_by.name, held.held_at) if held else super().saved_by()

    def get_subject(self) -> Assessment:
        if self.kwargs["rule"] not in CHECKPOINTS:
            raise NotAllowed(self.action)
        return super().get_subject()

    def get_page_context(self) -> dict[str, Any]:
        day = self.kwargs["rule"].rpartition("-")[2]
        return super().get_page_context() | {"title": f"Checkpoint at {day} working days"}

    def save(self, form: CheckpointForm) -> str:
        checkpoint_hold(
            assessment=self.subject, rule=self.kwargs["rule"], by=self.request.user, at=self.now, **form.cleaned_data
        )
        return self.home


class CompletePage(RecordPage, ServiceFormPage):
    """The assessment is complete."""

    form_class = CompleteForm
    title = "Complete the assessment"
    hint = "Every clock on it stops."
    button = "Complete it"

    def save(self, form: CompleteForm) -> str:
        assessment_complete(assessment=self.subject, by=self.request.user, at=self.now, **form.cleaned_data)
        return self.home


class AllocatePage(EditPage, RecordPage, ServiceFormPage):
    """Who does the assessment."""

    form_class = AllocateForm
    title = "Who does this assessment?"
    button = "Give it to them"

    @cached_property
    def colleagues(self) -> list[User]:
        roles = [Role.FRONT_DOOR, Role.FRONT_DOOR_MANAGER]
        found = people_with(roles=roles, front_door=self.subject.front_door)
        waiting = (one for one in found if one.pk != self.subject.worker_id or self.request.method == "POST")
        return those_let_in(self.subject.contact_id, waiting)

    def get_standing(self) -> dict[str, Any]:
        return {"worker": self.subject.worker_id}

    def saved_by(self) -> tuple[str, datetime.datetime | None]:
        return assigned_by("assessment", self.subject.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"colleagues": self.colleagues}

    def save(self, form: AllocateForm) -> str:
        worker = next(person for person in self.colleagues if str(person.pk) == form.cleaned_data["worker"])
        assessment_allocate(assessment=self.subject, worker=worker, by=self.request.user, at=self.now)
        return self.home
