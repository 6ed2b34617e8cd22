"""Every address of the service, who may read and who may write there, and about what. A new one is added here by hand."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from notices.models import Notice
from partnerships.models import Membership
from people.models import ConflictOfInterest, MissingEpisode, Person, PersonMerge
from referrals.models import Call, CallDraft, ContactMatch, SavedView
from tests.roles import as_factory
from tests.security.town import Case, Town

Ids = dict[str, Any]

AGENCIES = frozenset({"practitioner", "colleague", "lead", "second_lead", "stranger", "elsewhere_lead", "double", "far"})
LEADS = frozenset({"lead", "second_lead", "elsewhere_lead", "far"})
DOORS = frozenset({"worker", "manager", "service_manager", "other_worker", "double", "far"})
ADMIN = frozenset({"admin"})
CASEWORK = AGENCIES | DOORS
EVERYBODY = CASEWORK | ADMIN
WITHOUT_A_ROLE = frozenset({"former"})
NOBODY: frozenset[str] = frozenset()

AUTHOR = frozenset({"practitioner"})
SENDERS = AUTHOR | {"lead", "second_lead"}
RECEIVERS = frozenset({"worker", "manager", "service_manager", "double"})
PARTIES = SENDERS | RECEIVERS
MANAGER = frozenset({"manager"})
WORKER = frozenset({"worker"})
ABOVE = MANAGER | {"service_manager"}
WITHOUT_A_PART = MANAGER | {"service_manager", "double"}
"""In the case that was sent, neither of the front door's managers, nor somebody who works there besides, has done anything."""


@dataclass(frozen=True)
class Address:
    """`people` get an answer, everybody else the page of what does not exist. `ids` fills the address for a case.

    Of these people, those who are `asked` have no part in that case and say first why they open it (403, and nothing shown).

    Where a page is only posted to (`post_only`), asking to read it is 405 for everybody, whatever it is about.
    """

    people: frozenset[str]
    ids: Callable[[Case], Ids] | None = None
    case: str = "sent"
    public: bool = False
    post_only: bool = False
    asked: frozenset[str] = NOBODY

    def ids_in(self, town: Town, case: str = "") -> Ids:
        return self.ids(getattr(town, case or self.case)) if self.ids else {}


def check_ids(case: Case) -> Ids:
    return {"check_id": case.check.pk}


def child_ids(case: Case) -> Ids:
    with as_factory():
        return check_ids(case) | {"child_id": case.check.children.get().pk}


def matrix_ids(case: Case) -> Ids:
    """A row of a framework without a matrix is there for nobody; for one with it see test_matrix."""
    return child_ids(case) | {"row": "MX-01"}


def member_ids(case: Case) -> Ids:
    return check_ids(case) | {"member_id": case.mother.pk}


def person_ids(case: Case) -> Ids:
    return check_ids(case) | {"person_id": case.mother.person_id}


def deciding_ids(case: Case) -> Ids:
    with as_factory():
        return check_ids(case) | {"person_id": case.check.children.get().person_id}


def proposal_ids(case: Case) -> Ids:
    return {"proposal_id": case.proposal.pk}


def contact_ids(case: Case) -> Ids:
    assert case.contact is not None
    return {"contact_id": case.contact.pk}


def view_ids(case: Case) -> Ids:
    """A view that the worker of the case's front door keeps."""
    assert case.contact is not None
    with as_factory():
        staff = Membership.objects.filter(front_door=case.contact.front_door_id)
        return {"view_id": SavedView.objects.get(user__in=staff.values("user")).pk}


def call_ids(case: Case) -> Ids:
    """A call that the front door took about another family, and has not joined to anything."""
    with as_factory():
        return {
            "contact_id": Call.objects.filter(front_door_id=case.proposal.recipient_id, contact__state="received")
            .get()
            .contact_id
        }


def draft_ids(case: Case) -> Ids:
    """A call that is still being taken down by its worker."""
    with as_factory():
        return {"draft_id": CallDraft.objects.get(front_door_id=case.proposal.recipient_id).pk}


def task_ids(case: Case) -> Ids:
    """The one to tell the mother; a lead who follows it is led to the contact."""
    assert case.contact is not None
    with as_factory():
        return {"task_id": case.contact.to_tell.get().pk}


def contact_child_ids(case: Case) -> Ids:
    assert case.contact is not None
    with as_factory():
        return contact_ids(case) | {"child_id": case.contact.children.get().pk}


def known_child_ids(case: Case) -> Ids:
    """The front door's own record of a child who was sent."""
    with as_factory():
        return {"person_id": known_child_of(case).pk}


