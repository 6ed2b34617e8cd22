from people.policies.need_to_know import CLOSED
from rowsecurity import roles
from rowsecurity.registry import ALL, Policy, declare, declare_function, definer_may_read, restrict

HELD = (
    "(recorded_by_id = rls.uid() and organisation_id = any((select rls.my_agencies())::bigint[])) "
    "or organisation_id = any((select rls.my_led())::bigint[]) "
    "or front_door_id = any((select rls.my_front_doors())::bigint[])"
)
"""An agency's record is its author's and its leads'; a front door's is its staff's."""

_WRITE = (
    "recorded_by_id = rls.uid() and (organisation_id = any((select rls.my_agencies())::bigint[]) "
    "or front_door_id = any((select rls.my_front_doors())::bigint[]))"
)


_AT_OUR_DOOR = "front_door_id = any((select rls.my_front_doors())::bigint[])"
_BOTH_AT_IT = (
    "2 = (select count(*) from people_person p where p.id in (kept_id, merged_id) "
    "and p.front_door_id = people_personmerge.front_door_id and p.kind = 'child')"
)
_OF_THE_SAME = (
    "exists (select 1 from people_person p where p.id = person_id and p.kind = 'child' "
    "and p.organisation_id is not distinct from people_missingepisode.organisation_id "
    "and p.front_door_id is not distinct from people_missingepisode.front_door_id)"
)


_ONE_CHILD = """
    create or replace function rls.one_child(record uuid) returns uuid[]
    language sql stable security definer set search_path = '' as $$
      with recursive child(id) as (
        select record
        union
        select case when m.kept_id = child.id then m.merged_id else m.kept_id end
          from child join public.people_personmerge m on m.state = 'merged' and child.id in (m.kept_id, m.merged_id))
      select array_agg(id) from child
    $$"""
"""Every record of the child whose record this is, by the merges that are in force."""


def declare_one_child() -> None:
    definer_may_read("people_personmerge")
    declare_function("rls.one_child(uuid)", _ONE_CHILD, to=(roles.DEFINER,))


def declare_about_a_child() -> None:
    """Merges are a front door's own; an episode is of whoever holds the child's record. Neither is told of what is closed."""
    declare(
        "people_personmerge",
        grants={
            roles.WEB: (
                "SELECT",
                "INSERT",
                "UPDATE (state, answered_by_id, answered_at, answer_why, undone_by_id, undone_at, undone_why)",
            )
        },
        policies=[
            Policy("SELECT", using=_AT_OUR_DOOR),
            Policy("INSERT", check=f"asked_by_id = rls.uid() and {_AT_OUR_DOOR} and {_BOTH_AT_IT}"),
            Policy("UPDATE", using=_AT_OUR_DOOR, check=_AT_OUR_DOOR),
        ],
    )
    restrict("people_personmerge", using=f"kept_id <> {CLOSED} and merged_id <> {CLOSED}")
    declare(
        "people_missingepisode",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[Policy("SELECT", using=HELD), Policy("INSERT", check=f"({_WRITE}) and {_OF_THE_SAME}")],
    )
    restrict("people_missingepisode", using=f"person_id <> {CLOSED}")


def declare_records() -> None:
    """People and families: an agency's, or a front door's."""
    for table in ("people_person", "people_household"):
        declare(
            table,
            grants={roles.WEB: ALL},
            policies=[
                Policy("SELECT", using=HELD),
                Policy("INSERT", check=_WRITE),
                Policy("UPDATE", using=HELD, check=HELD),
                Policy("DELETE", using=HELD),
            ],
        )
    within = "exists (select 1 from people_household h where h.id = household_id)"
    for table in ("people_householdmember", "people_address"):
        declare(
            table,
            grants={roles.WEB: ALL},
            policies=[
                Policy("SELECT", using=within),
                Policy("INSERT", check=within),
                Policy("UPDATE", using=within, check=within),
                Policy("DELETE", using=within),
            ],
        )
