"""Who has looked at this record: told to those whom the app that owns the record names.

That app declares who, with the tables that it knows, as a definer function `rls.shows_access_of_<type>(uuid)`::

    shows_access_of("contact", "select exists (select 1 from public.referrals_contact c where c.id = subject and …)")

A type without one is shown to nobody.
"""

import re

from rowsecurity import roles
from rowsecurity.registry import declare_function, definer_may_read

_SHOWN = """
create or replace function rls.access_is_shown(subject_type text, subject uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  shown boolean;
begin
  if rls.uid() is null or to_regprocedure(format('rls.%I(uuid)', 'shows_access_of_' || subject_type)) is null then
    return false;
  end if;
  execute format('select rls.%I($1)', 'shows_access_of_' || subject_type) into shown using subject;
  return coalesce(shown, false);
end $$"""

_ACCESS = """
create or replace function rls.access_of(wanted_type text, wanted uuid)
returns table (at timestamptz, actor_id bigint, action text, reason text)
language plpgsql stable security definer set search_path = '' as $$
declare
  part record;
begin
  if not rls.access_is_shown(wanted_type, wanted) then
    return;
  end if;
  return query select e.at, e.actor_id, e.action::text, e.reason::text from public.audit_accessevent e
               where e.subject_type = wanted_type and e.subject_id = wanted;
  if to_regprocedure(format('rls.%I(uuid)', 'parts_of_' || wanted_type)) is not null then
    for part in execute format('select p.type, p.id from rls.%I($1) p', 'parts_of_' || wanted_type) using wanted loop
      return query select e.at, e.actor_id, e.action::text, e.reason::text from public.audit_accessevent e
                   where e.subject_type = part.type and e.subject_id = part.id;
    end loop;
  end if;
end $$"""
_PARTS = """
create or replace function rls.parts_of_{name}(subject uuid) returns table (type text, id uuid)
language sql stable security definer set search_path = '' as $$ {parts} $$"""

_parts: dict[str, dict[str, None]] = {}


def declare_functions() -> None:
    definer_may_read("audit_accessevent")
    declare_function("rls.access_is_shown(text, uuid)", _SHOWN)
    declare_function("rls.access_of(text, uuid)", _ACCESS)


def shows_access_of(subject_type: str, question: str, *, reads: tuple[str, ...]) -> None:
    """Declare who is told who has looked at a record of this type: `question` is SQL about `subject`, its id.

    `reads` are the tables that the question reads, past their policies: it must itself say whose they are.
    """
    _plain(subject_type)
    definer_may_read(*reads)
    name = f"rls.shows_access_of_{subject_type}"
    declare_function(
        f"{name}(uuid)",
        f"""create or replace function {name}(subject uuid) returns boolean
            language sql stable security definer set search_path = '' as $$ {question} $$""",
        to=(roles.DEFINER,),
    )


def also_of(subject_type: str, parts: str, *, reads: tuple[str, ...]) -> None:
    """Tell a mark on a part of a record (its document, its assessment) with those on the record itself.

    `parts` is SQL that selects type and id of the parts of `subject`; several apps may each name theirs.
    """
    _plain(subject_type)
    definer_may_read(*reads)
    stated = _parts.setdefault(subject_type, {})
    stated[parts] = None
    declare_function(
        f"rls.parts_of_{subject_type}(uuid)",
        _PARTS.format(name=subject_type, parts=" union ".join(stated)),
        to=(roles.DEFINER,),
    )


def _plain(subject_type: str) -> None:
    if not re.fullmatch(r"[a-z_]+", subject_type):
        raise ValueError(f"a type of record is a plain name, not {subject_type!r}")
