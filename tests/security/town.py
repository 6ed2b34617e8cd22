"""A world with a case in every table: what its people may see of it, and nobody else, is what these tests ask."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils import timezone

from audit.services import record_access
from clocks.services.hearing import digest_choose, feed_make
from consent.models import Absence, HarmQuestion, SharingProposal
from consent.rules.ways import Way
from consent.services.agreements import agreement_record
from consent.services.deciding import Judging, competence_record
from consent.services.desk import proposal_hand_over, proposal_read
from consent.services.proposals import proposal_ask, proposal_prepare
from consent.services.reviews import late_review_record, review_decide
from partnerships.models import Role, User
from partnerships.permissions import current_memberships
from people.models import EmergencyAccess, HouseholdMember
from people.services.emergencies import Wanted, emergency_end, emergency_open, emergency_review
from people.services.openings import opening_record
from referrals.models import Assessment, Contact, ContactMatch, Disagreement
from referrals.records import record_of_contact
from referrals.rules.narrowing import Filters
from referrals.services.assessments import checkpoint_hold, child_seen
from referrals.services.decisions import Deciding, contact_decide
from referrals.services.disagreements import disagreement_raise, disagreement_step
from referrals.services.inbox import LONGEST, reading_begin, view_save
from referrals.services.merging import Asked, merge_ask
from referrals.services.missing import Episode, episode_record
from referrals.services.referrer import Told, parent_told
from referrals.services.sending import contact_send
from referrals.services.strategies import (
    Called,
    Strategy,
    action_add,
    action_close,
    conference_hold,
    conference_need,
    strategy_call,
    strategy_hold,
    strategy_try,
)
from referrals.services.triage import child_is_new, contact_take, note_add
from rowsecurity.session import acting_as
from tests.factories.assessing import AgreedDateFactory
from tests.factories.children import NotAMatchFactory
from tests.factories.clocks import ScheduleChangeFactory
from tests.factories.need_to_know import ConflictOfInterestFactory, RestrictionFactory, RestrictionMemberFactory
from tests.factories.partnerships import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.people import ChildFactory
from tests.factories.thresholds import MatrixCorrectionFactory
from tests.journeys.steps import MOTHER_NO
from tests.journeys.world import World, world_of
from tests.roles import as_factory
from tests.security.ringing import joined_to, rung_in
from thresholds.models import Check
from thresholds.services.checks import account_save, check_begin, concern_about_lead, conversation_record
from thresholds.services.families import AdultEntry, ChildEntry, PlaceEntry, adult_save, child_save, place_save
from thresholds.services.judgements import (
    Evidence,
    child_views_save,
    first_view_record,
    judgement_record,
    observation_save,
    route_choose,
)
from thresholds.services.moves import moves_choose

LEVEL, BASIS, HIT = "child-protection", "s47", "BP-CP-RI-01"
HOUR = datetime.timedelta(hours=1)

Words = Callable[[str], str]
"""What to write in a free-text field, by the field's name."""


def plain(name: str) -> str:
    """Words that are found nowhere else, so that one of them in a response is a leak."""
    return f"zqxcanary{name.replace('_', '').lower()}"


@dataclass(frozen=True)
class Facts:
    """What tells one town's family from another's besides its words, the authority in which it lies, and its neighbour."""

    slug: str = "blackpool"
    other: str = "plymouth"
    born: datetime.date = datetime.date(2019, 5, 29)
    nhs_number: str = "9990000018"
    upn: str = "Z999000000018"
    postcode: str = "FY9 9ZZ"
    more: tuple[tuple[str, bytes], ...] = ()


@dataclass
class Case:
    """One family's way through the service, as far as it went."""

    check: Check
    mother: HouseholdMember
    proposal: SharingProposal
    contact: Contact | None = None
    assessment: Assessment | None = None
    disagreement: Disagreement | None = None
    emergency: EmergencyAccess | None = None


@dataclass
class Town:
    """`sent` went the whole way; `waiting` is before the lead; `passed_by` is about `second_lead`, and was sent as urgent."""

    world: World
    at: datetime.datetime
    elsewhere_lead: User
    waiting: Case
    sent: Case
    passed_by: Case
    people: dict[str, User] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)

    def planted(self) -> set[str]:
        """What is written nowhere but in this town's records, besides its words: numbers, places, days and references."""
        cases = (self.waiting, self.sent, self.passed_by)
        with as_factory():
            references = {case.check.reference for case in cases} | {case.proposal.reference for case in cases}
            references |= {case.contact.reference for case in cases if case.contact is not None}
            children = {case.check.children.get().person for case in cases}
        born = {f"{child.date_of_birth:%-d %B %Y}" for child in children}
        return references | born | {self.facts.nhs_number, self.facts.upn, self.facts.postcode}


