"""One row of a child's matrix: what was ticked gives, what it should be, and why."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property

from thresholds.forms.matrix import UNEXPLORED, MatrixRowForm
from thresholds.models import Check
from thresholds.presenters.family import called
from thresholds.presenters.levels import levels_of
from thresholds.presenters.matrix import RowShown, row_shown
from thresholds.rules.matrix import Filled
from thresholds.selectors.checks import framework_of
from thresholds.selectors.matrix import matrix_for
from thresholds.services.matrix import NOT_CORRECTED, matrix_correct, matrix_restore
from thresholds.views.base import CheckFormPage


class MatrixRowPage(CheckFormPage):
    """Like the suggestion, what the ticks give is shown only after the first view."""

    form_class = MatrixRowForm
    template_name = "thresholds/checks/matrix_row.html"
    step = 3

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.child.first_view:
            return redirect(self.at("first_view", child_id=self.child.pk))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.child.first_view:
            return redirect(self.at("first_view", child_id=self.child.pk))
        if request.POST.get("do") == "restore":
            matrix_restore(child=self.child, row=self.filled.row.code, shown=self._shown(), by=request.user, at=self.now)
            return redirect(self._home())
        return super().post(request, *args, **kwargs)

    def get_subject(self) -> Check:
        """A row that the check's framework does not have is there for nobody, whatever is asked of it."""
        check = super().get_subject()
        matrix = framework_of(check).matrix
        if self.kwargs["row"] not in {row.code for row in (matrix.rows if matrix else ())}:
            raise Http404
        return check

    @cached_property
    def filled(self) -> Filled:
        """The row that the address names."""
        rows = matrix_for(self.child, self.framework, at=self.now)
        return next(filled for filled in rows if filled.row.code == self.kwargs["row"])

    @property
    def shown(self) -> RowShown:
        return row_shown(self.filled)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework, "levels": levels_of(self.framework)}

    def get_initial(self) -> dict[str, Any]:
        correction = self.filled.correction
        if correction is None:
            return {"version": NOT_CORRECTED}
        return {"level": correction.level or UNEXPLORED, "why": correction.why, "version": correction.version}

    def get_page_context(self) -> dict[str, Any]:
        return super().get_page_context() | {
            "child": self.child, "name": called(self.child.person), "row": self.shown, "back": self._home(),
            "matrix_source": self.framework.matrix.source if self.framework.matrix else "",
        }  # fmt: skip

    def save(self, form: MatrixRowForm) -> str:
        matrix_correct(
            child=self.child, row=self.filled.row.code, level=form.level_chosen(), why=form.cleaned_data["why"],
            shown=form.cleaned_data["version"], by=self.request.user, at=self.now,
        )  # fmt: skip
        return self._home()

    def _shown(self) -> int:
        given = self.request.POST.get("version", "")
        return int(given) if given.isdecimal() and len(given) < 9 else NOT_CORRECTED

    def _home(self) -> str:
        return f"{self.at('evidence', child_id=self.child.pk)}#matrix"
