"""What cannot be recorded is not done: every service that leaves a mark, with the table of marks closed to it."""

import copy
import inspect
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from rowsecurity import roles
from tests.lasting import check_now, for_a_module
from tests.security.id_swap import digest_of_everything
from tests.security.test_words_given_back import close_the_marks
from tests.security.town import town_of
from tests.security.wrapping import Function, calls_of, functions_in, in_place_of, modules_called

RECORDS = {"record_change", "record_access"}


def recording() -> dict[str, Function]:
    """Every service that leaves a mark, itself or by another function of its module."""
    found = functions_in("services")
    calls = {module.__name__: calls_of(module) for module in modules_called("services")}
    return {
        name: fn
        for name, fn in found.items()
        if calls[fn.__module__][fn.__name__] & RECORDS and fn.__module__ != "audit.services"
    }


SERVICES = recording()


def is_web() -> bool:
    """Whether the web role asks: the world is loaded by the factory, from which the marks are not closed."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return cursor.fetchone()[0] == roles.WEB


class Trying:
    """Calls each service a first time without the table of marks, and then as it was meant."""

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}
        self.depth = 0

    def instead_of(self, name: str, service: Function) -> Function:
        def tried(*args: Any, **kwargs: Any) -> Any:
            if name not in self.outcomes and self.depth == 0 and is_web():
                self.depth += 1
                outcome = self._without_marks(service, args, kwargs)
                self.depth -= 1
                if outcome != "had nothing to do":
                    self.outcomes[name] = outcome
            return service(*args, **kwargs)

        return tried

    def _without_marks(self, service: Function, args: Any, kwargs: Any) -> str:
        before = digest_of_everything()
        given = [copy.deepcopy(value) for value in args], {key: copy.deepcopy(value) for key, value in kwargs.items()}
        with transaction.atomic():
            close_the_marks()
            try:
                service(*given[0], **given[1])
                outcome = "had nothing to do" if digest_of_everything() == before else "done without its mark"
            except DatabaseError:
                outcome = self._stored(before)
            transaction.set_rollback(True)
        return outcome

    def _stored(self, before: str) -> str:
        """A service that is no transaction of its own leaves this one broken."""
        try:
            return "nothing" if digest_of_everything() == before else "half done"
        except DatabaseError:
            return "not atomic"


@pytest.fixture(scope="module")
def outcomes(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """A whole town is made, and with it every service is called."""
    trying = Trying()
    with ExitStack() as stack:
        stack.enter_context(for_a_module(django_db_blocker))
        for name, service in SERVICES.items():
            stack.enter_context(in_place_of(service, trying.instead_of(name, service)))
        town_of()
        check_now()
        yield trying.outcomes


BY_OTHERS = {
    "consent.services.proposals.proposal_supersede": "within the transaction of what changed it",
    "documents.services.document_open": "tests/security/test_audit.py: what cannot be marked as read is not shown",
    "referrals.services.withdrawals.withdrawal_tell": "within the transaction of agreement_withdraw",
    "referrals.services.assessments.assessment_event": "it is the mark, within the transaction of what it says",
    "referrals.services.missing.episode_move": "within the transaction of merge_undo",
    "people.services.need_to_know.restriction_new": "within the transaction of restriction_set and of contact_send",
    "clocks.services.schedule.days_off_load": "within the transaction of frameworks_load",
    "thresholds.services.frameworks.frameworks_load": "reads its files first, and then does all in one transaction",
}
"""Services that the town does not call by themselves, and where the same is asked of them."""
ONE_TRANSACTION = frozenset(
    {
        "clocks.services.hearing.feed_count", "clocks.services.hearing.feed_revoke",
        "clocks.services.schedule.day_off_add", "clocks.services.schedule.day_off_remove",
        "clocks.services.schedule.rule_change",
        "consent.services.desk.absence_end", "consent.services.desk.absence_say", "consent.services.desk.leads_arrange",
        "consent.services.proposals.proposal_void_if_changed", "consent.services.withdrawals.agreement_withdraw",
        "consent.services.refusals.harm_question_answer",
        "consent.services.proposals.proposal_take_back", "people.services.need_to_know.conflict_declare",
        "people.services.need_to_know.conflict_end", "people.services.need_to_know.restriction_lift",
        "referrals.services.agreed.completion_agree",
        "people.services.need_to_know.restriction_set", "referrals.services.assessments.assessment_allocate",
        "referrals.services.inbox.view_delete", "referrals.services.inbox.view_rename",
        "referrals.services.merging.merge_answer", "referrals.services.merging.merge_undo",
        "referrals.services.missing.episode_correct", "referrals.services.missing.episode_withdraw",
        "referrals.services.not_a_match.may_match_again", "referrals.services.not_a_match.not_a_match",
        "referrals.services.assessments.assessment_complete", "referrals.services.assessments.assessment_extend",
        "referrals.services.decisions.contact_decide_again",
        "referrals.services.triage.child_link", "referrals.services.triage.child_unmatch",
        "referrals.services.withdrawals.withdrawal_hear",
        "thresholds.services.checks.urgency_say", "thresholds.services.frameworks.framework_publish",
        "thresholds.services.matrix.matrix_correct", "thresholds.services.matrix.matrix_restore",
    }
)  # fmt: skip
"""Services that the town does not call as somebody: each is one transaction, and a failed mark takes all of it back."""


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_that_cannot_leave_its_mark_stores_nothing(outcomes: dict[str, str], db: None, name: str) -> None:
    if name in outcomes and name not in BY_OTHERS:
        assert outcomes[name] == "nothing"
    else:
        assert name in ONE_TRANSACTION or name in BY_OTHERS


@pytest.mark.parametrize("name", sorted(ONE_TRANSACTION))
def test_a_service_that_the_town_does_not_call_is_one_transaction(outcomes: dict[str, str], name: str) -> None:
    """`@transaction.atomic` stands around the whole of it."""
    assert name not in outcomes, "the town calls it now: take it off this list"
    around = inspect.getclosurevars(SERVICES[name]).nonlocals
    assert isinstance(around.get("self"), transaction.Atomic)
