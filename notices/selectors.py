"""Reading one's own notices."""

import uuid

from django.db.models import QuerySet

from notices.models import Notice

PAGE = 50


def notices_for(user) -> QuerySet[Notice]:
    """A person's own notices, newest first."""
    return Notice.objects.visible_to(user).order_by("-created_at", "id")


def notice_for(user, notice_id: uuid.UUID) -> Notice:
    """One of a person's own notices; raises Notice.DoesNotExist for anybody else's."""
    return notices_for(user).get(pk=notice_id)


def unread_count(user) -> int:
    """How many of a person's notices they have not read."""
    return Notice.objects.visible_to(user).filter(read_at__isnull=True).count()
