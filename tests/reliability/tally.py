"""What is left after a run of faults: counted in the database, and by what the mail server took."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F

from clocks.models import ClockEvent, EventKind, Milestone
from clocks.rules.deadlines import due_at
from clocks.selectors import calendar_for
from notices.models import Notice
from tests.roles import as_factory, as_owner
from tests.unit.clocks.partnership import Partnership

if TYPE_CHECKING:
    from tests.reliability.days_off import DaysOff

WATCH = """
    create table if not exists watched (milestone uuid, recorded_at timestamptz);
    grant insert on watched to public;
    create or replace function watched() returns trigger language plpgsql as $$
    begin
        insert into watched values (new.id, new.recorded_at);
        return null;
    end $$;
    create or replace trigger watched after update on clocks_milestone for each row
        when (new.recorded_at is not null and new.recorded_at is distinct from old.recorded_at) execute function watched()"""
"""Each time that a milestone is recorded leaves a row, in the same transaction: one that is recorded twice has two."""


def watch() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(WATCH)


@dataclass
class Tally:
    """Milestones, notices, e-mails and changes of the calendar, and what is wrong with any."""

    recorded: int = 0
    recorded_twice: int = 0
    lost: int = 0
    early: int = 0
    latest_s: float = 0.0
    notices: int = 0
    notices_without_email: int = 0
    emails: int = 0
    email_repeats: int = 0
    emails_of_nothing: int = 0
    days_off_asked: int = 0
    days_off_done: int = 0
    days_off_done_twice: int = 0
    clocks_moved: int = 0
    clocks_at_wrong_time: int = 0
    moves_told_twice: int = 0

    @classmethod
    def of(cls, place: Partnership, days: "DaysOff", message_ids: Sequence[str]) -> "Tally":
        tally = cls()
        with as_factory():
            tally._count_milestones()
            tally._count_messages(message_ids)
            tally._count_days_off(place, days)
        return tally

    def _count_milestones(self) -> None:
        due = Milestone.objects.filter(kind="due")
        told = due.filter(recorded_at__isnull=False)
        self.recorded, self.lost = told.count(), due.filter(recorded_at__isnull=True).count()
        self.early = told.filter(recorded_at__lt=F("at")).count()
        self.latest_s = max((late.total_seconds() for late in told.annotate(late=F("recorded_at") - F("at")).values_list(
            "late", flat=True)), default=0.0)  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from (select from watched group by milestone having count(*) > 1) twice")
            self.recorded_twice = cursor.fetchone()[0]

    def _count_messages(self, message_ids: Sequence[str]) -> None:
        notices = {str(pk) for pk in Notice.objects.values_list("pk", flat=True)}
        sent = Counter(each.strip("<>").partition("@")[0] for each in message_ids)
        self.notices, self.emails = Notice.objects.filter(kind="clock-due").count(), len(sent)
        self.notices_without_email = len(notices - set(sent))
        self.emails_of_nothing = len(set(sent) - notices)
        self.email_repeats = sum(sent.values()) - len(sent)

    def _count_days_off(self, place: Partnership, days: "DaysOff") -> None:
        changes = Counter(change.date for change in days.changes() if change.applied_at)
        self.days_off_asked, self.days_off_done = len(days.asked), len(changes)
        self.days_off_done_twice = sum(count - 1 for count in changes.values())
        moves = ClockEvent.objects.filter(kind=EventKind.MOVED).values_list("clock_id", "detail__change")
        self.clocks_moved = len(moves)
        self.moves_told_twice = len(moves) - len(set(moves))
        calendar = calendar_for(place.authority)
        self.clocks_at_wrong_time = sum(
            clock.due_at != due_at(clock.timescale, clock.started_at, calendar).due for clock in days.clocks_now()
        )
