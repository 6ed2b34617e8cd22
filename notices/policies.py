"""Who may read and write notices in the database."""

from rowsecurity import roles
from rowsecurity.registry import Policy, declare

_MINE = "recipient_id = rls.uid()"


def declare_policies() -> None:
    """A person reads their own. Whoever is signed in may tell anybody: a notice has no words but the catalogue's.

    Constraints hold that.
    """
    declare(
        "notices_notice",
        grants={
            roles.WEB: ("SELECT", "INSERT", "UPDATE (read_at)"),
            roles.SYSTEM: ("SELECT", "INSERT"),
        },
        policies=[
            Policy("SELECT", using=_MINE),
            Policy("INSERT", check="read_at is null and rls.uid() is not null"),
            Policy("UPDATE", using=_MINE, check=_MINE),
            Policy("SELECT", using="true", role=roles.SYSTEM),
            Policy("INSERT", check="true", role=roles.SYSTEM),
        ],
    )
    declare(
        "notices_outboxemail",
        grants={roles.WEB: ("INSERT",), roles.SYSTEM: ("SELECT", "INSERT", "UPDATE")},
        policies=[
            Policy("INSERT", check="sent_at is null and rls.uid() is not null"),
            Policy("SELECT", using="true", role=roles.SYSTEM),
            Policy("INSERT", check="true", role=roles.SYSTEM),
            Policy("UPDATE", using="true", check="true", role=roles.SYSTEM),
        ],
    )