def town_of(words: Words = plain, facts: Facts | None = None) -> Town:
    """The whole town, on the real clock: its cases began today."""
    facts = facts or Facts()
    world = world_of(facts.slug, "duty-and-assessment", facts.other, more=facts.more)
    at = timezone.now() - 3 * HOUR
    with as_factory():
        elsewhere = OrganisationFactory(authority=world.authority, name="Another Agency (fictional)")
        elsewhere_lead = UserFactory(name="Eli Elsewhere")
        MembershipFactory(user=elsewhere_lead, role=Role.SAFEGUARDING_LEAD, organisation=elsewhere)
        Absence.objects.create(
            lead=world.lead, deputy=world.second_lead, organisation=world.school, until=at.date(), said_at=at, ended_at=at
        )
        ScheduleChangeFactory(
            authority=world.authority, asked_by=world.admin, asked_at=at, name=day_off_of(world), why="Everybody trains."
        )
    unsent, hidden = _beginning(words, "waiting"), _beginning(words, "hidden")
    waiting = _case(world, facts, unsent, at)
    _ask(world, waiting, unsent, at)
    _hand_over(world, waiting, unsent, at)
    sent = _case(world, facts, words, at)
    _ask(world, sent, words, at)
    _send_approved(world, sent, words, at)
    assert sent.contact is not None
    joined_to(sent.contact, world, words, at)
    rung_in(world, words, at)
    _work_on(world, sent, words, at)
    _closed_for_a_while(world, sent, words, at)
    _opened_besides(world, sent, words, at)
    passed_by = _case(world, facts, hidden, at, concern_about=world.second_lead)
    _ask(world, passed_by, hidden, at)
    _send_urgent(world, passed_by, hidden, at)
    town = Town(world, at, elsewhere_lead, waiting, sent, passed_by, facts=facts)
    names = (
        "practitioner", "colleague", "lead", "second_lead", "worker", "manager", "admin", "stranger", "other_worker",
    )  # fmt: skip
    town.people = (
        {name: getattr(world, name) for name in names} | {"elsewhere_lead": elsewhere_lead} | _with_several_roles(world)
    )
    return town


def day_off_of(world: World) -> str:
    """What the authority's own people write in its calendar, and no other authority's read: nothing about a child."""
    return f"Training day of {world.authority.slug}"


def _with_several_roles(world: World) -> dict[str, User]:
    """Whose every role is over, who is of agency and front door, of both kinds in another authority, and above the manager."""
    former, double, far, above = UserFactory.build_batch(4)
    with as_factory():
        far_door = world.other_worker.memberships.get().front_door
        far_agency = OrganisationFactory(authority=far_door.authority, name="Far Agency (fictional)")
        for person, name in ((former, "Fran Former"), (double, "Dana Double"), (far, "Farah Far"), (above, "Ana Above")):
            person.name = name
            person.save()
        over = timezone.localdate() - datetime.timedelta(days=2)  # before `at` too, in the first hours of a day
        for role, place in (
            (Role.PRACTITIONER, {"organisation": world.school}), (Role.SAFEGUARDING_LEAD, {"organisation": world.school}),
            (Role.FRONT_DOOR_MANAGER, {"front_door": world.door}), (Role.PARTNERSHIP_ADMIN, {"authority": world.authority}),
        ):  # fmt: skip
            MembershipFactory(user=former, role=role, until_date=over, **place)
        MembershipFactory(user=double, role=Role.PRACTITIONER, organisation=world.school)
        MembershipFactory(user=double, role=Role.FRONT_DOOR, front_door=world.door)
        MembershipFactory(user=far, role=Role.SAFEGUARDING_LEAD, organisation=far_agency)
        MembershipFactory(user=far, role=Role.FRONT_DOOR_MANAGER, front_door=far_door)
        MembershipFactory(user=above, role=Role.SERVICE_MANAGER, front_door=world.door)
    return {"former": former, "double": double, "far": far, "service_manager": above}


