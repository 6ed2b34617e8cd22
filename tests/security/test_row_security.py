"""By raw SQL as the web role: what the database itself shows each person, whatever a page forgets to ask."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from audit.history import history_models
from rowsecurity.registry import registry
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_system
from tests.security.town import Town

ALL, SENT, NONE = {"waiting", "sent", "passed_by"}, {"sent", "passed_by"}, set[str]()
AGENCY = {"practitioner": ALL, "lead": ALL, "second_lead": {"waiting", "sent"}}
"""An agency's own: its author's and its leads', but for the lead whom the worry is about."""
OF_DOOR = {"worker": SENT, "manager": SENT, "service_manager": SENT, "double": SENT}
LEFT = {"practitioner": SENT, "lead": SENT, "second_lead": {"sent"}} | OF_DOOR
"""What has left is the front door's too."""
PROPOSED = AGENCY | OF_DOOR

_CHECK_OF_HOUSEHOLD = "(select c.id from thresholds_check c where c.household_id = t.{})"
_CHECK_OF_PROPOSAL = "(select p.case_check_id from consent_sharingproposal p where p.id = t.{})"
_CHECK_OF_CONTACT = (
    "(select p.case_check_id from referrals_contact c join consent_sharingproposal p on p.id = c.proposal_id where c.id = {})"
)
_CONTACT_OF_CHILD = "(select k.contact_id from referrals_contactchild k where k.id = t.child_id)"
_CONTACT_OF_KNOWN = (
    "(select k.contact_id from referrals_contactmatch m join referrals_contactchild k on k.id = m.child_id "
    "where m.person_id = t.{})"
)
_CONTACT_OF_ASSESSMENT = "(select a.contact_id from referrals_assessment a where a.id = t.assessment_id)"
_CONTACT_OF_DECISION = "(select d.contact_id from referrals_decision d where d.id = t.decision_id)"
_CONTACT_OF_DISAGREEMENT = "(select d.subject_id from referrals_disagreement d where d.id = t.disagreement_id)"

CASES = {
    "thresholds_check": ("t.id", AGENCY),
    "thresholds_checkchild": ("t.case_check_id", AGENCY),
    "thresholds_observation": ("(select c.case_check_id from thresholds_checkchild c where c.id = t.child_id)", AGENCY),
    "thresholds_matrixcorrection": (
        "(select c.case_check_id from thresholds_checkchild c where c.id = t.child_id)",
        AGENCY,
    ),
    "thresholds_conversation": ("t.case_check_id", AGENCY),
    "people_household": (_CHECK_OF_HOUSEHOLD.format("id"), AGENCY),
    "people_householdmember": (_CHECK_OF_HOUSEHOLD.format("household_id"), AGENCY),
    "people_address": (_CHECK_OF_HOUSEHOLD.format("household_id"), AGENCY),
    "consent_agreement": ("t.case_check_id", AGENCY),
    "consent_competence": ("t.case_check_id", AGENCY),
    "consent_harmquestion": ("t.case_check_id", AGENCY),
    "consent_handover": (_CHECK_OF_PROPOSAL.format("proposal_id"), AGENCY),
    "consent_sharingproposal": ("t.case_check_id", PROPOSED),
    "consent_leadreview": (_CHECK_OF_PROPOSAL.format("proposal_id"), PROPOSED),
    "consent_latereview": (_CHECK_OF_PROPOSAL.format("proposal_id"), PROPOSED),
    "documents_document": (_CHECK_OF_PROPOSAL.format("subject_id"), LEFT),
    "referrals_contact": (_CHECK_OF_CONTACT.format("t.id"), LEFT),
    "referrals_contactchild": (_CHECK_OF_CONTACT.format("t.contact_id"), LEFT),
    "referrals_contactmatch": (_CHECK_OF_CONTACT.format(_CONTACT_OF_CHILD), OF_DOOR),
    "referrals_notamatch": (_CHECK_OF_CONTACT.format(_CONTACT_OF_CHILD), OF_DOOR),
    "people_missingepisode": (_CHECK_OF_CONTACT.format(_CONTACT_OF_KNOWN.format("person_id")), OF_DOOR),
    "people_personmerge": (_CHECK_OF_CONTACT.format(_CONTACT_OF_KNOWN.format("kept_id")), OF_DOOR),
    "referrals_decision": (_CHECK_OF_CONTACT.format("t.contact_id"), LEFT),
    "referrals_decisionforchild": (_CHECK_OF_CONTACT.format(_CONTACT_OF_DECISION), LEFT),
    "referrals_parenttold": (_CHECK_OF_CONTACT.format("t.contact_id"), LEFT),
    "referrals_assessment": (_CHECK_OF_CONTACT.format("t.contact_id"), LEFT),
    "referrals_strategydiscussion": (_CHECK_OF_CONTACT.format(_CONTACT_OF_ASSESSMENT), OF_DOOR),
    "referrals_agreeddate": (_CHECK_OF_CONTACT.format(_CONTACT_OF_ASSESSMENT), OF_DOOR),
    "referrals_checkpoint": (_CHECK_OF_CONTACT.format(_CONTACT_OF_ASSESSMENT), OF_DOOR),
    "referrals_strategyaction": (_CHECK_OF_CONTACT.format(_CONTACT_OF_ASSESSMENT), OF_DOOR),
    "referrals_childseen": (_CHECK_OF_CONTACT.format(_CONTACT_OF_ASSESSMENT), OF_DOOR),
    "referrals_disagreement": (_CHECK_OF_CONTACT.format("t.subject_id"), LEFT),
    "referrals_disagreementstep": (_CHECK_OF_CONTACT.format(_CONTACT_OF_DISAGREEMENT), LEFT),
}
"""table → SQL for the check to which a row `t` belongs, and who sees which case's rows."""

