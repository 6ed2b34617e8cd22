"""What a walk happens to: five agencies, each with a judged check under its own framework, and what people really do to it.

Everything is asked of the services, as the web role under the person's own id, on rows that the policies hold.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from partnerships.models import FrontDoor, LocalAuthority, Membership, Organisation, Role, User
from people.models import Person
from rowsecurity.session import acting_as
from tests.factories.partnerships import LONG_AGO, MembershipFactory, OrganisationFactory, UserFactory
from tests.journeys.world import LONDON
from tests.roles import as_factory, as_owner
from tests.walks.model import Member, Rule
from thresholds.models import Check, CheckChild
from thresholds.selectors.checks import suggestion_for
from thresholds.selectors.frameworks import version_for
from thresholds.services.checks import account_save, check_begin
from thresholds.services.families import AdultEntry, ChildEntry, PlaceEntry, adult_save, child_save, place_save
from thresholds.services.frameworks import frameworks_load
from thresholds.services.judgements import Evidence, first_view_record, judgement_record, observation_save

BEGAN = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)
FIFTH = Path(__file__).parent.parent / "fifth"
RESPONSIBLE = {"mother": "yes", "father": "yes", "partner": "no"}
CHILDREN = {"child": datetime.date(2019, 5, 29), "teenager": datetime.date(2010, 3, 1)}
OF_THE_AGENCY = {
    "author": Role.PRACTITIONER, "colleague": Role.PRACTITIONER,
    "lead": Role.SAFEGUARDING_LEAD, "second": Role.SAFEGUARDING_LEAD,
}  # fmt: skip
ACCOUNTS = ("Robin told me that he is hit.", "Robin told me that he is hit, and is afraid to go home.")
EVERYBODY = (*OF_THE_AGENCY, "outsider", "worker", "stranger")


@dataclass(frozen=True)
class Where:
    """An authority and a framework under which a check is made, and a code that says harm there."""

    authority: str
    framework: str
    code: str
    kind: str = "live"


WHERE = (
    Where("blackpool", "blackpool", "BP-CP-RI-01"),
    Where("plymouth", "plymouth-2022", "P22-Q-WO-06"),
    Where("plymouth", "plymouth-2016", "P16-4-REL-02", kind="practice"),
    Where("stoke-on-trent", "stoke-staffordshire", "SS-4-REL-05"),
    Where("farholm", "farholm-compass", "FH-ST-HOM-01"),
)


@dataclass
class Stage:
    """One agency with its check, judged for nobody yet. `routes` are (route, level, front door's code)."""

    where: Where
    school: Organisation
    elsewhere: Organisation
    people: dict[str, User]
    check: Check
    family: dict[str, Person]
    children: dict[str, CheckChild]
    rules: tuple[Rule, ...]
    level_order: tuple[str, ...]
    routes: tuple[tuple[str, str, str], ...]
    doors: dict[str, FrontDoor]
    levels_judged: dict[str, tuple[str, int]]
    lead_time: int
    evidence: str

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(level for rule in self.rules for level in rule.levels))

    def members(self) -> dict[str, Member]:
        """The family as the model takes it, in its order."""
        found = {"child": Member(adult=False), "teenager": Member(adult=False, asked_by_age=True)}
        return found | {name: Member(adult=True, responsibility=held) for name, held in RESPONSIBLE.items()}


def moment(minutes: int) -> datetime.datetime:
    return BEGAN + datetime.timedelta(minutes=minutes)


def all_stages() -> list[Stage]:
    """Every framework in the fixtures, and one that no Python knows. To be called in a transaction that is rolled back."""
    _let_time_be_told()
    folder = settings.BASE_DIR / "fixtures"
    paths = [
        path for folder in (folder / "frameworks", folder / "authorities", FIFTH) for path in sorted(folder.glob("*.yaml"))
    ]
    with as_factory():
        frameworks_load(files=[(path.name, path.read_bytes()) for path in paths])
    return [_stage(where) for where in WHERE]


def _stage(where: Where) -> Stage:
    with as_factory():
        authority = LocalAuthority.objects.get(slug=where.authority)
        doors = {door.code: door for door in FrontDoor.objects.filter(authority=authority)}
        school, elsewhere = OrganisationFactory(authority=authority), OrganisationFactory(authority=authority)
        people = {name: _member(role, organisation=school) for name, role in OF_THE_AGENCY.items()}
        people["outsider"] = _member(Role.SAFEGUARDING_LEAD, organisation=elsewhere)
        people["stranger"] = _member(Role.PRACTITIONER, organisation=elsewhere)
        people["worker"] = UserFactory()
        for door in doors.values():
            MembershipFactory(user=people["worker"], role=Role.FRONT_DOOR, front_door=door)
    check, family, children = _family_of(where, people["author"], authority)
    document, routes = check.framework_version.framework_document(), _routes(authority, where)
    return Stage(
        where=where, school=school, elsewhere=elsewhere, people=people, check=check, family=family, children=children,
        doors=doors, levels_judged=_judge(check, children, people["author"], routes[-1][1]),
        rules=tuple(_rule(rule) for rule in check.framework_version.content["consent_rules"]),
        level_order=tuple(level.code for level in document.levels), routes=routes, lead_time=_lead_time(authority),
        evidence=_points_to(children["child"], people["author"]),
    )  # fmt: skip


def _points_to(child: CheckChild, by: User) -> str:
    with acting_as(by.pk):
        level = suggestion_for(child, at=BEGAN).level
    assert level
    return level


def _member(role: Role, **place: object) -> User:
    user = UserFactory()
    MembershipFactory(user=user, role=role, **place)
    return user


