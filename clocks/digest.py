"""The morning's digest: one notice a person and day, and an e-mail unless they chose to have none. Runs as the sweep.

Asked for every few minutes and done once a day, so that a worker that was down in the morning does it when it is back, and
never after midnight: the next day has its own.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clocks.models import Clock, DigestChoice, SweepState
from clocks.recipients import Recipients
from clocks.registry import DEADLINES_PAGE
from clocks.rules.digest import Standing, digest_of, moment_on, standing_of
from clocks.rules.local_time import end_of_day, local_day
from clocks.rules.timescale import Circle
from clocks.selectors import calendars_for
from notices.services import Draft, notices_write
from partnerships.closed import shut_out

CHUNK = 1_000
STATE = "digest"
KIND = "clock-digest"
REFERENCE = "Deadlines"


@transaction.atomic
def digest_send(now: datetime | None = None) -> int:
    """Tell everybody whose deadlines are near, once a day after the hour that is set; how many were told.

    Two at once: one does it, the other finds it done. Its keys hold besides: `digest:<date>` once for each person.
    """
    at = now or timezone.now()
    today = local_day(at)
    meant = moment_on(today, time.fromisoformat(settings.DIGEST_AT))
    if at < meant:
        return 0
    SweepState.objects.get_or_create(name=STATE)
    state = SweepState.objects.select_for_update(skip_locked=True).filter(name=STATE).first()
    if state is None or (state.finished_at and local_day(state.finished_at) >= today):
        return 0
    drafts = list(_drafts(_standings(at, today), today, meant, at))
    notices_write(drafts)
    state.started_at, state.finished_at, state.recorded = at, at, len(drafts)
    state.save(update_fields=["started_at", "finished_at", "recorded"])
    return len(drafts)


def _standings(now: datetime, today: date) -> dict[int, list[Standing]]:
    """By person: where each deadline stands that is theirs, or their team's where nobody has it."""
    found: dict[int, list[Standing]] = defaultdict(list)
    authorities = set(Clock.objects.open().values_list("authority_id", flat=True).distinct())
    next_days = {pk: calendar.next_working(today) for pk, calendar in calendars_for(authorities).items()}
    if not next_days:
        return found
    near = Clock.objects.open().filter(due_at__lte=end_of_day(max(next_days.values())))
    for clocks in _chunks(near):
        people = Recipients(clocks, today)
        told = [(clock, person) for clock in clocks for person in people.told(clock, [Circle.OWNER])]
        out = shut_out({clock.subject_id for clock, _ in told}, {person for _, person in told})
        for clock, person in told:
            standing = standing_of(clock.due_at, now, next_days[clock.authority_id])
            if standing and (clock.subject_id, person) not in out:
                found[person].append(standing)
    return found


def _chunks(found) -> Iterator[list[Clock]]:
    """By due time and key, so many at once."""
    ordered = found.order_by("due_at", "pk")
    last: Clock | None = None
    while True:
        rest = ordered if last is None else ordered.filter(due_at__gte=last.due_at).exclude(due_at=last.due_at, pk__lte=last.pk)
        clocks = list(rest[:CHUNK])
        if not clocks:
            return
        yield clocks
        last = clocks[-1]


def _drafts(standings: dict[int, list[Standing]], today: date, meant: datetime, now: datetime) -> Iterator[Draft]:
    silent = set(DigestChoice.objects.filter(by_email=False, user_id__in=standings).values_list("user_id", flat=True))
    for person, listed in sorted(standings.items()):
        yield Draft(
            recipient_id=person, kind=KIND, reference=REFERENCE, path=DEADLINES_PAGE, key=f"digest:{today.isoformat()}",
            meant_at=meant, created_at=now, about=digest_of(listed).words, by_email=person not in silent,
        )  # fmt: skip
