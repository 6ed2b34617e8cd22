"""A Celery task that acts for a person names them: their id is its first argument, and it can do what they can."""

import uuid
from typing import Any

from celery import Task

from rowsecurity.origin import Origin, coming_from
from rowsecurity.session import acting_as


class ActorTask(Task):
    """Base for tasks that read or write case records: `task.delay(actor_id, …)` runs in `acting_as(actor_id)`."""

    abstract = True

    def __call__(self, actor_id: int, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(actor_id, int):
            raise TypeError(f"{self.name} needs the id of the user for whom it acts, not {actor_id!r}")
        origin = Origin(uuid.UUID(self.request.id) if self.request.id else uuid.uuid4(), {"task": self.name})
        with coming_from(origin), acting_as(actor_id):
            return self.run(actor_id, *args, **kwargs)