def _rule(rule: dict[str, Any]) -> Rule:
    return Rule(
        code=rule["code"], levels=tuple(rule["levels"]), bases=tuple(rule.get("bases") or ()),
        needs_agreement=rule["agreement"] == "required", implicit=bool(rule.get("implicit")),
        one_parent=bool(rule.get("one_parent_suffices")), advice_first=bool(rule.get("advice_before_contact")),
        grounds=tuple((ground["code"], tuple(ground["applies_to"])) for ground in rule.get("grounds") or ()),
    )  # fmt: skip


def _lead_time(authority: LocalAuthority) -> int:
    """In minutes. Every authority here counts this rule in elapsed hours."""
    rule = next(rule for rule in authority.content["timescales"] if rule["rule"] == "lead-review")
    assert rule["unit"] == "elapsed-hours"
    return int(rule["amount"]) * 60


def _routes(authority: LocalAuthority, where: Where) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (route["code"], level, route["front_door"])
        for route in authority.content["routes"]
        if route["kind"] == "contact" and route.get("framework") in {None, where.framework}
        for level in route["levels"]
    )


def _family_of(where: Where, by: User, authority: LocalAuthority) -> tuple[Check, dict[str, Person], dict[str, CheckChild]]:
    with acting_as(by.pk):
        version = version_for(where.framework, BEGAN) if where.kind != "live" else None
        check = check_begin(by=by, urgency="neither", at=BEGAN, kind=where.kind, version=version)
        family: dict[str, Person] = {}
        children: dict[str, CheckChild] = {}
        for name, born in CHILDREN.items():
            entry = ChildEntry(given_name=name.capitalize(), family_name="Ashdown", date_of_birth=born)
            children[name] = child_save(check=check, by=by, at=BEGAN, entry=entry)
            family[name] = children[name].person
        for name, held in RESPONSIBLE.items():
            grown = AdultEntry(given_name=name.capitalize(), family_name="Ashdown", relation=name, parental_responsibility=held)
            family[name] = adult_save(check=check, by=by, at=BEGAN, entry=grown).person
        place_save(check=check, by=by, at=BEGAN, entry=PlaceEntry(authority=authority, lines="18 Sample Street"))
        for child in children.values():
            evidence = Evidence(conditions_met=True, value="yes", seen="“He hits us.”", who="child")
            observation_save(child=child, code=where.code, by=by, at=BEGAN, evidence=evidence)
            first_view_record(child=child, level="not-sure", by=by, at=BEGAN)
        assert version is None or check.framework_version == version
    return check, family, children


def _judge(check: Check, children: dict[str, CheckChild], by: User, level: str) -> dict[str, tuple[str, int]]:
    with acting_as(by.pk):
        for child in children.values():
            judgement_record(child=child, level=level, why=why_judged(1), differs_why="I know more.", by=by, at=BEGAN)
        account_save(check=check, words={"account": ACCOUNTS[0]}, by=by, at=BEGAN)
    return dict.fromkeys(children, (level, 1))


def why_judged(count: int) -> str:
    """Each judgement has words of its own, so that none is word for word a former one."""
    return f"What Robin said, looked at {count} times."


def _let_time_be_told() -> None:
    """The trigger's own `now()` is the walk's, so that the database judges by the same clock as everybody else."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("create schema walk")
        cursor.execute("grant usage on schema walk to public")
        cursor.execute("""
            create function walk.now() returns timestamptz language sql stable as
            $$ select current_setting('walk.now')::timestamptz $$""")
    with connection.cursor() as cursor:
        cursor.execute("set local search_path = walk, pg_catalog, public")
    tell_time(0)


def tell_time(minutes: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('walk.now', %s, true)", [moment(minutes).isoformat()])


def revoke(stage: Stage, name: str) -> None:
    """Somebody leads no longer."""
    with as_factory():
        Membership.objects.filter(user=stage.people[name], role=Role.SAFEGUARDING_LEAD).update(until_date=LONG_AGO)


def name_approver(stage: Stage) -> None:
    with as_factory():
        Organisation.objects.filter(pk=stage.school.pk).update(approver=stage.elsewhere)


def make_lead_too(stage: Stage, name: str) -> None:
    with as_factory():
        MembershipFactory(user=stage.people[name], role=Role.SAFEGUARDING_LEAD, organisation=stage.school)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens within, however it ends, has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


COUNTED = (
    "consent_agreement", "consent_agreementhistory", "consent_competence",
    "consent_sharingproposal", "consent_sharingproposalhistory",
    "consent_leadreview", "consent_latereview", "referrals_contact", "referrals_contactchild", "referrals_parenttold",
    "referrals_decision", "documents_document", "clocks_clock", "clocks_clockhistory", "notices_notice", "audit_changeevent",
    "thresholds_checkhistory", "people_restriction", "consent_handover", "consent_absence", "referrals_contactnote",
)  # fmt: skip
STANDING = f"""
    select md5(concat(
      (select string_agg(p::text, '|' order by id) from (
         select id, state, way, way_reasons, left_at, asked_by_id, asked_at, asked_why, review_due_at, concern_about_id
         from consent_sharingproposal) p),
      (select string_agg(a::text, '|' order by id) from consent_agreement a),
      (select string_agg(c::text, '|' order by id) from referrals_contact c),
      (select string_agg(t::text, '|' order by id) from referrals_parenttold t),
      (select string_agg(r::text, '|' order by id) from consent_leadreview r),
      (select string_agg(id || md5(content::text), '|' order by id) from documents_document),
      (select string_agg(c.version || c.state, '|' order by id) from thresholds_check c),
      {", ".join(f"'{table}', (select count(*) from {table})" for table in COUNTED)}))"""


def standing() -> str:
    """All that agreement and sharing have left in the database, in one value."""
    with as_factory(), connection.cursor() as cursor:
        cursor.execute(STANDING)
        return cursor.fetchone()[0]