def _closed_for_a_while(world: World, case: Case, words: Words, at: datetime.datetime) -> None:
    """It was restricted to its manager, and its worker stepped back from it; both are over."""
    assert case.contact is not None
    by, ended = world.manager, at + HOUR
    of = {
        "subject_type": "contact",
        "subject_id": case.contact.pk,
        "reference": case.contact.reference,
        "front_door": world.door,
    }
    with as_factory():
        restriction = RestrictionFactory(
            **of, reason=words("restricted"), restricted_by=by, restricted_at=at, lifted_by=by, lifted_at=ended,
            lifted_why=words("lifted"),
        )  # fmt: skip
        RestrictionMemberFactory(restriction=restriction, user=by, removed_by=by, removed_at=ended)
        ConflictOfInterestFactory(
            **of,
            user=world.worker,
            reason=words("conflict"),
            declared_at=at,
            ended_by=by,
            ended_at=ended,
            ended_why=words("over"),
        )


def _opened_besides(world: World, case: Case, words: Words, at: datetime.datetime) -> None:
    """Opened by somebody of the door without a part in it, and by emergency access from another door: ended, reviewed."""
    assert case.contact is not None
    far_door = next(m.front_door for m in current_memberships(world.other_worker) if m.front_door is not None)
    with as_factory():
        duty, far_manager = UserFactory(name="Dana Duty"), UserFactory(name="Fay Faraway")
        MembershipFactory(user=duty, role=Role.FRONT_DOOR, front_door=world.door)
        MembershipFactory(user=far_manager, role=Role.FRONT_DOOR_MANAGER, front_door=far_door)
    with acting_as(duty.pk):
        opening_record(record=record_of_contact(case.contact), reason="cover", words=words("opening"), by=duty, at=at)
    with acting_as(far_manager.pk):
        wanted = Wanted(reference=case.contact.reference)
        [case.emergency] = emergency_open(wanted=wanted, reason="harm", words=words("emergency"), by=far_manager, at=at)
        emergency_end(access=case.emergency, by=far_manager, at=at)
    with acting_as(world.manager.pk):
        emergency_review(
            access=case.emergency, finding="justified", reasons=words("emergency_review"), by=world.manager, at=at + HOUR
        )
    with acting_as(world.worker.pk):
        feed_make(by=world.worker, at=at)
        digest_choose(by=world.worker, by_email=True, at=at)
        digest_choose(by=world.worker, by_email=False, at=at)


def _beginning(words: Words, case: str) -> Words:
    """The words of one case, so that they are told from those of another."""
    return lambda name: words(f"{case}_{name}")


def _case(world: World, facts: Facts, words: Words, at: datetime.datetime, concern_about: User | None = None) -> Case:
    """A check with everything in it, judged, its mother asked and refusing, prepared."""
    by = world.practitioner
    with acting_as(by.pk):
        check = check_begin(by=by, urgency="today", at=at)
        mother = _family(world, facts, check, words, at)
        account = {name: words(name) for name in ("account", "harm", "involvement", "tried", "family_views")}
        account_save(check=check, words=account, by=by, at=at)
        for kind in ("urgent-call", "front-door"):
            conversation_record(
                check=check, kind=kind, with_whom=words("with_whom"), held_at=at, said=words("said"),
                advised=words("advised"), written_asked=True, by=by, at=at,
            )  # fmt: skip
        if concern_about is not None:
            concern_about_lead(check=check, lead=concern_about, by=by, at=at)
        for child in check.children.all():
            _judge(check, child, words, at)
        route = next(r for r in world.authority.content["routes"] if r["kind"] == "contact" and LEVEL in r["levels"])
        framework = check.framework_version.framework_document()
        actions = {item.code: words("action") for item in framework.actions_to_consider[:1]}
        check = route_choose(
            check=check, route=route["code"], basis=BASIS, need="", allocated_worker="no", actions=actions, by=by, at=at
        )
        moves_choose(check=check, moves={framework.moves[0].code: words("move")}, by=by, at=at)
        _decide(check, words, at)
        _refuse(check, mother, words, at)
        return Case(check, mother, proposal_prepare(check=check, by=by, at=at))


def _family(world: World, facts: Facts, check: Check, words: Words, at: datetime.datetime) -> HouseholdMember:
    by = world.practitioner
    child_save(
        check=check, by=by, at=at,
        entry=ChildEntry(
            given_name=words("given_name"), family_name=words("family_name"), known_as=words("known_as"),
            date_of_birth=facts.born, nhs_number=facts.nhs_number, upn=facts.upn,
        ),
    )  # fmt: skip
    mother = adult_save(
        check=check, by=by, at=at,
        entry=AdultEntry(
            given_name=words("mother"), family_name=words("family_name"), relation=words("relation")[:60],
            parental_responsibility="yes", contact_details=words("contact_details"),
        ),
    )  # fmt: skip
    place_save(
        check=check, by=by, at=at,
        entry=PlaceEntry(
            authority=world.authority, place="staying", place_reason=words("place_reason"), lines=words("lines"),
            postcode=facts.postcode,
        ),
    )  # fmt: skip
    return mother


