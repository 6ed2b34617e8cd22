"""What the worker does for notices."""

from celery import shared_task

from notices import mail


@shared_task(name="notices.mail_drain")
def mail_drain() -> None:
    """Send the e-mails that are waiting. Runs as the system role: it reads addresses, and no record of a child."""
    mail.drain()
