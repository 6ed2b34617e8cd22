"""The embedded services as the parent uses them: up together, down together, up again when one has died."""

from config.embedded import configured, postgres, valkey
from config.embedded.errors import ServiceError
from config.embedded.locking import only_one
from config.embedded.progress import say


def bring_up_services() -> None:
    """PostgreSQL and Valkey, unless the environment names others."""
    with only_one():
        if configured.has_database():
            configured.complete_database()
        else:
            postgres.start()
        if not configured.has_broker():
            valkey.start()


def stop_services() -> None:
    with only_one():
        if not configured.has_broker():
            valkey.stop()
        if not configured.has_database():
            postgres.stop()


def revive_services() -> None:
    """Start again what has died; a failure is said, and tried again at the next look."""
    try:
        if not (configured.has_database() or postgres.is_up()):
            say("PostgreSQL has ended; starting it again")
            bring_up_services()
        if not (configured.has_broker() or valkey.is_up()):
            say("Valkey has ended; starting it again")
            bring_up_services()
    except ServiceError as error:
        say(str(error))
