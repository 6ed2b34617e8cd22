"""Printing in the background, so that the first reader does not wait. A lost task loses nothing: reading prints too."""

import uuid

from celery import shared_task

from documents import services
from documents.press import PressFailed
from partnerships.models import User
from rowsecurity.tasks import ActorTask


@shared_task(base=ActorTask, autoretry_for=(PressFailed,), retry_backoff=5, max_retries=5)
def render(actor_id: int, document_id: str) -> None:
    """Print a frozen document for the person who sent it; idempotent."""
    services.document_render(document_id=uuid.UUID(document_id), by=User.objects.get(pk=actor_id))
