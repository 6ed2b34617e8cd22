"""The chain finds whatever is changed, removed or put in, and nothing where nothing was."""

import datetime
import uuid

import pytest
from django.core.management import CommandError, call_command

from audit.models import ChangeEvent
from audit.selectors import chain_faults, chain_link
from audit.services import record_access, record_change
from partnerships.models import User
from rowsecurity.session import acting_as
from tests.factories.partnerships import UserFactory
from tests.roles import as_factory, as_owner
from tests.unit.audit.tampering import Tamperer, run, seal_now, with_every_right

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 3, 3, 14, 58, tzinfo=datetime.UTC)
TAMPERINGS = 250


@pytest.fixture
def marks() -> User:
    """Some readings, changes and histories, sealed."""
    with as_factory():
        user = UserFactory(name="Robin Reader")
        for number in range(6):
            UserFactory(name=f"Fictional {number}").delete()
    with acting_as(user.pk):
        for number in range(8):
            record_access(user=user, action="read", subject_type="check", subject_id=uuid.uuid4(), reason=f"reason {number}")
            record_change(
                by=user, event="check-begun", subject_type="check", subject_id=uuid.uuid4(), at=AT, detail={"n": number}
            )
    seal_now()
    return user


def faults() -> list[str]:
    with as_owner():
        return [str(fault) for fault in chain_faults()]


def test_an_audit_that_nobody_touched_is_whole(marks: User) -> None:
    assert faults() == []


def test_every_mark_and_every_version_has_its_place_in_the_chain(marks: User) -> None:
    with as_factory():
        [(seals, last, distinct)] = run("select count(*), max(seq), count(distinct seq) from audit_seal")
        [(histories,)] = run("select count(*) from partnerships_userhistory")
    assert histories == 13
    assert seals == last == distinct == 8 + 8 + histories


def test_every_random_change_removal_and_insertion_is_found(marks: User) -> None:
    tamperer, missed, done = Tamperer(seed=20261122), [], set()
    for _ in range(TAMPERINGS):
        with with_every_right():
            said = tamperer.tamper()
            if not faults():
                missed.append(said)
        done.add(said.split()[0])
    assert missed == []
    assert done == {"changed", "removed", "inserted", "put", "swapped"}
    assert faults() == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("update audit_accessevent set actor_id = actor_id + 1 where reason = 'reason 3'", "this row was changed"),
        ("delete from audit_accessevent where reason = 'reason 3'", "this row was removed"),
        ("update audit_seal set at = at - interval '1 day' where seq = 3", "place 3: this link was changed or put in"),
        ("delete from audit_sealhead", "the end of the chain is not where it was"),
        (
            "update audit_sealshape set columns = array_remove(columns, 'actor_id')",
            "the list of columns of a shape was changed",
        ),
    ],
)
def test_what_was_done_is_named(marks: User, sql: str, said: str) -> None:
    with with_every_right():
        run(sql)
        assert any(said in fault for fault in faults())


def test_a_fault_names_the_row_and_none_of_its_content(marks: User) -> None:
    with with_every_right():
        [(key,)] = run("delete from audit_accessevent where reason = 'reason 3' returning id::text")
        [fault] = faults()
    assert f"audit_accessevent:{key}" in fault
    assert "reason 3" not in fault


def test_a_row_put_in_while_no_trigger_ran_is_found(marks: User) -> None:
    with with_every_right():
        ChangeEvent.objects.create(actor_id=marks.pk, event="decided", subject_type="contact", subject_id=uuid.uuid4())
        assert [fault for fault in faults() if "put in" in fault]


def test_a_table_that_is_sealed_no_longer_is_named(marks: User) -> None:
    with as_owner():
        run("drop trigger audit_sealed on audit_accessevent")
        assert "the table of this row is sealed no longer" in " ".join(map(str, chain_faults()))


def test_a_new_column_leaves_what_was_sealed_before_whole(marks: User) -> None:
    from audit.installing import install

    with as_owner():
        run("alter table audit_accessevent add column place text not null default 'here'")
    with acting_as(marks.pk):
        record_access(user=marks, action="read", subject_type="check", subject_id=None, reason="between")
    seal_now()
    assert faults() == []
    with as_owner():
        install()
    with acting_as(marks.pk):
        record_access(user=marks, action="read", subject_type="check", subject_id=None, reason="after")
    seal_now()
    assert faults() == []
    with with_every_right():
        run("update audit_accessevent set place = 'there' where reason = 'after'")
        assert len(faults()) == 1


def test_the_end_of_the_chain_cut_off_whole_is_found_by_a_link_kept_elsewhere(marks: User) -> None:
    """Rows, seals and head together: only somebody who kept a link can tell, so the command prints one and takes one."""
    with as_owner():
        kept = chain_link()
    assert kept is not None
    with with_every_right():
        [(sealed,)] = run("delete from audit_seal where seq = %s returning sealed", kept.place)
        table, _, key = sealed.partition(":")
        run(f"delete from {table} where id::text = %s", key)
        run(
            "update audit_sealhead h set seq = s.seq, link = s.link from (select * from audit_seal order by seq desc limit 1) s"
        )
        with as_owner():
            assert chain_faults() == []
            with pytest.raises(CommandError):
                call_command("audit", "verify", expect=f"{kept.place}:{kept.link}")


class TestCommand:
    def test_a_whole_audit_is_status_0_and_its_last_link(self, marks: User, capsys: pytest.CaptureFixture[str]) -> None:
        with as_owner():
            link = chain_link()
            assert link is not None
            call_command("audit", "verify", expect=f"{link.place}:{link.link}")
        assert f"whole. Last link {link.place}:{link.link}" in capsys.readouterr().out

    def test_a_fault_is_status_1_and_its_line(self, marks: User, capsys: pytest.CaptureFixture[str]) -> None:
        with with_every_right():
            run("delete from audit_changeevent")
            with as_owner(), pytest.raises(CommandError, match="8 found") as refusal:
                call_command("audit", "verify")
        assert refusal.value.returncode == 1
        assert capsys.readouterr().out.count("this row was removed") == 8

    def test_an_expectation_that_is_no_link_is_status_2(self, marks: User) -> None:
        with as_owner(), pytest.raises(CommandError) as refusal:
            call_command("audit", "verify", expect="yesterday")
        assert refusal.value.returncode == 2
