from rowsecurity import roles
from rowsecurity.registry import ALL, Policy, declare

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
