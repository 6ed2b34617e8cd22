"""Moves for a plan with the family, as the framework offers them."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property

from thresholds.forms.moves import MovesForm, initial_moves
from thresholds.models import Check
from thresholds.presenters.moves import moves_by_group
from thresholds.rules.framework import ListItem
from thresholds.services.moves import moves_choose
from thresholds.views.base import CheckFormPage


class MovesPage(CheckFormPage):
    """Chosen at any time; a 404 where the framework offers none."""

    form_class = MovesForm
    template_name = "thresholds/checks/moves.html"
    step = 4

    @cached_property
    def groups(self) -> dict[str, list[ListItem]]:
        groups = moves_by_group(self.framework)
        if not groups:
            raise Http404
        return groups

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"groups": self.groups}

    def get_initial(self) -> dict[str, Any]:
        return initial_moves(self.groups, self.subject.moves) | {"version": self.subject.version}

    def get_page_context(self) -> dict[str, Any]:
        strengths = {item.code: item for item in self.framework.strengths}
        held = {
            seen.code: strengths[seen.code]
            for child in self.children
            for seen in child.observations.all()
            if seen.code in strengths
        }
        return super().get_page_context() | {"strengths": list(held.values()), "back": self._next()}

    def save(self, form: MovesForm) -> str:
        moves_choose(
            check=self.subject, moves=form.chosen(), version=form.cleaned_data["version"], by=self.request.user, at=self.now
        )
        return self._next()

    def _next(self) -> str:
        """Back to the ways on once there is a judgement, else to the whole check."""
        return self.at("routes" if self.subject.state == Check.State.JUDGED else "check")
