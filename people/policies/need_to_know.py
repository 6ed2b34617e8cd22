"""What is closed to whom: by a conflict of interest, or because only those named may open it.

This app knows contacts and checks by type and id. The apps that own them say what goes with one::

    puts_in_conflict("select … as subject_id …")   what somebody is in conflict with besides what was said; `conflicts_of.who`
    closes("rls.checks_closed", "select … as id …")   what is closed with it, from `who`, `conflicts`, `restricted` and
                                                      `closed` (what the functions declared before have closed)
    leaves_out("rls.checks_about_me")                 what is about the person asking: in no list of theirs

and narrow their own tables by `rls.closed_to_me()`: one array in a statement, of every id that is closed.
"""

from rowsecurity import roles
from rowsecurity.registry import Policy, declare, declare_function, definer_may_read, restrict

CLOSED = "all((select rls.closed_to_me())::uuid[])"
"""`id <> CLOSED`: for the restrictions of the tables."""

CURRENT = (
    "m.from_date <= current_date and (m.until_date is null or m.until_date >= current_date) "
    "and exists (select 1 from public.partnerships_user u where u.id = m.user_id and u.is_active)"
)
"""A membership `m` that is held today, by somebody who may sign in."""

_FUNCTION = """
    create or replace function {signature} language {language} stable security definer set search_path = '' as $$
      {body}
    $$"""

_SAID = "select k.subject_id from public.people_conflictofinterest k where k.user_id = conflicts_of.who and k.ended_at is null"

_SOMEBODY_LEFT = f"""exists (
        select 1 from public.people_restrictionmember n
          join public.partnerships_membership m on m.user_id = n.user_id and {CURRENT}
        where n.restriction_id = r.id and n.removed_at is null
          and (not exists (select 1 from public.people_conflictofinterest k where k.user_id = n.user_id and k.ended_at is null)
               or r.subject_id <> all(rls.conflicts_of(n.user_id)))
          and (m.front_door_id = r.front_door_id or (m.role = 'safeguarding-lead' and m.organisation_id in (
            select r.organisation_id union
            select o.approver_id from public.partnerships_organisation o where o.id = r.organisation_id))))"""
"""Whether anybody who is named can open it today: at the front door, or as a lead. Else those who answer for it must."""

_RESTRICTED = f"""
      with place as (
        select m.front_door_id, m.organisation_id, m.role from public.partnerships_membership m
        where m.user_id = who and {CURRENT}),
      ours as (
        select r.* from public.people_restriction r
        where r.lifted_at is null and r.front_door_id in (select front_door_id from place)
        union
        select r.* from public.people_restriction r
          join public.partnerships_organisation o on o.id = r.organisation_id
          join place p on p.role = 'safeguarding-lead' and p.organisation_id in (o.id, o.approver_id)
        where r.lifted_at is null)
      select array(
        select r.subject_id from ours r
        where not exists (select 1 from public.people_restrictionmember n
                          where n.restriction_id = r.id and n.user_id = who and n.removed_at is null)
          and r.subject_id <> all(rls.opened_in_emergency_by(who))
          and not (exists (select 1 from place p where p.role in ('front-door-manager', 'safeguarding-lead')
                           and (p.front_door_id = r.front_door_id or p.organisation_id = r.organisation_id))
                   and not {_SOMEBODY_LEFT}))"""

_CLOSED_WITH = """
      declare
        closed uuid[] := '{}';
      begin
        -- steps
        return closed;
      end"""

_CLOSED_TO = f"""
      begin
        if not exists (select 1 from public.people_conflictofinterest k where k.user_id = who and k.ended_at is null)
          and not exists (select 1 from public.partnerships_membership m join public.people_restriction r
                            on r.lifted_at is null and (r.front_door_id = m.front_door_id
                                 or (m.role = 'safeguarding-lead' and r.organisation_id is not null))
                          where m.user_id = who and {CURRENT}) then
          return '{{}}'::uuid[];
        end if;
        return rls.closed_with(who, rls.conflicts_of(who), rls.restricted_from(who));
      end"""
"""Nearly everybody, nearly always: nothing, by two looks at small indexes."""

_LEFT_OUT = """
      declare
        me bigint := rls.uid();
        opened uuid[] := rls.opened_in_emergency_by(me);
        about uuid[] := '{}';
      begin
        -- about
        if cardinality(opened) = 0 then
          return about || rls.closed_to(me);
        end if;
        return about || rls.closed_with(me, rls.conflicts_of(me), rls.restricted_from(me) || opened);
      end"""
"""What stands in no list of one's work: what is closed, what is about oneself, and what is open to reading alone."""

_SHUT_OUT = """
      with asked as materialized (
        select p.id from unnest(people) p(id)
        where exists (select 1 from public.people_conflictofinterest k where k.user_id = p.id and k.ended_at is null)
          or exists (select 1 from public.people_restriction r where r.lifted_at is null))
      select s, a.id from asked a cross join lateral unnest(rls.closed_to(a.id)) s where s = any(subjects)"""

_KNOWING = "select array(select p from unnest(people) p where subject = any(rls.conflicts_of(p)))"

_NAMING_ME = """
      select array(select n.restriction_id from public.people_restrictionmember n
                   where n.user_id = rls.uid() and n.removed_at is null)"""

_ANSWERS = (
    "front_door_id = any((select rls.my_managed_front_doors())::bigint[]) "
    "or organisation_id = any((select rls.my_led())::bigint[])"
)
_NAMED = "id = any((select rls.restrictions_naming_me())::uuid[])"
_OF_MY_AGENCY = "organisation_id = any((select rls.my_agencies())::bigint[])"
_MAY_CHANGE = f"({_ANSWERS} or ({_OF_MY_AGENCY} and (restricted_by_id = rls.uid() or {_NAMED})))"