OTHERWISE = {
    "people_person": "an agency's and a front door's are told apart below",
    "referrals_contactnote": "who reads a note is its own question, below",
    "referrals_call": "the front door's alone: tests/journeys/test_taking_calls.py",
    "referrals_calldraft": "whoever is taking it alone: tests/journeys/test_taking_calls.py",
    "referrals_calljoin": "the front door's alone: tests/journeys/test_taking_calls.py",
    "referrals_advicegiven": "the front door's alone: tests/journeys/test_advice.py",
    "referrals_savedview": "each person's own: tests/journeys/test_inbox.py",
    "referrals_contactreading": "whoever works there and may open it: tests/journeys/test_inbox.py",
    "consent_absence": "who is away, for their agency and whoever answers for them",
    "consent_proposalreading": "each lead's own",
    "people_restriction": "who may open what: test_need_to_know",
    "people_restrictionmember": "who may open what: test_need_to_know",
    "people_conflictofinterest": "who is shut out: test_need_to_know",
    "people_opening": "who opened what without a part: test_openings",
    "people_emergencyaccess": "added by its function alone: test_emergency_access",
    "people_emergencyend": "of an emergency access",
    "people_emergencyreview": "of an emergency access",
    "clocks_clock": "seen by the agency and the front door, below",
    "clocks_milestone": "of a clock",
    "clocks_clockevent": "of a clock",
    "clocks_handlerrun": "the sweep's",
    "clocks_calendarfeed": "each person's own: tests/unit/clocks/test_feed.py",
    "clocks_digestchoice": "each person's own: tests/unit/clocks/test_digest.py",
    "clocks_schedulechange": "asked for by an admin for their own authority: test_who_writes_the_directory",
    "notices_notice": "each person's own, below",
    "notices_outboxemail": "nobody's but the sweep's",
    "audit_accessevent": "written by all, read by nobody",
    "audit_changeevent": "written by all, read by nobody",
    **{model._meta.db_table: "written by triggers, read by nobody" for model in history_models()},
}
RUNG_TOO = {"referrals_contact", "referrals_contactchild"}
AT_THE_DOOR = {"worker", "manager", "service_manager", "double"}
"""A call is of no check: everybody at the front door that took it sees it, and nobody else."""
PERSONAL = sorted(name for name, table in registry.tables.items() if table.personal)
_WRITTEN = (
    "select column_name from information_schema.columns "
    "where table_schema = 'public' and table_name = %s and is_generated = 'NEVER'"
)
REFUSALS = {"42501", "23514"}
"""No privilege or not by the policies; or a trigger, which asks before them."""
OUTSIDE = ("colleague", "admin", "stranger", "other_worker", "elsewhere_lead", "former", "far")


