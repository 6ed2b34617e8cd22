"""SQL of one's own as the web role, on the proposal and its reviews: none of it may change anything."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection, transaction

from consent.models import SharingProposal
from rowsecurity.session import acting_as
from tests.roles import as_factory
from tests.walks.stage import Stage, standing, undone

Statement = tuple[str, list[Any]]
LEAVE = """
    update consent_sharingproposal set state = 'left', way = %s, way_reasons = %s, left_at = %s, left_by_id = %s
    where id = %s"""
REVIEW = """
    insert into consent_leadreview (id, proposal_id, content_hash, decision, reasons, decided_by_id, decided_at)
    values (%s, %s, %s, 'approve', 'Forged', %s, %s)"""

LATE_REVIEW = """
    insert into consent_latereview (id, proposal_id, outcome, reasons, reviewed_by_id, reviewed_at)
    values (%s, %s, 'supported', 'Forged', %s, %s)"""
HAND_OVER = """
    insert into consent_handover (id, proposal_id, to_id, note, by_id, at) values (%s, %s, %s, 'Forged', %s, %s)"""

CONTACT = """
    insert into referrals_contact (id, reference, proposal_id, content_hash, document_id, organisation_id, author_id,
      front_door_id, framework_version_id, level, basis, way, urgency, heading, summary, is_practice, received_at, state,
      decide_by)
    select gen_random_uuid(), 'FORGED', p.id, p.content_hash, coalesce((select id from documents_document limit 1),
      gen_random_uuid()), p.organisation_id, %s, p.recipient_id, 1, p.level, p.basis, 'urgent', 'neither', '', '', false, %s,
      'received', %s
    from consent_sharingproposal p where p.id = %s"""
TOLD = """
    update referrals_parenttold set answer = 'told', how = 'phone', told_at = %s, words = 'Forged', answered_at = %s,
      answered_by_id = %s
    where contact_id in (select id from referrals_contact where proposal_id = %s)"""


def _set(assignment: str) -> Callable[..., Statement]:
    def statement(proposal: SharingProposal, **_: Any) -> Statement:
        return f"update consent_sharingproposal set {assignment} where id = %s", [proposal.pk]

    return statement


def _review(proposal: SharingProposal, *, by: int, at: datetime.datetime, content_hash: str = "") -> Statement:
    return REVIEW, [uuid.uuid4(), proposal.pk, content_hash or proposal.content_hash, by, at]


def _of_contact(assignment: str) -> Callable[..., Statement]:
    def statement(proposal: SharingProposal, **_: Any) -> Statement:
        return f"update referrals_contact set {assignment} where proposal_id = %s", [proposal.pk]

    return statement


def _gone(table: str) -> Callable[..., Statement]:
    """From either side of a contact, whatever of it they read."""

    def statement(proposal: SharingProposal, **_: Any) -> Statement:
        return (
            f"delete from {table} where contact_id in (select id from referrals_contact where proposal_id = %s)", [proposal.pk],
        )  # fmt: skip

    return statement


ATTEMPTS: dict[str, Callable[..., Statement]] = {
    "left without a way": _set("left_at = now()"),
    "a way before it left": _set("way = 'agreement'"),
    "the state left alone": _set("state = 'left'"),
    "approved by a stroke": _set("state = case state when 'approved' then 'declined' else 'approved' end"),
    "advised by a stroke": _set("state = case state when 'advised' then 'approved' else 'advised' end"),
    "declined by a stroke": _set("state = case state when 'declined' then 'approved' else 'declined' end"),
    "back to the beginning": _set("state = case state when 'prepared' then 'returned' else 'prepared' end"),
    "asked by nobody": _set("asked_by_id = null, state = case state when 'asked' then 'prepared' else 'asked' end"),
    "the lead's time moved": _set("review_due_at = coalesce(review_due_at, now()) - interval '1 day'"),
    "asked long ago": _set("asked_at = coalesce(asked_at, now()) - interval '1 day'"),
    "asked by somebody else": _set("asked_by_id = author_id + 1"),
    "harm by a stroke": _set("harm_suspected = not harm_suspected"),
    "urgent by a stroke": _set("is_urgent = not is_urgent"),
    "fewer to ask": _set("people_to_ask = people_to_ask + 1"),
    "another rule": _set('rule = rule || \'{"one_parent_suffices": true, "forged": true}\''),
    "another recipient": _set("recipient_id = recipient_id + 1"),
    "left by somebody else": lambda proposal, by, at: (
        LEAVE,
        ["urgent", "Because", at, by if by != proposal.author_id else None, proposal.pk],
    ),
    "another content": _set("content_hash = repeat('0', 64)"),
    "of another check": _set("case_check_id = gen_random_uuid()"),
    "deleted": lambda proposal, **_: ("delete from consent_sharingproposal where id = %s", [proposal.pk]),
    "a review of other content": lambda proposal, by, at: _review(proposal, by=by, at=at, content_hash="0" * 64),
    "a review by the author": lambda proposal, by, at: _review(proposal, by=proposal.author_id, at=at),
    "a contact of one's own": lambda proposal, by, at: (CONTACT, [by, at, at, proposal.pk]),
    "a contact sent again": lambda proposal, by, at: (CONTACT, [proposal.author_id, at, at, proposal.pk]),
    "the contact's words": _of_contact("summary = 'Forged'"),
    "the contact's way": _of_contact("way = case way when 'urgent' then 'agreement' else 'urgent' end"),
    "the contact to another door": _of_contact("front_door_id = front_door_id + 1"),
    "the contact's hash": _of_contact("content_hash = repeat('0', 64)"),
    "the contact deleted": lambda proposal, **_: ("delete from referrals_contact where proposal_id = %s", [proposal.pk]),
    "told by somebody else": lambda proposal, by, at: (
        TOLD,
        [at, at, proposal.author_id if by != proposal.author_id else None, proposal.pk],
    ),
    "the document's words": lambda proposal, **_: (
        "update documents_document set content = '{}' where subject_id = %s",
        [proposal.pk],
    ),
    "a telling deleted": _gone("referrals_parenttold"),
    "what was said of it deleted": _gone("referrals_contactnote"),
    "the lead's reasons": lambda proposal, **_: (
        "update consent_leadreview set reasons = 'Forged' where proposal_id = %s",
        [proposal.pk],
    ),
    "a review that nobody asked for": lambda proposal, by, at: _review(proposal, by=by, at=at),
}


def attempt(stage: Stage, proposal: SharingProposal, who: str, drawn: int, way: str, at: datetime.datetime) -> str:
    """One of them by one person: it raises or finds no row, and nothing is changed."""
    name = list(ATTEMPTS)[drawn]
    if name == "a review that nobody asked for" and proposal.state == "asked":
        name = "a review of other content"
    user, before = stage.people[who], standing()
    sql, values = ATTEMPTS[name](proposal, by=user.pk, at=at)
    with acting_as(user.pk):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, values)
        except DatabaseError:
            pass
    assert standing() == before, f"{name}: {who} could write it past the services"
    return name


def review_of(proposal: SharingProposal, *, by: int, at: datetime.datetime) -> Statement:
    """A decision on exactly what waits."""
    return _review(proposal, by=by, at=at)


def late_review_of(proposal: SharingProposal, *, by: int, at: datetime.datetime) -> Statement:
    return LATE_REVIEW, [uuid.uuid4(), proposal.pk, by, at]


def hand_over_of(proposal: SharingProposal, *, to: int, by: int, at: datetime.datetime) -> Statement:
    return HAND_OVER, [uuid.uuid4(), proposal.pk, to, by, at]


def takes(by: int, sql: str, values: list[Any]) -> bool:
    """Whether the database takes a statement of this person's own; undone again."""
    with undone(), acting_as(by):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, values)
                return bool(cursor.rowcount)
        except DatabaseError:
            return False


def leaves_past_the_services(stage: Stage, proposal: SharingProposal, way: str, at: datetime.datetime) -> bool:
    """Whether the database alone lets it leave by a way, as the author's own SQL; undone again."""
    author = stage.people["author"]
    with undone(), acting_as(author.pk):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(LEAVE, [way, "He is not safe.", at, author.pk, proposal.pk])
                return bool(cursor.rowcount)
        except DatabaseError:
            return False


def steps_taken(stage: Stage) -> set[tuple[str, str]]:
    """From which state to which each proposal of the check has gone, as its history kept it."""
    with as_factory(), connection.cursor() as cursor:
        cursor.execute(
            "select distinct before, state from (select state, lag(state) over (partition by id order by pgh_id) as before "
            "from consent_sharingproposalhistory where case_check_id = %s) h where before is not null and before <> state",
            [stage.check.pk],
        )
        return set(cursor.fetchall())
