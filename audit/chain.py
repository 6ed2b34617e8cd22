"""The chain in SQL: two triggers that seal a row when its transaction ends, and the function that finds what is wrong.

The first is deferred and takes the row's digest; what it inserts has a deferred trigger of its own, which runs when every
other deferred check (foreign keys too) has run. Only then is the lock taken that makes the chain one line, so nothing else
is waited for while it is held. Not pgcrypto: `sha256` is PostgreSQL's own.
"""

from rowsecurity import roles
from rowsecurity.registry import declare_function

LOCK = 726844
MANY = 100
"""Seals of one transaction from which on they are linked in one pass."""

_LINK = """sha256({former} || convert_to(concat_ws('|', {row}.seq, extract(epoch from {row}.at), {row}.sealed, {row}.shape,
  encode({row}.digest, 'hex')), 'UTF8'))"""
_START = "sha256('right help: the first link')"
_PLACED = f"""last.seq := last.seq + 1;
    seal.seq := last.seq;
    seal.at := clock_timestamp();
    seal.link := {_LINK.format(former="last.link", row="seal")};
    last.link := seal.link;
    update public.audit_seal s set seq = seal.seq, at = seal.at, link = seal.link where s.sealed = seal.sealed;"""
_SUBSET = "(select jsonb_object_agg(c, {plain} -> c) from unnest({columns}) c)"
_DIGEST = "sha256(convert_to({plain}::text, 'UTF8'))"

DIGEST = f"""
create or replace function rls.audit_digest() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  plain jsonb := to_jsonb(new);
  kept text[];
begin
  if (select count(*) from jsonb_object_keys(plain)) <> tg_argv[2]::int then
    select columns into kept from public.audit_sealshape where code = tg_argv[1];
    plain := {_SUBSET.format(plain="plain", columns="kept")};
  end if;
  insert into public.audit_seal (sealed, shape, digest)
  values (tg_table_name || ':' || (plain ->> tg_argv[0]), tg_argv[1], {_DIGEST.format(plain="plain")});
  return null;
end $$"""
"""Arguments: the key's column, the shape's code, how many columns it has. A table that has grown since its triggers were
set is sealed by the shape that they know."""

CHAIN = f"""
create or replace function rls.audit_chain() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  last public.audit_sealhead;
  seal public.audit_seal;
begin
  perform from public.audit_seal s where s.sealed = new.sealed and s.seq is not null;
  if found then
    return null;
  end if;
  perform pg_advisory_xact_lock({LOCK});
  select * into last from public.audit_sealhead where id = 1;
  if not found then
    insert into public.audit_sealhead (id, seq, link) values (1, 0, {_START}) returning * into last;
  end if;
  for seal in
    select s.* from public.audit_seal s
    where pg_stat_get_xact_tuples_inserted('public.audit_seal'::regclass) >= {MANY} and s.seq is null order by s.sealed
  loop
    {_PLACED}
  end loop;
  if not found then
    seal := new;
    {_PLACED}
  end if;
  update public.audit_sealhead set seq = last.seq, link = last.link where id = 1;
  return null;
end $$"""
"""One link; or, in a transaction of many seals, all of them the first time that it is called, in one pass: with one at a time
each would look for the head among as many dead versions of it as it has links already. The count of what was inserted decides
which way it is done and nothing else."""

FAULTS = f"""
create or replace function rls.audit_faults() returns table (fault text, sealed text, seq bigint)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  source record;
begin
  return query
    with chain as (
      select s.*, lag(s.seq) over w as before, lag(s.link) over w as former
      from public.audit_seal s where s.seq is not null window w as (order by s.seq))
    select case when c.seq <> coalesce(c.before, 0) + 1 then 'links before this one were removed'
                else 'this link was changed or put in' end, c.sealed::text, c.seq
    from chain c
    where c.seq <> coalesce(c.before, 0) + 1
       or c.link is distinct from {_LINK.format(former=f"coalesce(c.former, {_START})", row="c")}
    union all
    select 'this link was put in: it has no place in the chain', s.sealed::text, null
    from public.audit_seal s where s.seq is null
    union all
    select 'the end of the chain is not where it was', l.sealed::text, coalesce(l.seq, h.seq)
    from (select s.sealed, s.seq, s.link from public.audit_seal s where s.seq is not null order by s.seq desc limit 1) l
    full join (select * from public.audit_sealhead a where a.id = 1) h on true
    where (coalesce(l.seq, 0), coalesce(l.link, {_START})) is distinct from (coalesce(h.seq, 0), coalesce(h.link, {_START}))
    union all
    select 'the list of columns of a shape was changed', p.code::text, null from public.audit_sealshape p
    where p.code <> md5(array_to_string(p.columns, ','));
  for source in select name, key from rls.audit_sealed_tables() loop
    return query execute format($query$
      select case when s.sealed is null then 'this row was put in: it has no seal'
                  when t.id is null then 'this row was removed'
                  else 'this row was changed' end,
             coalesce(s.sealed::text, %1$L || t.id), s.seq
      from (select (to_jsonb(r) ->> %2$L) as id, to_jsonb(r) as plain from public.%3$I r) t
      full join (select * from public.audit_seal a where a.sealed >= %1$L and a.sealed < %4$L) s on s.sealed = %1$L || t.id
      left join public.audit_sealshape p on p.code = s.shape
      where s.sealed is null or t.id is null
         or (s.digest is distinct from {_DIGEST.format(plain="t.plain")}
             and s.digest is distinct from {_DIGEST.format(plain=_SUBSET.format(plain="t.plain", columns="p.columns"))})
      $query$, source.name || ':', source.key, source.name, source.name || ';');
  end loop;
  return query
    select 'the table of this row is sealed no longer', min(s.sealed)::text, min(s.seq) from public.audit_seal s
    where split_part(s.sealed, ':', 1) not in (select t.name from rls.audit_sealed_tables() t)
    group by split_part(s.sealed, ':', 1);
end $$"""
"""Every change, removal and insertion, by table and id: no content. A link is checked against the one stored before it, so
one false link is one fault."""

TABLES = """
create or replace function rls.audit_sealed_tables() returns table (name text, key text)
language sql stable security definer set search_path = '' as $$
  select c.relname::text, split_part(encode(t.tgargs, 'escape'), '\\000', 1)
  from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
  where t.tgname = 'audit_sealed' and not t.tgisinternal
  order by 1
$$"""

HEAD = """
create or replace function rls.audit_link(place bigint) returns table (seq bigint, link text)
language sql stable security definer set search_path = '' as $$
  select s.seq, encode(s.link, 'hex') from public.audit_seal s
  where s.seq = coalesce(place, (select h.seq from public.audit_sealhead h))
$$"""
"""The link at a place, or the last one for null."""


def declare_functions() -> None:
    declare_function("rls.audit_digest()", DIGEST, to=())
    declare_function("rls.audit_chain()", CHAIN, to=())
    declare_function("rls.audit_sealed_tables()", TABLES, to=(roles.OWNER,))
    declare_function("rls.audit_faults()", FAULTS, to=(roles.OWNER,))
    declare_function("rls.audit_link(bigint)", HEAD, to=(roles.OWNER,))