def other_record_ids(case: Case) -> Ids:
    """The same beside another record, which somebody asked to put together with it."""
    with as_factory():
        return known_child_ids(case) | {"other_id": merge_asked_for(case).merged_id}


def merge_ids(case: Case) -> Ids:
    with as_factory():
        return {"merge_id": merge_asked_for(case).pk}


def merge_asked_for(case: Case) -> PersonMerge:
    """Not the one that words are planted in, which was taken apart again."""
    return PersonMerge.objects.exclude(state=PersonMerge.State.UNDONE).get(kept=known_child_of(case))


def episode_ids(case: Case) -> Ids:
    with as_factory():
        return {"episode_id": MissingEpisode.objects.standing().filter(person=known_child_of(case)).first().pk}


def known_child_of(case: Case) -> Person:
    assert case.contact is not None
    return ContactMatch.objects.get(child__contact=case.contact).person


def assessment_ids(case: Case) -> Ids:
    assert case.assessment is not None
    return {"assessment_id": case.assessment.pk}


def checkpoint_ids(case: Case) -> Ids:
    return assessment_ids(case) | {"rule": "checkpoint-20"}


def action_ids(case: Case) -> Ids:
    """One that is open still."""
    assert case.assessment is not None
    with as_factory():
        return assessment_ids(case) | {"action_id": case.assessment.actions.filter(closed_at=None).get().pk}


def disagreement_ids(case: Case) -> Ids:
    assert case.disagreement is not None
    return {"disagreement_id": case.disagreement.pk}


def emergency_ids(case: Case) -> Ids:
    """An emergency access from another front door, which is over."""
    assert case.emergency is not None
    return {"emergency_id": case.emergency.pk}


def document_ids(case: Case) -> Ids:
    assert case.contact is not None
    return {"document_id": case.contact.document_id}


def notice_ids(case: Case) -> Ids:
    """A notice to the author."""
    with as_factory():
        return {"notice_id": Notice.objects.filter(recipient=case.check.author).first().pk}


def conflict_ids(case: Case) -> Ids:
    """One that has ended: there is nothing more to end."""
    assert case.contact is not None
    with as_factory():
        return {"conflict_id": ConflictOfInterest.objects.get(subject_id=case.contact.pk).pk}


def version_ids(case: Case) -> Ids:
    version = case.check.framework_version
    return {"slug": version.framework.slug, "version": version.version}


def authority_ids(case: Case) -> Ids:
    return {"authority": case.check.authority.slug}


def day_off_ids(case: Case) -> Ids:
    with as_factory():
        day, _ = case.check.authority.closures.get_or_create(date=datetime.date(2026, 12, 30), defaults={"name": "Closed"})
    return authority_ids(case) | {"day": day.date}


def rule_ids(case: Case) -> Ids:
    return authority_ids(case) | {"rule": "decision"}


def feed_ids(case: Case) -> Ids:
    """A token that is nobody's: what a link shows, and to whom, is asked in tests/unit/clocks/test_feed.py."""
    return {"token": "0" * 43}


def change_ids(case: Case) -> Ids:
    """A change that moved nothing of anybody's: what the page lists is asked in tests/unit/clocks/test_moving.py."""
    return {"change": uuid.UUID(int=0)}


OF_NO_CASE = {None, change_ids, feed_ids, version_ids, authority_ids, day_off_ids, rule_ids}
"""What addresses are filled with that are about no case: a framework, or what an authority sets."""


def anybody() -> Address:
    return Address(EVERYBODY | WITHOUT_A_ROLE, public=True)


def written(ids: Callable[[Case], Ids] = check_ids) -> Address:
    """A page on which the author of an open check writes."""
    return Address(AUTHOR, ids, "waiting")


def worked_on(ids: Callable[[Case], Ids] = contact_ids) -> Address:
    """A page on which the front door works."""
    return Address(RECEIVERS, ids, asked=WITHOUT_A_PART)