def _judge(check: Check, child, words: Words, at: datetime.datetime) -> None:
    by = check.author
    evidence = Evidence(
        conditions_met=True, seen=words("seen"), when=words("when"), how_often=words("how_often"), who="child", nature="fact"
    )
    observation_save(child=child, code=HIT, by=by, at=at, evidence=evidence)
    strength = check.framework_version.framework_document().strengths[0]
    observation_save(child=child, code=strength.code, by=by, at=at, evidence=Evidence(seen=words("strength")))
    child_views_save(child=child, words=words("child_views"), by=by, at=at)
    first_view_record(child=child, level="not-sure", by=by, at=at)
    judgement_record(child=child, level=LEVEL, why=words("level_why"), differs_why=words("level_differs_why"), by=by, at=at)
    with as_factory():  # its framework prints no matrix: the row stands for one that does
        MatrixCorrectionFactory(child=child, row="MX-01", why=words("matrix_why"), corrected_by=by, corrected_at=at)


def _decide(check: Check, words: Words, at: datetime.datetime) -> None:
    """Its child cannot decide yet; and the question after a refusal, as on a basis that needs agreement."""
    by = check.author
    judging = Judging(
        finding="not-competent", reasons=words("competence"), judged_at=at - HOUR,
        judged_by_name=words("judged_by_name"), judged_by_job=words("judged_by_job"),
    )  # fmt: skip
    competence_record(check=check, person=check.children.get().person, judging=judging, by=by, at=at)
    with as_factory():
        HarmQuestion.objects.create(
            case_check=check, may_suffer=True, why=words("harm_why"), help_given=words("help_given"),
            family_told=words("family_told"), rule_code="BP-CON-CIN", framework_version=check.framework_version,
            answered_by=by, answered_at=at,
        )  # fmt: skip


def _refuse(check: Check, mother: HouseholdMember, words: Words, at: datetime.datetime) -> None:
    rule = next(r for r in check.framework_version.framework_document().consent_rules if LEVEL in r.levels)
    ground = next(ground for ground in rule.grounds if "refused" in ground.applies_to)
    asking = replace(
        MOTHER_NO, asked_at=at - HOUR, ground=ground.code, ground_note=words("ground_note"),
        asked_by_name=words("asked_by_name"), asked_by_job=words("asked_by_job"),
        their_words=words("their_words"), why_declined=words("why_declined"), explored=words("explored"),
    )  # fmt: skip
    agreement_record(check=check, person=mother.person, asking=asking, by=check.author, at=at)


def _ask(world: World, case: Case, words: Words, at: datetime.datetime) -> None:
    with acting_as(world.practitioner.pk):
        case.proposal = proposal_ask(proposal=case.proposal, why=words("asked_why"), by=world.practitioner, at=at)


def _hand_over(world: World, case: Case, words: Words, at: datetime.datetime) -> None:
    with acting_as(world.lead.pk):
        proposal_read(proposal=case.proposal, by=world.lead, at=at)
        proposal_hand_over(
            proposal=case.proposal, to=world.second_lead, note=words("hand_over_note"), by=world.lead, at=at
        )  # fmt: skip


def _send_approved(world: World, case: Case, words: Words, at: datetime.datetime) -> None:
    with acting_as(world.lead.pk):
        review_decide(
            proposal=case.proposal, decision="approve", reasons=words("review_reasons"), read_hash=case.proposal.content_hash,
            by=world.lead, at=at,
        )  # fmt: skip
    _leave(world, case, Way.APPROVAL, "", at)


def _send_urgent(world: World, case: Case, words: Words, at: datetime.datetime) -> None:
    _leave(world, case, Way.URGENT, words("way_reasons"), at)
    with acting_as(world.lead.pk):
        late_review_record(
            proposal=case.proposal, outcome="supported", reasons=words("late_reasons"), by=world.lead, at=at + HOUR
        )


def _leave(world: World, case: Case, way: Way, reasons: str, at: datetime.datetime) -> None:
    with acting_as(world.practitioner.pk):
        case.contact = contact_send(
            proposal=case.proposal, way=way, reasons=reasons, recipient_id=world.door.pk, by=world.practitioner, at=at
        )
        case.proposal.refresh_from_db()
        case.check.refresh_from_db()


