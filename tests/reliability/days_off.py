"""Days off that an admin asks for, on the real page of the real web server, while that and everything else is killed."""

import http.client
import time
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clocks.models import Clock, ScheduleChange
from clocks.rules.calendar import england
from tests.reliability.processes import Processes
from tests.roles import as_factory
from tests.unit.clocks.partnership import Partnership

SECRET = "k2faultskfaultskfaultskfaultsk32"
"""Any 32 letters: cookie and header must agree, as a browser's do."""
GONE = (OSError, http.client.HTTPException)


class DaysOff:
    """Open clocks in working days, and the days off that are asked for; each at most once, until it is there."""

    def __init__(self, place: Partnership, processes: Processes, *, clocks: int) -> None:
        self.place, self.processes = place, processes
        self.asked: list[date] = []
        now = timezone.now()
        self.clocks = [place.start(now - timedelta(days=n % 3), rule="checkpoint-10").pk for n in range(clocks)]
        with as_factory():
            client = Client()
            client.force_login(place.admin, backend="django.contrib.auth.backends.ModelBackend")
        self._session = client.cookies["sessionid"].value
        self._path = reverse("clocks:day_off_add", kwargs={"authority": place.authority.slug})
        self._next = timezone.localdate(now) + timedelta(days=4)

    def ask_for_another(self) -> None:
        """Once: whether the answer comes back or the server is killed over it."""
        self._next = england().next_working(self._next)
        self.asked.append(self._next)
        self._ask(self._next)

    def all_are_there(self) -> None:
        """Ask again for each that got lost, as a person would who looks at the list; then wait until all are carried out."""
        deadline = time.monotonic() + 90
        while True:
            try:
                found = self.changes()
            except (OperationalError, InterfaceError):
                connection.close()
                found = []
            days = {change.date for change in found}
            if not set(self.asked) - days and all(change.applied_at for change in found):
                return
            assert time.monotonic() < deadline, f"asked {len(self.asked)}, there {len(days)}"
            self.processes.restart_the_dead()
            for day in sorted(set(self.asked) - days):
                self._ask(day)
            time.sleep(0.5)

    def changes(self) -> list[ScheduleChange]:
        with as_factory():
            return list(ScheduleChange.objects.filter(authority=self.place.authority))

    def clocks_now(self) -> list[Clock]:
        with as_factory():
            return list(Clock.objects.filter(pk__in=self.clocks).select_related("authority"))

    def _ask(self, day: date) -> None:
        given = {
            "date_day": day.day, "date_month": day.month, "date_year": day.year, "name": "Office closed", "kind": "closure",
            "source": "Council notice", "confirmed": day.isoformat(),
        }  # fmt: skip
        headers = {
            "Cookie": f"sessionid={self._session}; csrftoken={SECRET}", "X-CSRFToken": SECRET,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        asking = http.client.HTTPConnection("127.0.0.1", self.processes.port, timeout=10)
        try:
            asking.request("POST", self._path, urlencode(given), headers)
            asking.getresponse().read()
        except GONE:
            return
        finally:
            asking.close()
