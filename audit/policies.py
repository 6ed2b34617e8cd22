from rowsecurity import roles
from rowsecurity.registry import Policy, declare

_OWN = Policy("INSERT", check="actor_id = rls.uid()")


def declare_policies() -> None:
    """Web may add its own marks and nothing else: it cannot read, change or delete one."""
    for table in ("audit_accessevent", "audit_changeevent"):
        declare(table, grants={roles.WEB: ("INSERT",)}, policies=[_OWN])
