"""Putting a row of the matrix right for one child, with why, and going back to what was ticked."""

import datetime

from django.db import transaction

from audit.services import record_change
from partnerships.models import User
from thresholds.models import Check, CheckChild, MatrixCorrection
from thresholds.rules.framework import Framework
from thresholds.rules.matrix import NOT_EXPLORED
from thresholds.selectors.checks import framework_of
from thresholds.services.checks import CheckRefused, check_for_writing, check_touch
from workflow.errors import StaleVersion

NOT_CORRECTED = 0
AS_TICKED = "As it was ticked"


@transaction.atomic
def matrix_correct(
    *, child: CheckChild, row: str, level: str, why: str, shown: int, by: User, at: datetime.datetime
) -> MatrixCorrection:
    """Say what a row of the matrix should be for a child (`level` empty: it was not explored), and why.

    `shown` is the version of the correction that the page showed, 0 for none. Raises `CheckRefused` for a row or a level that
    the check's framework version does not have or without a reason, `StaleVersion` with both where another page was first.
    """
    check = check_for_writing(check=child.case_check, by=by)
    framework = framework_of(check)
    if row not in {each.code for each in (framework.matrix.rows if framework.matrix else ())}:
        raise CheckRefused("row", "That row is not in this check's framework.")
    if level and not framework.has_level(level):
        raise CheckRefused("level", "Choose a level of this framework, or say that it was not explored.")
    if not why.strip():
        raise CheckRefused("why", "Say why this row should be different.")
    stands = _standing(child, row)
    if stands is not None and (stands.level, stands.why) == (level, why.strip()):
        return stands
    _as_shown(framework, stands, shown, {"Level": _named(framework, level), "Why": why.strip()})
    correction = stands or MatrixCorrection(child=child, row=row, version=NOT_CORRECTED)
    before = correction.level if stands else None
    correction.level, correction.why = level, why.strip()
    correction.version += 1
    correction.corrected_by, correction.corrected_at = by, at
    correction.save()
    _record(check, child, row, by, at, event="matrix-corrected", before=before, level=level)
    return correction


@transaction.atomic
def matrix_restore(*, child: CheckChild, row: str, shown: int, by: User, at: datetime.datetime) -> None:
    """Take a correction back: the row is again what was ticked. Raises `StaleVersion` as `matrix_correct`."""
    check = check_for_writing(check=child.case_check, by=by)
    stands = _standing(child, row)
    if stands is None:
        return
    _as_shown(framework_of(check), stands, shown, {"Level": AS_TICKED})
    before = stands.level
    stands.delete()
    _record(check, child, row, by, at, event="matrix-restored", before=before, level=None)


def _standing(child: CheckChild, row: str) -> MatrixCorrection | None:
    """The correction that stands, locked with its check."""
    return MatrixCorrection.objects.select_for_update().filter(child=child, row=row).first()


def _as_shown(framework: Framework, stands: MatrixCorrection | None, shown: int, yours: dict[str, str]) -> None:
    """Raise `StaleVersion` where what stands is not what the page showed."""
    found = stands.version if stands else NOT_CORRECTED
    if found != shown:
        theirs = {"Level": _named(framework, stands.level), "Why": stands.why} if stands else {"Level": AS_TICKED}
        raise StaleVersion(expected=shown, found=found, theirs=theirs, yours=yours)


def _named(framework: Framework, level: str) -> str:
    return framework.level(level).label if level else NOT_EXPLORED


def _record(
    check: Check, child: CheckChild, row: str, by: User, at: datetime.datetime,
    *, event: str, before: str | None, level: str | None,
) -> None:  # fmt: skip
    check_touch(check, at)
    detail = {"child": str(child.pk), "row": row, "before": before, "level": level}
    record_change(by=by, event=event, subject_type="check", subject_id=check.pk, at=at, detail=detail)
