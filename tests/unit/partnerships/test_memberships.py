"""Roles are asked afresh, but for a block that says otherwise."""

import datetime

from partnerships.models import Membership
from partnerships.permissions import Action, can, memberships_remembered
from tests.roles import as_factory


def end_role(user) -> None:
    with as_factory():
        Membership.objects.filter(user=user).update(until_date=datetime.date(2020, 1, 2))


def test_a_role_that_ended_no_longer_counts_at_the_next_question(staff):
    assert can(staff.practitioner, Action.CHECK_BEGIN)

    end_role(staff.practitioner)

    assert not can(staff.practitioner, Action.CHECK_BEGIN)


def test_remembered_roles_are_forgotten_after_the_block(staff):
    with memberships_remembered():
        assert can(staff.practitioner, Action.CHECK_BEGIN)
        end_role(staff.practitioner)
        assert can(staff.practitioner, Action.CHECK_BEGIN)

    assert not can(staff.practitioner, Action.CHECK_BEGIN)
