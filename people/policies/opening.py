"""Row-level security of openings and emergency access: added to, never changed; read by whom they are about and who answers."""

from people.rules.emergencies import HOURS, Finding, Reason
from rowsecurity import roles
from rowsecurity.registry import Policy, declare, declare_function, definer_may_read, restrict

OPENED_IN_EMERGENCY = "any((select rls.opened_in_emergency())::uuid[])"
"""`id = OPENED_IN_EMERGENCY`: for the tables of the records that can be opened so. One array in a statement."""

_ANSWERED_FOR = (
    "front_door_id = any((select rls.my_managed_front_doors())::bigint[]) "
    "or organisation_id = any((select rls.my_led())::bigint[])"
)
_MY_PLACE = (
    "front_door_id = any((select rls.my_front_doors())::bigint[]) "
    "or organisation_id = any((select rls.my_agencies())::bigint[]) "
    "or organisation_id = any((select rls.my_reviewed())::bigint[])"
)
_OF_ACCESS = "exists (select 1 from people_emergencyaccess e where e.id = access_id{})"

_NOT_IN_CONFLICT = "subject_id <> all((select rls.my_conflicts())::uuid[])"
_MY_CONFLICTS = """
    create or replace function rls.my_conflicts() returns uuid[]
    language sql stable security definer set search_path = '' as $$ select rls.conflicts_of(rls.uid()) $$"""
"""Who knows the family reads nothing of who opened it, but for what they opened themselves."""

_OPENED_BY = """
    create or replace function rls.opened_in_emergency_by(who bigint) returns uuid[]
    language plpgsql stable security definer set search_path = '' as $$
    declare
      opened uuid[];
    begin
      select array_agg(e.subject_id) into opened from public.people_emergencyaccess e
       where e.user_id = who and e.until > now()
         and not exists (select 1 from public.people_emergencyend n where n.access_id = e.id);
      if opened is null or not rls.manages_a_front_door(who) then
        return '{}'::uuid[];
      end if;
      return array(select o from unnest(opened) o where o <> all(rls.conflicts_of(who)));
    end $$"""
_OPENED = """
    create or replace function rls.opened_in_emergency() returns uuid[]
    language sql stable security definer set search_path = '' as $$ select rls.opened_in_emergency_by(rls.uid()) $$"""
"""What the person asking may read for now. Time, role and conflicts are asked for each time: it closes by itself."""

_MANAGES = """
    create or replace function rls.manages_a_front_door(who bigint) returns boolean
    language sql stable security definer set search_path = '' as $$
      select exists (
        select 1 from public.partnerships_membership m join public.partnerships_user u on u.id = m.user_id
        where m.user_id = who and m.role = 'front-door-manager' and u.is_active
          and m.from_date <= current_date and (m.until_date is null or m.until_date >= current_date))
    $$"""

_REASONS = ", ".join(f"'{reason.value}'" for reason in Reason)
_OPEN = f"""
    create or replace function rls.emergency_open(
      wanted_reference text, wanted_family text, wanted_born date, given_reason text, given_words text)
    returns table (id uuid, opened_now boolean)
    language plpgsql volatile security definer set search_path = '' as $$
    declare
      doors bigint[] := rls.my_managed_front_doors();
      one record;
      running uuid;
    begin
      if rls.uid() is null or cardinality(doors) = 0 or given_reason not in ({_REASONS}) or btrim(given_words) = '' then
        return;
      end if;
      perform pg_advisory_xact_lock(hashtextextended('emergency', rls.uid()));
      for one in select * from rls.emergency_subjects(wanted_reference, wanted_family, wanted_born) loop
        select e.id into running from public.people_emergencyaccess e
         where e.user_id = rls.uid() and e.subject_type = one.subject_type and e.subject_id = one.subject_id
           and e.until > now() and not exists (select 1 from public.people_emergencyend n where n.access_id = e.id)
         limit 1;
        if running is not null then
          id := running;
          opened_now := false;
          return next;
          continue;
        end if;
        id := gen_random_uuid();
        opened_now := true;
        insert into public.people_emergencyaccess (
          id, user_id, home_door_id, subject_type, subject_id, reference, front_door_id, organisation_id,
          reason, words, at, until)
        values (
          id, rls.uid(), case when one.front_door_id = any(doors) then one.front_door_id else doors[1] end,
          one.subject_type, one.subject_id, one.reference, one.front_door_id, one.organisation_id,
          given_reason, btrim(given_words), now(), now() + interval '{HOURS} hours');
        return next;
      end loop;
    end $$"""
