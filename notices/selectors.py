"""Reading one's own notices."""

import uuid

from django.db.models import Q, QuerySet

from notices.models import Notice

PAGE = 50


def notices_for(user) -> QuerySet[Notice]:
    """A person's own notices, newest first."""
    return Notice.objects.visible_to(user).order_by("-created_at", "id")


def notices_page(user, *, before: uuid.UUID | None = None, size: int = PAGE) -> tuple[list[Notice], uuid.UUID | None]:
    """One page of a person's notices, newest first, and the last one's id if there are older ones.

    `before` is the id of the notice after which the page begins; one that is not theirs begins at the newest.
    """
    notices = notices_for(user)
    last = notices.filter(pk=before).first() if before else None
    if last is not None:
        notices = notices.filter(
            Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, id__gt=last.pk),
        )
    listed = list(notices[: size + 1])
    return listed[:size], listed[size - 1].pk if len(listed) > size else None


def notice_for(user, notice_id: uuid.UUID) -> Notice:
    """One of a person's own notices; raises Notice.DoesNotExist for anybody else's."""
    return notices_for(user).get(pk=notice_id)


def unread_count(user) -> int:
    """How many of a person's notices they have not read."""
    return Notice.objects.visible_to(user).filter(read_at__isnull=True).count()