def rows(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def refused(sql: str, *values: object, match: str = "permission denied|row-level security") -> None:
    with pytest.raises(ProgrammingError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def written(sql: str, *values: object) -> int:
    """How many rows a statement wrote."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def touched(table: str) -> int:
    """How many rows an update and a delete of everything would reach; a refusal is none."""
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_column(cursor, table)
    reached = 0
    for statement in (f"update {table} set {key} = {key}", f"delete from {table}"):
        with suppress_refusal():
            reached += written(statement)
    return reached


@contextmanager
def suppress_refusal() -> Iterator[None]:
    try:
        yield
    except ProgrammingError as refusal:
        if "permission denied" not in str(refusal):
            raise


def labels(town: Town) -> dict:
    return {town.waiting.check.pk: "waiting", town.sent.check.pk: "sent", town.passed_by.check.pk: "passed_by"}


def test_every_personal_table_says_who_reads_it() -> None:
    assert set(CASES) | set(OTHERWISE) == set(PERSONAL)
    assert not set(CASES) & set(OTHERWISE)


@pytest.mark.parametrize("table", PERSONAL)
def test_with_nobody_asking_a_personal_table_is_empty_and_takes_nothing(town: Town, table: str) -> None:
    with as_factory():
        found = rows(f"select to_jsonb(t) from {table} t limit 1")
        columns = ", ".join(f'"{name}"' for (name,) in rows(_WRITTEN, table))
    assert found or table in {"clocks_handlerrun"}, f"the town has no row in {table}"
    with acting_as(None):
        if rows("select has_table_privilege(%s, 'SELECT')", table) == [(True,)]:
            assert rows(f"select count(*) from {table}") == [(0,)]
        else:
            refused(f"select count(*) from {table}")
        copied = f"insert into {table} ({columns}) select {columns} from jsonb_populate_record(null::{table}, %s)"
        for (row,) in found:
            with pytest.raises(DatabaseError) as refusal:
                written(copied, row if isinstance(row, str) else json.dumps(row))
            assert getattr(refusal.value.__cause__, "sqlstate", "") in REFUSALS, refusal.value


@pytest.mark.parametrize("table", PERSONAL)
def test_with_nobody_asking_nothing_is_changed_or_deleted(town: Town, table: str) -> None:
    with acting_as(None):
        assert touched(table) == 0


@pytest.mark.parametrize("table", sorted(CASES))
def test_each_person_sees_the_rows_of_their_cases_and_no_other(town: Town, table: str) -> None:
    belongs, expected = CASES[table]
    named = labels(town)
    with as_factory():
        owner_of = {pk: named.get(check) for pk, check in rows(f"select t.id, {belongs} from {table} t")}
    assert set(owner_of.values()) - {None}, f"no row of {table} belongs to a case"
    for name, person in town.people.items():
        with acting_as(person.pk):
            seen = {pk for (pk,) in rows(f"select id from {table}")}
        wanted = {pk for pk, case in owner_of.items() if case in expected.get(name, NONE)}
        if table in RUNG_TOO:
            calls = {pk for pk, case in owner_of.items() if case is None}
            assert calls & seen == (calls if name in AT_THE_DOOR else set()), f"{name} sees calls"
            seen -= calls
        assert seen == wanted, f"{name} sees {len(seen)} of {table}, not {len(wanted)}"


def test_an_agency_s_people_are_hidden_from_the_front_door_and_its_own_from_the_agency(town: Town) -> None:
    with as_factory():
        members = dict(
            rows("select m.person_id, c.id from people_householdmember m join thresholds_check c using (household_id)")
        )
        of_door = {pk for (pk,) in rows("select id from people_person where front_door_id is not null")}
    assert of_door
    named = labels(town)
    for name, person in town.people.items():
        with acting_as(person.pk):
            seen = {pk for (pk,) in rows("select id from people_person")}
        wanted = {pk for pk, check in members.items() if named[check] in AGENCY.get(name, NONE)}
        assert seen == (of_door if name in OF_DOOR else wanted), name


def test_a_front_door_s_notes_stay_there(town: Town) -> None:
    seen = {}
    for name, person in town.people.items():
        with acting_as(person.pk):
            seen[name] = {words for (words,) in rows("select words from referrals_contactnote")}
    door, theirs = {"zqxcanarydoornote", "zqxcanarynote", "zqxcanaryaddition"}, {"zqxcanarynote", "zqxcanaryaddition"}
    assert {name: words for name, words in seen.items() if words} == {
        "worker": door, "manager": door, "service_manager": door, "double": door,
        "practitioner": theirs, "lead": theirs, "second_lead": theirs,
    }  # fmt: skip


def test_clocks_are_hidden_from_other_agencies_and_doors_and_from_whom_they_pass_by(town: Town) -> None:
    proposal, contact = town.passed_by.proposal.pk, town.sent.contact.pk
    for name in ("stranger", "other_worker", "elsewhere_lead", "admin", "former", "far"):
        with acting_as(town.people[name].pk):
            assert rows("select count(*) from clocks_clock") == [(0,)], name
            assert rows("select count(*) from clocks_milestone") == [(0,)], name
            assert rows("select count(*) from clocks_clockevent") == [(0,)], name
    of = "select count(*) > 0 from clocks_clock where subject_id = %s"
    with acting_as(town.world.second_lead.pk):
        assert rows(of, proposal) == [(False,)]
    with acting_as(town.world.lead.pk):
        assert rows(of, proposal) == [(True,)]
    with acting_as(town.world.worker.pk):
        assert rows(of, contact) == [(True,)]


def test_a_notice_is_read_by_its_recipient_alone(town: Town) -> None:
    with as_factory():
        told = rows("select recipient_id, count(*) from notices_notice group by 1")
    assert len(told) > 2
    for person in town.people.values():
        with acting_as(person.pk):
            assert rows("select count(*) from notices_notice where recipient_id <> %s", person.pk) == [(0,)]
            refused("select count(*) from notices_outboxemail")


def test_a_lead_is_told_nothing_of_a_worry_about_them(town: Town) -> None:
    with as_factory():
        proposal = rows("select reference from consent_sharingproposal where id = %s", town.passed_by.proposal.pk)
        told = rows(
            "select count(*) from notices_notice where recipient_id = %s and reference in (%s, %s)",
            town.world.second_lead.pk, proposal[0][0], town.passed_by.contact.reference,
        )  # fmt: skip
    assert told == [(0,)]


@pytest.mark.parametrize("table", ["audit_accessevent", "audit_changeevent"])
def test_the_audit_is_added_to_and_neither_read_nor_changed(town: Town, table: str) -> None:
    with acting_as(town.world.worker.pk):
        refused(f"select * from {table}")
        refused(f"update {table} set at = now()")
        refused(f"delete from {table}")
        refused(f"truncate {table}")


def test_nobody_forges_a_mark_of_somebody_else(town: Town) -> None:
    marked = (
        "insert into audit_accessevent (id, at, actor_id, action, subject_type, reason) "
        "values (gen_random_uuid(), now(), %s, 'read', 'check', '')"
    )
    with acting_as(town.world.worker.pk):
        refused(marked, town.world.manager.pk)
        assert written(marked, town.world.worker.pk) == 1


def test_nobody_makes_themselves_more_than_they_are(town: Town) -> None:
    with acting_as(town.world.practitioner.pk):
        for (column,) in rows(_WRITTEN, "partnerships_user"):
            if column != "last_login":
                refused(f"update partnerships_user set {column} = {column}")
        refused("update partnerships_membership set role = 'front-door-manager'")
        refused("insert into partnerships_membership select * from partnerships_membership limit 1")
        refused("delete from partnerships_membership")


def test_a_foreign_row_can_be_neither_changed_nor_deleted(town: Town) -> None:
    for name in OUTSIDE:
        for table in CASES:
            with acting_as(town.people[name].pk):
                assert touched(table) == 0, (name, table)


def test_the_triggers_cannot_be_switched_off(town: Town) -> None:
    with acting_as(town.world.worker.pk), connection.cursor() as cursor:
        cursor.execute("select tgname from pg_trigger where tgname like 'pgtrigger_%'")
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute("select set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])
        with pytest.raises(DatabaseError, match=r"as_sent|[Cc]annot update"), transaction.atomic():
            cursor.execute("update referrals_contact set summary = 'x'")


def test_acting_as_somebody_within_somebody_puts_the_first_back(town: Town) -> None:
    mine = "select count(*) from thresholds_check"
    with acting_as(town.world.practitioner.pk):
        assert rows(mine) == [(3,)]
        with acting_as(town.world.stranger.pk):
            assert rows(mine) == [(0,)]
        assert rows(mine) == [(3,)]
        with pytest.raises(LookupError), acting_as(town.world.stranger.pk):
            raise LookupError
        assert rows(mine) == [(3,)]
    assert rows(mine) == [(0,)]


def test_the_sweep_sees_clocks_and_notices_and_no_case(town: Town) -> None:
    sweeps = {table for table in PERSONAL if table.startswith(("clocks_", "notices_")) and not table.endswith("history")}
    with as_system():
        for table in sweeps - {"clocks_calendarfeed"}:
            assert rows(f"select count(*) > 0 from {table}") == [(True,)] or table == "clocks_handlerrun"
        for table in set(PERSONAL) - sweeps:
            refused(f"select * from {table}")
