"""What is closed with a contact: what was sent, what became of it, and whom the front door knows by it.

Somebody who knows the family of one contact knows that of every other about the same child at that front door. Author and
sender keep what is theirs, whatever the front door says of who may open it.
"""

from people.policies import CLOSED, CURRENT, closes, puts_in_conflict
from rowsecurity.registry import definer_may_read, restrict

_ABOUT_THE_SAME_CHILD = """
    select theirs.contact_id as subject_id
    from public.people_conflictofinterest k
      join public.referrals_contactchild child on child.contact_id = k.subject_id
      join public.referrals_contactmatch known on known.child_id = child.id
      join public.referrals_contactmatch again on again.person_id = known.person_id
      join public.referrals_contactchild theirs on theirs.id = again.child_id
    where k.user_id = conflicts_of.who and k.ended_at is null"""

_THE_CHECK_IT_WAS = """
    select p.case_check_id as subject_id
    from public.people_conflictofinterest k
      join public.referrals_contact c on c.id = k.subject_id
      join public.consent_sharingproposal p on p.id = c.proposal_id
    where k.user_id = conflicts_of.who and k.ended_at is null"""
"""For somebody who works at the front door and leads in the agency that sent it: said once, it holds on both sides."""

_CONTACTS = f"""
    with shut as materialized (
      select c.id, c.proposal_id from public.referrals_contact c
      where c.author_id is distinct from who and (
        c.id = any(conflicts) or c.proposal_id = any(closed)
        or (c.id = any(restricted) and not exists (
              select 1 from public.partnerships_membership m
              where m.user_id = who and m.role = 'safeguarding-lead' and m.organisation_id = c.organisation_id and {CURRENT}))))
    select id from shut
    union select proposal_id from shut where proposal_id is not null
    union select a.id from shut join public.referrals_assessment a on a.contact_id = shut.id
    union select d.id from shut join public.referrals_disagreement d on d.subject_id = shut.id
    union select t.id from shut join public.referrals_parenttold t on t.contact_id = shut.id
    union select m.person_id from shut
      join public.referrals_contactchild k on k.contact_id = shut.id
      join public.referrals_contactmatch m on m.child_id = k.id
    where shut.id = any(conflicts) or not exists (
      select 1 from public.referrals_contactmatch other join public.referrals_contactchild o on o.id = other.child_id
      where other.person_id = m.person_id and o.contact_id not in (select id from shut))"""
"""A child whom somebody is in conflict about is not known to them at all; one of a restricted case by its other cases alone."""

_ID_IN_PATH = "substring(path from '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')::uuid"

_MY_REQUEST = """
    not (asked_on_sending and restricted_by_id = rls.uid())
    or exists (select 1 from referrals_contact c where c.id = subject_id and c.author_id = rls.uid())"""


def declare_closing() -> None:
    definer_may_read(
        "referrals_contact",
        "referrals_contactchild",
        "referrals_contactmatch",
        "referrals_assessment",
        "referrals_disagreement",
        "referrals_parenttold",
        "consent_sharingproposal",
    )
    puts_in_conflict(_ABOUT_THE_SAME_CHILD)
    puts_in_conflict(_THE_CHECK_IT_WAS)
    closes("rls.contacts_closed", _CONTACTS)
    restrict("referrals_contact", using=f"id <> {CLOSED}")
    restrict("referrals_assessment", using=f"contact_id <> {CLOSED}")
    restrict("referrals_disagreement", using=f"subject_id <> {CLOSED}")
    restrict("clocks_clock", using=f"subject_id <> {CLOSED}")
    restrict("notices_notice", using=f"recipient_id <> rls.uid() or coalesce({_ID_IN_PATH} <> {CLOSED}, true)")
    restrict("people_restriction", using=_MY_REQUEST)
