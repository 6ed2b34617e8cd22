"""The account in the author's own words, and the conversations that matter."""

from __future__ import annotations

import uuid
from typing import Any

from thresholds.forms.conversation import ConversationForm
from thresholds.forms.judgement import AccountForm
from thresholds.models import Check
from thresholds.models.check import Conversation
from thresholds.presenters.steps import agreement_url, is_contact, route_chosen
from thresholds.selectors.authorities import calls_at, front_door_of
from thresholds.services.checks import ACCOUNT_FIELDS, account_save, conversation_record
from thresholds.views.base import CheckEditPage, CheckFormPage


class AccountPage(CheckEditPage):
    """One account of the family, whatever the number of children."""

    form_class = AccountForm
    template_name = "thresholds/checks/account.html"
    step = 4

    def get_initial(self) -> dict[str, Any]:
        check = self.subject
        return {name: getattr(check, name) for name in ACCOUNT_FIELDS}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"several": len(self.children) > 1}

    def save(self, form: AccountForm) -> str:
        given = form.cleaned_data
        words = {name: given[name].replace("\r\n", "\n").strip() for name in ACCOUNT_FIELDS}
        account_save(check=self.subject, words=words, by=self.request.user, at=self.now)
        return self.at("routes" if self.subject.state != Check.State.BEGUN else "check")


class ConversationPage(CheckFormPage):
    """A conversation: who, when, what was said, what was advised."""

    form_class = ConversationForm
    template_name = "thresholds/checks/conversation.html"
    step = 4
    field_of = {"held_at": "time"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"front_door": self.front_door()}

    def front_door(self) -> str:
        """The front door of the chosen way; a framework that serves several has only a general word for theirs."""
        chosen = front_door_of(self.subject)
        return chosen.name if chosen else self.framework.term("front_door", "The front door")

    def get_initial(self) -> dict[str, Any]:
        return {"token": uuid.uuid4()}

    def get_page_context(self) -> dict[str, Any]:
        route = route_chosen(self.subject)
        talks = list(self.subject.conversations.all())
        return super().get_page_context() | {
            "route": route,
            "talks": talks,
            "calls": calls_at(self.subject.authority, danger=False, at=self.now),
            "speaks_first": bool(route and route.speaks_first),
            "onward": agreement_url(self.subject) if route and is_contact(route) else "",
            "spoken": any(talk.kind == Conversation.Kind.FRONT_DOOR for talk in talks),
        }

    def save(self, form: ConversationForm) -> str:
        given = form.cleaned_data
        conversation_record(
            check=self.subject, kind=given["kind"], with_whom=given["with_whom"], held_at=given["at"], said=given["said"],
            advised=given["advised"], written_asked=form.asked_in_writing(), by=self.request.user, at=self.now,
            new_id=given["token"],
        )  # fmt: skip
        route = route_chosen(self.subject)
        if "another" in self.request.POST or route is None:
            return self.at("conversation")
        return agreement_url(self.subject) if is_contact(route) else self.at("next")
