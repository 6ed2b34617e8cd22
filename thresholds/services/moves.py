"""Choosing moves for a plan with the family; they are kept with the check, for whoever makes the plan."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from audit.services import record_change
from partnerships.models import User
from thresholds.models import Check
from thresholds.selectors.checks import framework_of
from thresholds.services.checks import CheckRefused, check_for_writing, check_touch
from workflow.errors import StaleVersion


@transaction.atomic
def moves_choose(
    *, check: Check, moves: Mapping[str, str], by: User, at: datetime.datetime, version: int | None = None
) -> Check:
    """Keep the moves chosen: code → who does what (may be empty). Those left out are no longer chosen.

    Raises `CheckRefused` for a move that the check's framework version does not have, `StaleVersion` with both choices where
    another tab has saved others since the page was drawn.
    """
    locked = check_for_writing(check=check, by=by)
    names = {move.code: move.text for move in framework_of(locked).moves}
    if set(moves) - set(names):
        raise CheckRefused("moves", "That move is not in this check\u2019s framework. Choose again.")
    chosen = {code: how.strip() for code, how in moves.items()}
    if chosen == locked.moves:
        return locked
    if version is not None and version != locked.version:
        theirs, yours = ({names[code]: how or "Chosen" for code, how in each.items()} for each in (locked.moves, chosen))
        raise StaleVersion(expected=version, found=locked.version, theirs=theirs, yours=yours)
    locked.moves = chosen
    check_touch(locked, at, "moves")
    codes = " ".join(sorted(chosen))
    record_change(by=by, event="moves-chosen", subject_type="check", subject_id=locked.pk, at=at, detail={"moves": codes})
    return locked
