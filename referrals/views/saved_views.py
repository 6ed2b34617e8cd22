"""The views of the inbox that somebody keeps: keep one, call it something else, delete it."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property

from pages.editing import EditPage
from partnerships.permissions import Action
from referrals.forms.triage import ViewForm
from referrals.models import SavedView
from referrals.presenters.narrowing import address, filters_shown, in_words
from referrals.rules.narrowing import Filters, filters_read
from referrals.selectors.inbox import PRESETS, View, filters_offered
from referrals.selectors.readings import view_open
from referrals.services.inbox import view_delete, view_rename, view_save
from referrals.views.base import MomentPage, ServiceFormPage


class OfView(MomentPage, ServiceFormPage, abstract=True):
    """A page about a view: which filters it holds, in words."""

    action = Action.CONTACT_TRIAGE
    template_name = "referrals/saved_view.html"
    form_class = ViewForm
    density = "staff"

    @cached_property
    def filters(self) -> Filters:
        raise NotImplementedError(f"{type(self).__qualname__} says which filters")

    def get_page_context(self) -> dict[str, Any]:
        words = in_words(filters_shown(self.filters, filters_offered(self.request.user)))
        return super().get_page_context() | {"filtered": words, "home": address(filters=self.filters)}


class ViewAddPage(OfView):
    """Keep the filters that stand in the address under a name."""

    @cached_property
    def filters(self) -> Filters:
        asked = self.request.GET.get("view", "")
        preset = PRESETS.get(View(asked), Filters()) if asked in list(View) else Filters()
        return filters_read(self.request.GET).over(preset)

    def save(self, form: ViewForm) -> str:
        kept = view_save(name=form.cleaned_data["name"], filters=self.filters, by=self.request.user, at=self.now)
        return address(filters=filters_read(kept.filters))


class ViewEditPage(EditPage, OfView):
    """Call a view something else, or delete it."""

    subject: SavedView

    def get_subject(self) -> SavedView:
        return view_open(view_id=self.kwargs["view_id"], user=self.request.user)

    @cached_property
    def filters(self) -> Filters:
        return filters_read(self.subject.filters)

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.subject.name}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {"kept": self.subject}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "delete" not in request.POST:
            return super().post(request, *args, **kwargs)
        view_delete(view=self.subject, by=request.user, at=self.now)
        return redirect(address())

    def save(self, form: ViewForm) -> str:
        view_rename(view=self.subject, name=form.cleaned_data["name"], by=self.request.user, at=self.now)
        return address(filters=self.filters)
