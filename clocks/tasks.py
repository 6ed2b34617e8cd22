"""What the worker does for clocks. Celery carries the news; what is due is found by looking in PostgreSQL."""

import uuid

from celery import shared_task

from clocks import handlers
from clocks.digest import digest_send
from clocks.services import changes_apply
from clocks.sweep import sweep as sweep_now
from notices.tasks import mail_drain
from rowsecurity.tasks import ActorTask


@shared_task(name="clocks.sweep")
def sweep() -> None:
    """Record the milestones whose time has come, and pass on what follows. As the system role."""
    sweep_now()
    handlers_start.delay()
    mail_drain.delay()


@shared_task(name="clocks.changes")
def changes() -> None:
    """Carry out the changes of calendar and rules that were asked for. As the system role.

    A task of its own: a large one takes a minute, and what falls due in it is told of by the other process of the worker.
    """
    changes_apply()


@shared_task(name="clocks.digest")
def digest() -> None:
    """Tell people of the day's deadlines, once it is time and if nobody has yet. As the system role."""
    if digest_send():
        mail_drain.delay()


@shared_task(name="clocks.handlers_start")
def handlers_start() -> None:
    """Give each waiting handler a task of its own, under its actor."""
    for actor_id, run_id, handler, carried in handlers.claim_waiting():
        handler_run.delay(actor_id, str(run_id), handler, carried)


@shared_task(base=ActorTask, name="clocks.handler_run")
def handler_run(actor_id: int, run_id: str, handler: str, carried: dict[str, str]) -> None:
    """Run one handler as the person who started its clock."""
    handlers.run_once(uuid.UUID(run_id), handler, carried)
