"""A child who is known by contacts that the person deciding may not see: whoever may is told, so that two records are noticed.

Product decision (ADR 12): nobody is offered a child whom only a closed contact knows. Those who may open that contact are told
by the reference of the new one, which their own search then compares with it. Whoever decided is told nothing.
"""

import datetime

from django.db import connection
from django.urls import reverse

from notices.services import notice_send
from partnerships.models import User
from people.policies import CURRENT
from referrals.models import ContactChild
from rowsecurity.registry import declare_function, definer_may_read

_TOLD = f"""
    create or replace function rls.told_of_child_known_apart(child uuid) returns bigint[]
    language sql stable security definer set search_path = '' as $$
      with sent as materialized (
        select k.*, c.id as of_contact, c.front_door_id, c.author_id
          from public.referrals_contactchild k join public.referrals_contact c on c.id = k.contact_id
         where k.id = child and not c.is_practice and c.author_id is distinct from rls.uid()
           and c.front_door_id = any(rls.my_front_doors()) and c.id <> all((select rls.closed_to(rls.uid()))::uuid[])),
      apart as materialized (
        select distinct c.id, s.of_contact, s.front_door_id, s.author_id
          from sent s
          join public.referrals_contact c on c.id = any((select rls.closed_to(rls.uid()))::uuid[])
           and c.front_door_id = s.front_door_id and not c.is_practice
          join public.referrals_contactchild k on k.contact_id = c.id
         where not exists (select 1 from public.referrals_contactmatch known join public.referrals_contactmatch said
                             on said.child_id = s.id and said.person_id = known.person_id where known.child_id = k.id)
           and ((k.nhs_number <> '' and k.nhs_number = s.nhs_number)
            or (k.upn <> '' and k.upn = s.upn)
            or (k.date_of_birth = s.date_of_birth and lower(s.family_name) = lower(k.family_name))
            or (k.date_of_birth = s.date_of_birth and s.given_name <> '' and lower(s.given_name) = lower(k.given_name))
            or (k.unborn and s.unborn and k.due_date = s.due_date and lower(s.family_name) = lower(k.family_name)))),
      may as (
        select a.id, m.user_id,
               rank() over (partition by a.id order by case
                 when m.role = 'front-door-manager' or exists (
                   select 1 from public.people_restriction r where r.subject_id = a.id and r.lifted_at is null) then 1
                 else 2 end) as first
          from apart a join public.partnerships_membership m on m.front_door_id = a.front_door_id and {CURRENT}
         where m.user_id <> rls.uid() and m.user_id is distinct from a.author_id
           and a.id <> all(rls.closed_to(m.user_id)) and a.of_contact <> all(rls.closed_to(m.user_id)))
      select coalesce(array_agg(distinct user_id), '{{}}'::bigint[]) from may where first = 1
    $$"""
"""Of a restricted contact those who are named, or who open it where nobody is; of another that is closed, the managers."""


def declare_known_apart() -> None:
    definer_may_read("referrals_contact", "referrals_contactchild", "referrals_contactmatch")
    definer_may_read("people_restriction", "partnerships_membership", "partnerships_user")
    declare_function("rls.told_of_child_known_apart(uuid)", _TOLD)


def tell_of_known_apart(child: ContactChild, at: datetime.datetime) -> None:
    """Once for each child as sent. Runs in the transaction in which somebody says who the child is."""
    with connection.cursor() as cursor:
        cursor.execute("select rls.told_of_child_known_apart(%s)", [child.pk])
        told = cursor.fetchone()[0]
    if told:
        notice_send(
            recipients=User.objects.filter(pk__in=told), kind="child-known-apart", reference=child.contact.reference,
            url=reverse("referrals:match", args=[child.contact_id, child.pk]), key=f"child-known-apart:{child.pk}", at=at,
        )  # fmt: skip
