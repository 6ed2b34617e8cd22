"""Missing episodes: record one, put one right, withdraw one."""

import datetime
from typing import Any

from django.urls import reverse

from audit.reading import mark_read
from pages.editing import EditPage
from partnerships.permissions import Action
from people.models import MissingEpisode
from referrals.forms.children import EpisodeChangeForm, EpisodeForm, filled_from
from referrals.selectors.children import episode_open
from referrals.services.missing import child_hold, episode_correct, episode_record, episode_withdraw
from referrals.views.base import MomentPage, ServiceFormPage
from referrals.views.children import OfKnownChild

FIELDS = {"missing_from": "from_time", "found_at": "found_time"}


class EpisodePage(OfKnownChild, ServiceFormPage):
    """Record that a child was missing."""

    action = Action.EPISODE_RECORD
    template_name = "referrals/episode.html"
    form_class = EpisodeForm
    field_of = FIELDS

    def get_page_context(self) -> dict[str, Any]:
        home = reverse("referrals:child", args=[self.subject.pk])
        return super().get_page_context() | {"home": home, "child": self.subject}

    def save(self, form: EpisodeForm) -> str:
        episode_record(child=self.subject, episode=form.episode(), by=self.request.user, at=self.now)
        return reverse("referrals:child", args=[self.subject.pk])


class EpisodeChangePage(EditPage, MomentPage, ServiceFormPage):
    """Put an episode right, add that the child was found, or withdraw it: what was recorded first is kept."""

    action = Action.EPISODE_RECORD
    template_name = "referrals/episode.html"
    form_class = EpisodeChangeForm
    field_of = FIELDS
    keeps_first = True
    density = "staff"
    subject: MissingEpisode

    def get_subject(self) -> MissingEpisode:
        return episode_open(episode_id=self.kwargs["episode_id"], user=self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return filled_from(self.subject)

    def get_standing(self) -> dict[str, Any]:
        latest = MissingEpisode.objects.visible_to(self.request.user).filter(supersedes=self.subject).first()
        return filled_from(latest or self.subject)

    def hold(self) -> None:
        """An episode is only added to, and so cannot be held itself."""
        child_hold(self.subject.person)
        self.subject = self.get_subject()

    def saved_by(self) -> tuple[str, datetime.datetime | None]:
        latest = MissingEpisode.objects.visible_to(self.request.user).filter(supersedes=self.subject).first()
        return (latest.recorded_by.name, latest.recorded_at) if latest else ("", None)

    def get_page_context(self) -> dict[str, Any]:
        child = self.subject.person
        home = reverse("referrals:child", args=[child.pk])
        return super().get_page_context() | {"home": home, "child": child, "episode": self.subject}

    def mark_shown(self) -> None:
        mark_read(self.request, action="child-read", subject_type="person", subject_id=self.subject.person_id)

    def save(self, form: EpisodeChangeForm) -> str:
        given: dict[str, Any] = {"former": self.subject, "why": form.cleaned_data["why_changed"]}
        given |= {"by": self.request.user, "at": self.now}
        if form.cleaned_data["withdraw"]:
            episode_withdraw(**given)
        else:
            episode_correct(**given, episode=form.episode())
        return reverse("referrals:child", args=[self.subject.person_id])