ADDRESSES: dict[str, Address] = {
    "partnerships:home": Address(EVERYBODY),
    "partnerships:sign_in": anybody(),
    "partnerships:demo_sign_in": Address(NOBODY, public=True, post_only=True),
    "partnerships:sign_out": anybody(),
    "partnerships:accessibility": anybody(),
    "partnerships:privacy": anybody(),
    "thresholds:directory": Address(EVERYBODY),
    "thresholds:frameworks": Address(EVERYBODY),
    "thresholds:framework": Address(EVERYBODY, version_ids),
    "thresholds:partnership": Address(ADMIN),
    "thresholds:framework_load": Address(ADMIN),
    "thresholds:partnership_framework": Address(ADMIN, version_ids),
    "thresholds:partnership_framework_file": Address(ADMIN, version_ids),
    "thresholds:new": Address(AGENCIES),
    "thresholds:check": Address(SENDERS, check_ids, "waiting"),
    "thresholds:access": Address(SENDERS, check_ids, "waiting"),
    "thresholds:next": Address(SENDERS, check_ids, "waiting"),
    "thresholds:call": written(),
    "thresholds:urgency": written(),
    "thresholds:family": written(),
    "thresholds:home": written(),
    "thresholds:child_add": written(),
    "thresholds:child_change": written(child_ids),
    "thresholds:child_remove": written(child_ids),
    "thresholds:adult_add": written(),
    "thresholds:adult_change": written(member_ids),
    "thresholds:adult_remove": written(member_ids),
    "thresholds:worries": written(child_ids),
    "thresholds:talk": written(child_ids),
    "thresholds:first_view": written(child_ids),
    "thresholds:evidence": written(child_ids),
    "thresholds:matrix_row": Address(NOBODY, matrix_ids, "waiting"),
    "thresholds:account": written(),
    "thresholds:routes": written(),
    "thresholds:conversation": written(),
    "thresholds:moves": written(),
    "consent:agreement": written(),
    "consent:asking": written(person_ids),
    "consent:deciding": written(deciding_ids),
    "consent:refusal": written(),
    "consent:record": Address(SENDERS, check_ids, "waiting"),
    "consent:record_pdf": Address(SENDERS, check_ids, "waiting"),
    "consent:ask_lead": written(),
    "consent:desk": Address(LEADS),
    "consent:withdraw": Address(SENDERS, person_ids, "waiting"),
    "consent:arrange": Address(LEADS),
    "consent:away": Address(LEADS),
    "consent:back": Address(LEADS),
    "consent:hand_over": Address(frozenset({"lead", "second_lead"}), proposal_ids, "waiting"),
    "consent:review": Address(SENDERS, proposal_ids, "waiting"),
    "people:need_to_know": Address(frozenset({"manager"}) | LEADS),
    "people:back_in": Address(NOBODY, conflict_ids),
    "people:who_contact": Address(SENDERS | {"manager"}, contact_ids),
    "people:lift_contact": Address(SENDERS | {"manager"}, contact_ids),
    "people:know_contact": Address(PARTIES, contact_ids),
    "people:who_check": Address(SENDERS, check_ids, "waiting"),
    "people:lift_check": Address(SENDERS, check_ids, "waiting"),
    "people:know_check": Address(SENDERS, check_ids, "waiting"),
    "referrals:send": written(),
    "referrals:preview": written(),
    "referrals:inbox": Address(DOORS),
    "referrals:view_add": Address(DOORS),
    "referrals:view_edit": Address(WORKER, view_ids),
    "referrals:call": Address(DOORS),
    "referrals:call_draft": Address(frozenset({"worker"}), draft_ids),
    "referrals:advice": Address(DOORS),
    "referrals:advice_new": Address(DOORS),
    "referrals:rung": Address(RECEIVERS, call_ids),
    "referrals:join": Address(RECEIVERS, call_ids),
    "referrals:unjoin": Address(RECEIVERS, call_ids),
    "referrals:contact": worked_on(),
    "referrals:summary": worked_on(),
    "referrals:take": worked_on(),
    "referrals:hand_over": worked_on(),
    "referrals:note": worked_on(),
    "referrals:withdrawn": worked_on(),
    "referrals:received_record": worked_on(),
    "referrals:received_record_pdf": worked_on(),
    "referrals:match": worked_on(contact_child_ids),
    "referrals:unmatch": worked_on(contact_child_ids),
    "referrals:match_again": worked_on(contact_child_ids),
    "referrals:find_child": Address(DOORS),
    "referrals:child": Address(RECEIVERS, known_child_ids),
    "referrals:missing": Address(RECEIVERS, known_child_ids),
    "referrals:episode": Address(RECEIVERS, episode_ids),
    "referrals:merge_ask": Address(RECEIVERS, other_record_ids),
    "referrals:merge": Address(RECEIVERS, merge_ids),
    "referrals:assessments": Address(DOORS),
    "referrals:assessment": worked_on(assessment_ids),
    "referrals:seen": worked_on(assessment_ids),
    "referrals:strategy": worked_on(assessment_ids),
    "referrals:strategy_call": worked_on(assessment_ids),
    "referrals:action_add": worked_on(assessment_ids),
    "referrals:action_close": worked_on(action_ids),
    "referrals:conference": worked_on(assessment_ids),
    "referrals:conference_held": worked_on(assessment_ids),
    "referrals:extend": Address(ABOVE, assessment_ids, asked=ABOVE),
    "referrals:checkpoint": worked_on(checkpoint_ids),
    "referrals:agreed": Address(MANAGER, assessment_ids, asked=MANAGER),
    "referrals:complete": worked_on(assessment_ids),
    "referrals:allocate": worked_on(assessment_ids),
    "referrals:sent": Address(SENDERS, contact_ids),
    "referrals:add": Address(AUTHOR, contact_ids),
    "referrals:parent_told": Address(SENDERS, task_ids),
    "referrals:read": Address(AUTHOR, contact_ids),
    "referrals:shared": Address(PARTIES, contact_ids, asked=WITHOUT_A_PART),
    "referrals:access": Address(SENDERS | MANAGER, contact_ids, asked=MANAGER),
    "referrals:emergency": Address(NOBODY, contact_ids),
    "people:emergency": Address(MANAGER | {"far"}),
    "people:emergency_end": Address(NOBODY, emergency_ids),
    "people:emergency_review": Address(MANAGER | {"lead", "second_lead", "far"}, emergency_ids),
    "people:openings": Address(MANAGER | LEADS),
    "people:outstanding": Address(ADMIN),
    "referrals:disagree": Address(PARTIES, contact_ids, asked=WITHOUT_A_PART),
    "referrals:disagreement": Address(PARTIES, disagreement_ids, asked=WITHOUT_A_PART),
    "documents:document": Address(PARTIES, document_ids, asked=WITHOUT_A_PART),
    "documents:verify": anybody(),
    "clocks:deadlines": Address(CASEWORK),
    "clocks:moved": Address(CASEWORK, change_ids),
    "clocks:hearing": Address(CASEWORK),
    "clocks:feed": Address(NOBODY, feed_ids, public=True),
    "clocks:health": anybody(),
    "clocks:schedule": Address(ADMIN),
    "clocks:calendar": Address(ADMIN, authority_ids),
    "clocks:day_off_add": Address(ADMIN, authority_ids),
    "clocks:day_off_remove": Address(ADMIN, day_off_ids),
    "clocks:timescales": Address(ADMIN, authority_ids),
    "clocks:timescale": Address(ADMIN, rule_ids),
    "notices:list": Address(EVERYBODY),
    "notices:read": Address(AUTHOR, notice_ids, post_only=True),
    "pages:style": Address(NOBODY, public=True),
}
"""Nobody finds the style page and the demo's sign-in: both are only there with demo data."""


