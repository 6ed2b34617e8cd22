"""Many at once: one line, without a gap, and nobody waits for a lock that waits for them."""

import threading
import uuid

import pytest
from django.db import connection, transaction

from audit.chain import MANY
from audit.selectors import chain_faults, chain_link
from audit.services import record_access, record_change
from partnerships.models import User
from people.models import Person
from rowsecurity.session import acting_as
from tests.roles import as_factory, as_owner
from tests.unit.audit.tampering import run, with_every_right
from tests.unit.documents.places import AT, place_made

WRITERS, EACH = 6, 8


@pytest.mark.django_db(transaction=True)
def test_marks_of_many_at_once_stand_in_one_line() -> None:
    place = place_made()
    with as_owner():
        first = chain_link()
    failed: list[BaseException] = []

    def write(user: User) -> None:
        try:
            for number in range(EACH):
                with acting_as(user.pk):
                    person = Person.objects.create(kind="child", organisation=place.school, recorded_by=user)
                    Person.objects.select_for_update().get(pk=person.pk)
                    record_access(user=user, action="read", subject_type="check", subject_id=person.pk)
                    record_change(by=user, event="child-added", subject_type="check", subject_id=uuid.uuid4(), at=AT)
                    if number % 4 == 3:
                        transaction.set_rollback(True)
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(place.writer,)) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with as_factory():
        kept = Person.objects.count()
    with as_owner():
        assert chain_faults() == []
        last = chain_link()
    assert kept == WRITERS * EACH * 3 // 4
    assert first is not None
    assert last is not None
    assert last.place - first.place == kept * 3


@pytest.mark.django_db(transaction=True)
def test_hundreds_of_marks_of_one_transaction_are_each_a_link_and_a_changed_one_is_found() -> None:
    place = place_made()
    with as_owner():
        first = chain_link()
    with acting_as(place.writer.pk):
        for number in range(MANY + 150):
            record_access(user=place.writer, action="read", subject_type="check", subject_id=uuid.uuid4(), reason=f"{number}")
    with acting_as(place.writer.pk):
        record_access(user=place.writer, action="read", subject_type="check", subject_id=uuid.uuid4(), reason="after")
    with as_owner():
        last = chain_link()
        assert chain_faults() == []
    assert first is not None
    assert last is not None
    assert last.place - first.place == MANY + 151
    with with_every_right():
        run("update audit_accessevent set reason = 'another' where reason = '120'")
        run("update audit_seal set digest = sha256('another') where seq = %s", first.place + 60)
        with as_owner():
            assert {fault.what for fault in chain_faults()} >= {"this row was changed", "this link was changed or put in"}
