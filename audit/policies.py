from django.db import models

from audit import chain, entitled
from audit.history import history_models
from audit.models import AccessEvent, ChangeEvent
from rowsecurity import roles
from rowsecurity.registry import Policy, declare, declare_impersonal, definer_may_read

_OWN = Policy("INSERT", check="actor_id = rls.uid()")
_BY_TRIGGER = Policy("INSERT", check="true", role=roles.OWNER)


def sealed_models() -> list[type[models.Model]]:
    """Whatever the chain covers: the marks of reading and of doing, and every history."""
    return [AccessEvent, ChangeEvent, *history_models()]


def declare_policies() -> None:
    """Web may add its own marks and nothing else: it cannot read, change or delete one. History is its triggers' alone."""
    for own in (AccessEvent, ChangeEvent):
        declare(own._meta.db_table, grants={roles.WEB: ("INSERT",)}, policies=[_OWN])
    for model in history_models():
        declare(model._meta.db_table, grants={}, policies=[_BY_TRIGGER])
    definer_may_read(*(model._meta.db_table for model in sealed_models()))
    _declare_chain()
    chain.declare_functions()
    entitled.declare_functions()


def _declare_chain() -> None:
    """Digests and places, nothing about anybody. The definer adds a seal and gives it its place; no login reads or writes."""
    declare_impersonal("audit_seal", grants={roles.DEFINER: ("SELECT", "INSERT", "UPDATE (seq, at, link)")})
    declare_impersonal("audit_sealshape", grants={roles.DEFINER: ("SELECT",)})
    declare_impersonal("audit_sealhead", grants={roles.DEFINER: ("SELECT", "INSERT", "UPDATE")})
