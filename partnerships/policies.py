"""Who may read and write the directory, and the functions by which every other policy asks who somebody is."""

from rowsecurity import roles
from rowsecurity.registry import declare_directory, declare_function, declare_impersonal, definer_may_read

_CURRENT = (
    "m.user_id = rls.uid() and u.is_active and m.from_date <= current_date "
    "and (m.until_date is null or m.until_date >= current_date)"
)

_PLACES = {
    "my_agencies": ("organisation_id", ("practitioner", "safeguarding-lead")),
    "my_led": ("organisation_id", ("safeguarding-lead",)),
    "my_front_doors": ("front_door_id", ("front-door", "front-door-manager", "service-manager")),
    "my_managed_front_doors": ("front_door_id", ("front-door-manager",)),
    "my_authorities": ("authority_id", ("partnership-admin",)),
}

_MY_REVIEWED = """
    create or replace function rls.my_reviewed() returns bigint[]
    language sql stable security definer set search_path = '' as $$
      select rls.my_led() || coalesce(array_agg(o.id), '{}'::bigint[])
      from public.partnerships_organisation o where o.approver_id = any(rls.my_led())
    $$"""
"""The agencies for which somebody reviews: those they lead, and those that name theirs as the approver outside."""


def declare_policies() -> None:
    for name, (column, held) in _PLACES.items():
        declare_function(f"rls.{name}()", _place_function(name, column, held), to=(roles.WEB, roles.SYSTEM))
    declare_function("rls.my_reviewed()", _MY_REVIEWED, to=(roles.WEB, roles.SYSTEM))
    definer_may_read("partnerships_membership", "partnerships_user", "partnerships_organisation")
    everybody_reads = {roles.WEB: ("SELECT",), roles.SYSTEM: ("SELECT",)}
    declare_impersonal("partnerships_membership", grants=everybody_reads)
    declare_directory(
        "partnerships_organisation",
        writes=("UPDATE (approver_id, answers_within)",),
        where="id = any((select rls.my_led())::bigint[])",
    )
    declare_impersonal("partnerships_user", grants={roles.WEB: ("SELECT", "UPDATE (last_login)"), roles.SYSTEM: ("SELECT",)})
    _declare_directory()


def _declare_directory() -> None:
    """What a partnership's admin loads: their own authority's, and no other's. A new authority is the owner's to make.

    Days off are written by the sweep as well, which carries out what an admin asked for.
    """
    ours = "{} = any((select rls.my_authorities())::bigint[])"
    declare_directory("partnerships_localauthority", writes=("UPDATE",), where=ours.format("id"))
    within = ours.format("authority_id")
    for table in ("authorityframework", "timescalerule"):
        declare_directory(f"partnerships_{table}", writes=("INSERT", "UPDATE", "DELETE"), where=within)
    declare_directory(
        "partnerships_closure", writes=("INSERT", "UPDATE", "DELETE"), where=within, sweep_writes=("INSERT", "DELETE")
    )
    declare_directory("partnerships_frontdoor", writes=("INSERT", "UPDATE"), where=within)
    of_door = f"exists (select 1 from partnerships_frontdoor d where d.id = front_door_id and {ours.format('d.authority_id')})"
    declare_directory("partnerships_openinghours", writes=("INSERT", "UPDATE", "DELETE"), where=of_door)


def _place_function(name: str, column: str, held: tuple[str, ...]) -> str:
    wanted = ", ".join(f"'{role}'" for role in held)
    return f"""
        create or replace function rls.{name}() returns bigint[]
        language sql stable security definer set search_path = '' as $$
          select coalesce(array_agg(distinct m.{column}), '{{}}'::bigint[])
          from public.partnerships_membership m join public.partnerships_user u on u.id = m.user_id
          where {_CURRENT} and m.role in ({wanted})
        $$"""
