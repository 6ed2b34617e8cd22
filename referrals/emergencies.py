"""What emergency access opens of a contact: to reading alone, and by the database's own word as well as by the page's."""

from people.policies import CLOSED, OPENED_IN_EMERGENCY, leaves_out
from rowsecurity import roles
from rowsecurity.registry import also_show, declare_function, definer_may_read, keep_unwritten, restrict

_SUBJECTS = """
    create or replace function rls.emergency_subjects(wanted_reference text, wanted_family text, wanted_born date)
    returns table (subject_type text, subject_id uuid, reference text, front_door_id bigint, organisation_id bigint)
    language sql stable security definer set search_path = '' as $$
      with wanted as materialized (
        select c.id from public.referrals_contact c
         where wanted_reference <> '' and c.reference = upper(btrim(wanted_reference))
        union
        select k.contact_id from public.referrals_contactchild k
         where wanted_family <> '' and k.date_of_birth = wanted_born and lower(k.family_name) = lower(btrim(wanted_family)))
      select 'contact', c.id, c.reference::text, c.front_door_id, c.organisation_id
        from wanted w join public.referrals_contact c on c.id = w.id
       where not c.is_practice and c.author_id is distinct from rls.uid()
         and coalesce(c.proposal_id <> all(rls.proposals_about_me()), true)
         and c.id <> all(rls.conflicts_of(rls.uid()))
         and not (c.front_door_id = any(rls.my_front_doors()) and c.id <> all(rls.restricted_from(rls.uid()))
                  and c.id <> all(rls.opened_in_emergency_by(rls.uid())))
       order by c.received_at desc, c.id limit {most}
    $$"""
"""Exactly what is named, at every front door and restricted or not: never practice, one's own, one in which the person asking
is in conflict, one that is about them, nor one that they may open without it."""

_DOCUMENTS = """
    create or replace function rls.documents_in_emergency() returns uuid[]
    language sql stable security definer set search_path = '' as $$
      select array(select c.document_id from public.referrals_contact c
                    where c.id = any(rls.opened_in_emergency()) and c.origin = 'check')
    $$"""

_ABOUT_ME = """
    create or replace function rls.contacts_about_me() returns uuid[]
    language sql stable security definer set search_path = '' as $$
      select array(select c.id from public.referrals_contact c where c.proposal_id = any(rls.proposals_about_me()))
    $$"""
_NOT_ABOUT_ME = (
    "subject_id <> all((select rls.contacts_about_me())::uuid[]) and subject_id <> all((select rls.checks_about_me())::uuid[])"
)

_OF_CONTACT = ("contactchild", "contactnote", "decision", "parenttold", "assessment")
_CHILD = "exists (select 1 from referrals_contactchild k where k.id = child_id and k.contact_id = {})"
_ASSESSMENT = "exists (select 1 from referrals_assessment a where a.id = assessment_id and a.contact_id = {})"
_DISAGREEMENT = "exists (select 1 from referrals_disagreement d where d.id = disagreement_id and d.subject_id = {})"
_DOCUMENT = "id = any((select rls.documents_in_emergency())::uuid[])"


def declare_emergencies(most: int) -> None:
    """Its children, decisions and assessment are read by whoever reads the contact; its notes and document are said here.

    Who opened what is hidden from a lead whom the worry is about, and an opening from those to whom the record is closed. An
    emergency access is not: the managers who answer for a restricted contact review who opened it, and see nothing of it.
    """
    definer_may_read("referrals_contact", "referrals_contactchild")
    declare_function("rls.emergency_subjects(text, text, date)", _SUBJECTS.format(most=most), to=(roles.DEFINER,))
    declare_function("rls.documents_in_emergency()", _DOCUMENTS)
    declare_function("rls.contacts_about_me()", _ABOUT_ME)
    leaves_out("rls.contacts_about_me")
    restrict("people_opening", using=f"user_id = rls.uid() or ({_NOT_ABOUT_ME} and subject_id <> {CLOSED})")
    restrict("people_emergencyaccess", using=f"user_id = rls.uid() or ({_NOT_ABOUT_ME})")
    also_show("referrals_contact", using=f"id = {OPENED_IN_EMERGENCY}")
    also_show("referrals_contactnote", using=f"contact_id = {OPENED_IN_EMERGENCY}")
    also_show("documents_document", using=_DOCUMENT)
    keep_unwritten("referrals_contact", rows=f"id = {OPENED_IN_EMERGENCY}")
    for table in _OF_CONTACT:
        keep_unwritten(f"referrals_{table}", rows=f"contact_id = {OPENED_IN_EMERGENCY}")
    keep_unwritten("referrals_contactmatch", rows=_CHILD.format(OPENED_IN_EMERGENCY))
    for table in ("checkpoint", "strategydiscussion"):
        keep_unwritten(f"referrals_{table}", rows=_ASSESSMENT.format(OPENED_IN_EMERGENCY))
    keep_unwritten("referrals_disagreement", rows=f"subject_id = {OPENED_IN_EMERGENCY}")
    keep_unwritten("referrals_disagreementstep", rows=_DISAGREEMENT.format(OPENED_IN_EMERGENCY))
    keep_unwritten("documents_document", rows=_DOCUMENT)
