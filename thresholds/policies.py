from audit.entitled import shows_access_of
from people.policies import leaves_out
from rowsecurity import roles
from rowsecurity.registry import ALL, Policy, declare, declare_directory, declare_function, definer_may_read, restrict

_READ = (
    "(author_id = rls.uid() and organisation_id = any((select rls.my_agencies())::bigint[])) "
    "or (organisation_id = any((select rls.my_led())::bigint[]) and concern_about_id is distinct from rls.uid())"
)
_AUTHOR = "author_id = rls.uid() and organisation_id = any((select rls.my_agencies())::bigint[])"

_ABOUT_ME = """
    create or replace function rls.{name}() returns uuid[]
    language sql stable security definer set search_path = '' as $$
      select coalesce(array_agg({column}), '{{}}'::uuid[])
      from {tables}
      where c.concern_about_id = rls.uid() and c.author_id <> rls.uid()
    $$"""
_WITH_PEOPLE = "public.thresholds_check c join public.people_householdmember m on m.household_id = c.household_id"


_THEIRS = (
    "cardinality((select rls.my_authorities())) > 0 and (not exists (select 1 from partnerships_authorityframework a "
    "where a.framework_slug = {slug}) or exists (select 1 from partnerships_authorityframework a "
    "where a.framework_slug = {slug} and a.authority_id = any((select rls.my_authorities())::bigint[])))"
)
"""A framework that an authority of this partnership admin uses, or none yet."""


def declare_policies() -> None:
    """A check is its author's, read by their agency's leads. Frameworks hold nothing about anybody."""
    declare_directory("thresholds_framework", writes=("INSERT",), where=_THEIRS.format(slug="slug"))
    of_framework = _THEIRS.format(slug="f.slug")
    declare_directory(
        "thresholds_frameworkversion", writes=("INSERT", "UPDATE"),
        where=f"exists (select 1 from thresholds_framework f where f.id = framework_id and {of_framework})",
    )  # fmt: skip
    declare(
        "thresholds_check",
        grants={roles.WEB: ALL},
        policies=[
            Policy("SELECT", using=_READ),
            Policy("INSERT", check=_AUTHOR),
            Policy("UPDATE", using=_AUTHOR, check=_AUTHOR),
            Policy("DELETE", using=_AUTHOR),
        ],
    )
    _declare_about_me()
    open_to_me = f"id <> all(rls.closed_to_me()) and ({_READ})"
    told = f"select exists (select 1 from public.thresholds_check where id = subject and {open_to_me})"
    shows_access_of("check", told, reads=("thresholds_check",))
    in_check = "exists (select 1 from thresholds_check c where c.id = case_check_id{})"
    for table in ("thresholds_checkchild", "thresholds_conversation"):
        _declare_within(table, in_check)
    of_child = (
        "exists (select 1 from thresholds_checkchild cc join thresholds_check c on c.id = cc.case_check_id "
        "where cc.id = child_id{})"
    )
    for table in ("thresholds_observation", "thresholds_matrixcorrection"):
        _declare_within(table, of_child)


def _declare_about_me() -> None:
    """A lead whom a worry is about sees nothing of it, in whatever table: neither the check nor its family."""
    definer_may_read("thresholds_check", "people_householdmember")
    for name, column, tables in (
        ("checks_about_me", "c.id", "public.thresholds_check c"),
        ("families_about_me", "c.household_id", "public.thresholds_check c"),
        ("people_about_me", "m.person_id", _WITH_PEOPLE),
    ):
        declare_function(f"rls.{name}()", _ABOUT_ME.format(name=name, column=column, tables=tables))
        leaves_out(f"rls.{name}")
    restrict("people_household", using="id <> all((select rls.families_about_me())::uuid[])")
    restrict("people_person", using="id <> all((select rls.people_about_me())::uuid[])")


def _declare_within(table: str, within: str) -> None:
    """Rows of a check: read by whoever reads it, written by its author."""
    read, write = within.format(""), within.format(" and c.author_id = rls.uid()")
    declare(
        table,
        grants={roles.WEB: ALL},
        policies=[
            Policy("SELECT", using=read),
            Policy("INSERT", check=write),
            Policy("UPDATE", using=write, check=write),
            Policy("DELETE", using=write),
        ],
    )