READ_ONLY = frozenset(
    {
        "clocks:calendar", "clocks:deadlines", "clocks:feed", "clocks:health", "clocks:moved", "clocks:schedule",
        "clocks:timescales", "consent:agreement", "consent:desk", "consent:record", "consent:record_pdf",
        "documents:document", "people:need_to_know", "people:openings", "people:outstanding", "referrals:emergency",
        "partnerships:accessibility", "partnerships:home", "partnerships:privacy", "referrals:access",
        "referrals:advice", "referrals:rung", "referrals:assessment",
        "referrals:assessments", "referrals:child", "referrals:preview", "referrals:received_record",
        "referrals:received_record_pdf",
        "referrals:sent", "referrals:shared", "referrals:summary",
        "thresholds:access", "thresholds:check",
        "thresholds:directory", "thresholds:family", "thresholds:framework", "thresholds:frameworks",
        "thresholds:partnership", "thresholds:partnership_framework", "thresholds:partnership_framework_file",
    }
)  # fmt: skip
"""Pages that nothing is posted to. Those below are only posted to; every other is read and posted to, and none takes more."""
WRITTEN_ONLY = frozenset({"notices:read", "partnerships:demo_sign_in", "partnerships:sign_out"})
NEVER = ("put", "patch", "delete")
"""Methods that no page takes."""


def methods_of(name: str) -> set[str]:
    """The methods that an address is classified as taking."""
    if name in WRITTEN_ONLY:
        return {"post"}
    return {"get", "head"} if name in READ_ONLY else {"get", "head", "post"}


def every_address() -> Iterator[tuple[str, URLPattern]]:
    """Each address in the URLconf with its name and namespace."""

    def walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, pattern.namespace or namespace)
            else:
                yield f"{namespace}:{pattern.name}", pattern

    yield from walk(get_resolver(), "")