def _work_on(world: World, case: Case, words: Words, at: datetime.datetime) -> None:
    """The front door takes it in, decides, assesses; the referrer tells the parent, adds, and disagrees."""
    assert case.contact is not None
    contact, door, later = case.contact, world.worker, at + HOUR
    with acting_as(door.pk):
        record_access(user=door, action="contact-read", subject_type="contact", subject_id=contact.pk)
        contact_take(contact=contact, by=door, at=later)
        note_add(contact=contact, kind="note", words=words("door_note"), by=door, at=later)
        reading_begin(contact=contact, is_restricted=False, by=door, at=later)
        view_save(name=words("view")[:LONGEST], filters=Filters(level=LEVEL), by=door, at=later)
        note_add(contact=contact, kind="talk-referrer", words=words("note"), by=door, at=later, for_referrer=True)
        match = child_is_new(child=contact.children.get(), by=door, at=later)
        _known_otherwise(match, door, words, later)
        deciding = Deciding(
            outcome="s47", level=LEVEL, reasons=words("reasons"), advice=words("advice"), next_steps=words("next_steps"),
            what_would_change=words("what_would_change"),
        )  # fmt: skip
        contact_decide(contact=contact, deciding=deciding, by=door, at=later)
        case.assessment = Assessment.objects.get(contact=contact)
        _assess(case.assessment, door, words, later)
    with acting_as(world.practitioner.pk):
        note_add(contact=contact, kind="addition", words=words("addition"), by=world.practitioner, at=later)
        told = Told(answer="told", words=words("told"), how="phone", told_at=later)
        parent_told(task=contact.to_tell.get(), told=told, by=world.practitioner, at=later)
        case.disagreement = disagreement_raise(
            contact=contact, about=words("about"), wanted=words("wanted"), by=world.practitioner, at=later
        )
    with acting_as(door.pk):
        disagreement_step(disagreement=case.disagreement, kind="answered", words=words("answer"), by=door, at=later)


def _known_otherwise(match: ContactMatch, door: User, words: Words, at: datetime.datetime) -> None:
    """Was missing, has a record besides that a second person is asked about, and is not a third one."""
    episode = Episode(
        missing_from=at - 2 * HOUR, away_from="home", reported_by=words("reported_by"), found_at=at - HOUR,
        found_where=words("found_where"), interview="held", said=words("said_of_missing"),
    )  # fmt: skip
    episode_record(child=match.person, episode=episode, by=door, at=at)
    with as_factory():
        of = {"front_door": match.person.front_door, "recorded_by": door, "date_of_birth": None, "family_name": ""}
        again, other = (ChildFactory(**of, given_name=words(name)) for name in ("again", "other"))
        NotAMatchFactory(child=match.child, person=other, why=words("not_a_match"), by=door, at=at)
    chosen = {"given_name": "kept"}
    merge_ask(kept=match.person, merged=again, asked=Asked(why=words("merge_why"), chosen=chosen), by=door, at=at)


def _assess(assessment: Assessment, by: User, words: Words, at: datetime.datetime) -> None:
    # One person has one seat, also where every word is the same.
    seats = {
        "social_work_manager": words("manager"),
        "police": f"{words('police')} (police)",
        "knows_child_best": words("knows_best"),
    }
    called = Called(meets_at=at + HOUR, health=f"{words('asked_health')} (health)", **seats)
    strategy_call(assessment=assessment, called=called, by=by, at=at)
    strategy = Strategy(
        held_at=at, health="", no_answer=words("no_answer"), shared=words("shared"), words=words("strategy_words"), **seats
    )
    strategy_try(assessment=assessment, by=by, at=at, strategy=strategy)
    strategy_hold(assessment=assessment, by=by, at=at, strategy=replace(strategy, health=f"{words('health')} (health)"))
    for what in (words("action"), words("other_action")):
        action = action_add(assessment=assessment, what=what, who=words("action_by"), due=at.date(), by=by, at=at)
    action_close(action=action, came=words("action_came"), by=by, at=at)
    conference_need(assessment=assessment, why=words("conference_why"), by=by, at=at)
    conference_hold(assessment=assessment, held_at=at, result=words("conference_result"), by=by, at=at)
    child_seen(
        assessment=assessment, seen_at=at, where=words("seen_where"), alone=False, alone_why=words("alone_why"), by=by, at=at
    )
    checkpoint_hold(assessment=assessment, rule="checkpoint-10", done=words("done"), decided=words("decided"), by=by, at=at)
    with as_factory():
        AgreedDateFactory(assessment=assessment, why=words("agreed_why"), agreed_by=UserFactory(), agreed_at=at)