"""The one way in: it says itself who, from when and until when, and gives back the ids of what it added and no more."""

_TO_REVIEW = """
    create or replace function rls.emergencies_to_review() returns uuid[]
    language sql stable security definer set search_path = '' as $$
      select coalesce(array_agg(e.id), '{}'::uuid[])
      from public.people_emergencyaccess e
      where e.user_id <> rls.uid()
        and e.subject_id <> all(rls.conflicts_of(rls.uid()))
        and (e.front_door_id = any(rls.my_managed_front_doors())
             or (e.home_door_id = any(rls.my_managed_front_doors()) and not rls.is_managed_besides(e.front_door_id, e.user_id)))
    $$"""
"""Those that the person asking may review: a manager of the door that holds it, or where there is no other, of their own."""

_MANAGED_BESIDES = """
    create or replace function rls.is_managed_besides(door bigint, person bigint) returns boolean
    language sql stable security definer set search_path = '' as $$
      select exists (
        select 1 from public.partnerships_membership m join public.partnerships_user u on u.id = m.user_id
        where m.front_door_id = door and m.role = 'front-door-manager' and m.user_id <> person and u.is_active
          and m.from_date <= current_date and (m.until_date is null or m.until_date >= current_date))
    $$"""

_OUTSTANDING = """
    create or replace function rls.emergency_reviews_outstanding()
    returns table (front_door_id bigint, outstanding bigint, since timestamptz)
    language sql stable security definer set search_path = '' as $$
      select e.front_door_id, count(*), min(e.at)
      from public.people_emergencyaccess e join public.partnerships_frontdoor d on d.id = e.front_door_id
      where d.authority_id = any(rls.my_authorities())
        and not exists (select 1 from public.people_emergencyreview r where r.access_id = e.id)
      group by e.front_door_id
    $$"""
"""How many wait at each front door of a partnership, and since when: no record, no person."""


def declare_opened() -> None:
    """What the functions of need to know call: nothing is restricted from whoever opened it in an emergency."""
    definer_may_read("people_emergencyaccess", "people_emergencyend", "partnerships_membership", "partnerships_user")
    declare_function("rls.manages_a_front_door(bigint)", _MANAGES, to=(roles.DEFINER,))
    declare_function("rls.opened_in_emergency_by(bigint)", _OPENED_BY, to=(roles.DEFINER,))


def declare_openings() -> None:
    definer_may_read("people_emergencyreview", "partnerships_frontdoor")
    declare_function("rls.opened_in_emergency()", _OPENED)
    declare_function("rls.my_conflicts()", _MY_CONFLICTS)
    declare_function("rls.is_managed_besides(bigint, bigint)", _MANAGED_BESIDES, to=(roles.DEFINER,))
    declare_function("rls.emergencies_to_review()", _TO_REVIEW)
    declare_function("rls.emergency_open(text, text, date, text, text)", _OPEN)
    declare_function("rls.emergency_reviews_outstanding()", _OUTSTANDING)
    _declare_opening()
    _declare_emergency()

    for table in ("people_opening", "people_emergencyaccess"):
        restrict(table, using=f"user_id = rls.uid() or {_NOT_IN_CONFLICT}")


def _declare_opening() -> None:
    declare(
        "people_opening",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[
            Policy("SELECT", using=f"user_id = rls.uid() or {_ANSWERED_FOR}"),
            Policy("INSERT", check=f"user_id = rls.uid() and ({_MY_PLACE})"),
        ],
    )


def _declare_emergency() -> None:
    seen = f"user_id = rls.uid() or home_door_id = any((select rls.my_managed_front_doors())::bigint[]) or {_ANSWERED_FOR}"
    declare(
        "people_emergencyaccess",
        grants={roles.WEB: ("SELECT",), roles.DEFINER: ("INSERT",)},
        policies=[Policy("SELECT", using=seen), Policy("INSERT", check="true", role=roles.DEFINER)],
    )
    declare(
        "people_emergencyend",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[
            Policy("SELECT", using=_OF_ACCESS.format("")),
            Policy("INSERT", check=_OF_ACCESS.format(" and e.user_id = rls.uid()")),
        ],
    )
    findings = ", ".join(f"'{finding.value}'" for finding in Finding)
    declare(
        "people_emergencyreview",
        grants={roles.WEB: ("SELECT", "INSERT")},
        policies=[
            Policy("SELECT", using=_OF_ACCESS.format("")),
            Policy(
                "INSERT",
                check=f"by_id = rls.uid() and finding in ({findings}) "
                "and access_id = any((select rls.emergencies_to_review())::uuid[])",
            ),
        ],
    )