_conflicts: list[str] = [_SAID]
_closing: list[str] = []
_about: list[str] = []


def puts_in_conflict(sql: str) -> None:
    """Say what else somebody is in conflict with: `sql` selects ids of subjects for `conflicts_of.who`."""
    if sql not in _conflicts:
        _conflicts.append(sql)
    _declare(
        "rls.conflicts_of(bigint)", "rls.conflicts_of(who bigint) returns uuid[]", f"select array({' union '.join(_conflicts)})"
    )


def closes(function: str, sql: str) -> None:
    """Declare a function that says what is closed with a subject, its own id included; in the order of the house."""
    signature = f"{function}(who bigint, conflicts uuid[], restricted uuid[], closed uuid[]) returns uuid[]"
    _declare(f"{function}(bigint, uuid[], uuid[], uuid[])", signature, f"select array({sql})")
    if function not in _closing:
        _closing.append(function)
    _declare_closed_to()


def leaves_out(function: str) -> None:
    """Name a function that gives every id of something that is about the person asking."""
    if function not in _about:
        _about.append(function)
    _declare_left_out()


def declare_need_to_know() -> None:
    """Those named and those who answer for a place read its restrictions; its conflicts the latter alone, never their own."""
    definer_may_read("people_restriction", "people_restrictionmember", "people_conflictofinterest")
    definer_may_read("partnerships_membership", "partnerships_user", "partnerships_organisation")
    puts_in_conflict(_SAID)
    _declare("rls.restricted_from(bigint)", "rls.restricted_from(who bigint) returns uuid[]", _RESTRICTED)
    _declare_closed_to()
    _declare("rls.closed_to_me()", "rls.closed_to_me() returns uuid[]", "select rls.closed_to(rls.uid())", to=(roles.WEB,))
    _declare_left_out()
    _declare(
        "rls.shut_out(uuid[], bigint[])",
        "rls.shut_out(subjects uuid[], people bigint[]) returns table (subject_id uuid, user_id bigint)",
        _SHUT_OUT,
        to=(roles.WEB, roles.SYSTEM),
    )
    _declare(
        "rls.knowing_family(uuid, bigint[])",
        "rls.knowing_family(subject uuid, people bigint[]) returns bigint[]",
        _KNOWING,
        to=(roles.WEB,),
    )
    _declare("rls.restrictions_naming_me()", "rls.restrictions_naming_me() returns uuid[]", _NAMING_ME, to=(roles.WEB,))
    _declare_restriction()
    _declare_conflict()


def _declare(name: str, signature: str, body: str, *, language: str = "sql", to: tuple[str, ...] = (roles.DEFINER,)) -> None:
    declare_function(name, _FUNCTION.format(signature=signature, language=language, body=body), to=to)


def _declare_closed_to() -> None:
    steps = "\n        ".join(f"closed := closed || {name}(who, conflicts, restricted, closed);" for name in _closing)
    signature = "rls.closed_with(who bigint, conflicts uuid[], restricted uuid[]) returns uuid[]"
    body = _CLOSED_WITH.replace("-- steps", steps)
    _declare("rls.closed_with(bigint, uuid[], uuid[])", signature, body, language="plpgsql")
    _declare("rls.closed_to(bigint)", "rls.closed_to(who bigint) returns uuid[]", _CLOSED_TO, language="plpgsql")


def _declare_left_out() -> None:
    steps = "\n        ".join(f"about := about || {name}();" for name in _about)
    body = _LEFT_OUT.replace("-- about", steps)
    _declare("rls.left_out_for_me()", "rls.left_out_for_me() returns uuid[]", body, language="plpgsql", to=(roles.WEB,))


def _declare_restriction() -> None:
    declare(
        "people_restriction",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (lifted_by_id, lifted_at, lifted_why)")},
        policies=[
            Policy("SELECT", using=f"{_ANSWERS} or restricted_by_id = rls.uid() or {_NAMED}"),
            Policy(
                "INSERT",
                check=f"restricted_by_id = rls.uid() and ({_ANSWERS} or asked_on_sending or {_OF_MY_AGENCY})",
            ),
            Policy("UPDATE", using=_MAY_CHANGE, check=_MAY_CHANGE),
        ],
    )
    restrict("people_restriction", using=f"subject_id <> {CLOSED}")
    within = "exists (select 1 from people_restriction where people_restriction.id = restriction_id{})"
    changed = within.format(f" and {_MAY_CHANGE}")
    declare(
        "people_restrictionmember",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (removed_by_id, removed_at)")},
        policies=[
            Policy("SELECT", using=within.format("")),
            Policy("INSERT", check=f"added_by_id = rls.uid() and {changed}"),
            Policy("UPDATE", using=changed, check=changed),
        ],
    )


def _declare_conflict() -> None:
    ended = f"({_ANSWERS}) and user_id <> rls.uid()"
    declare(
        "people_conflictofinterest",
        grants={roles.WEB: ("SELECT", "INSERT", "UPDATE (ended_by_id, ended_at, ended_why)")},
        policies=[
            Policy("SELECT", using=ended),
            Policy("INSERT", check=f"declared_by_id = rls.uid() and (user_id = rls.uid() or {_ANSWERS})"),
            Policy("UPDATE", using=ended, check=f"{ended} and (ended_by_id is null or ended_by_id = rls.uid())"),
        ],
    )
    restrict("people_conflictofinterest", using=f"subject_id <> {CLOSED}")
