"""The steps of a journey through the services, each as its person."""

import datetime
from dataclasses import replace

from consent.models import SharingProposal
from consent.services.agreements import Asking, agreement_record
from consent.services.proposals import proposal_prepare
from partnerships.models import User
from people.models import Person
from rowsecurity.session import acting_as
from tests.journeys.world import NOW, World
from thresholds.models import Check
from thresholds.selectors.frameworks import version_for
from thresholds.services.checks import account_save, check_begin
from thresholds.services.families import AdultEntry, ChildEntry, PlaceEntry, adult_save, child_save, place_save
from thresholds.services.judgements import Evidence, first_view_record, judgement_record, observation_save, route_choose

MOTHER_NO = Asking(
    answer="refused", how="face-to-face", asked_at=NOW - datetime.timedelta(hours=1), explained_why=True, explained_what=True,
    explained_with_whom=True, explained_purpose=True, their_words="Leave us be.", why_declined="Afraid of losing the children.",
)  # fmt: skip
MOTHER_YES = Asking(
    answer="agreed", how="phone", asked_at=NOW - datetime.timedelta(hours=1), explained_why=True, explained_what=True,
    explained_with_whom=True, explained_purpose=True, their_words="If it helps Robin, yes.",
)  # fmt: skip


def judged_check(
    world: World,
    *,
    code: str,
    level: str,
    basis: str,
    route: str,
    urgency: str = "neither",
    kind: str = "live",
    at=NOW,
    framework: str = "",
) -> Check:
    """A check about two children, one of them unborn, judged at a level, up to its chosen route.

    `code` is an indicator, or a question that is answered yes. A `framework` is for a check that is not live.
    """
    by = world.practitioner
    with acting_as(by.pk):
        version = version_for(framework, at) if framework else None
        check = check_begin(by=by, urgency=urgency, at=at, kind=kind, version=version)
        robin = child_save(
            check=check, by=by, at=at,
            entry=ChildEntry(given_name="Robin", family_name="Ashdown", date_of_birth=datetime.date(2019, 5, 29)),
        )  # fmt: skip
        unborn = child_save(check=check, by=by, at=at, entry=ChildEntry(unborn=True, due_date=datetime.date(2027, 3, 1)))
        adult_save(
            check=check, by=by, at=at,
            entry=AdultEntry(given_name="Kerry", family_name="Ashdown", relation="mother", parental_responsibility="yes"),
        )  # fmt: skip
        place_save(
            check=check, by=by, at=at,
            entry=PlaceEntry(authority=world.authority, lines="18 Sample Street", postcode="FY1 1AA"),
        )  # fmt: skip
        for child in (robin, unborn):
            evidence = Evidence(conditions_met=True, value="yes", seen="“He hits us.”", who="child")
            observation_save(child=child, code=code, by=by, at=at, evidence=evidence)
            first_view_record(child=child, level="not-sure", by=by, at=at)
            judgement_record(
                child=child, level=level, why="What Robin said, and how often.", differs_why="I know more.", by=by, at=at
            )
        account_save(check=check, words={"account": "Robin told me that he is hit at home."}, by=by, at=at)
        return route_choose(check=check, route=route, basis=basis, need="", allocated_worker="no", actions={}, by=by, at=at)


def mother(check: Check) -> Person:
    return check.household.members.get(person__kind=Person.Kind.ADULT).person


def ask_mother(check: Check, asking: Asking, by: User, at: datetime.datetime = NOW) -> None:
    if asking.asked_at is not None:
        asking = replace(asking, asked_at=at - datetime.timedelta(hours=1))
    with acting_as(by.pk):
        agreement_record(check=check, person=mother(check), asking=asking, by=by, at=at)


def prepared(check: Check, by: User, at: datetime.datetime = NOW) -> SharingProposal:
    with acting_as(by.pk):
        return proposal_prepare(check=check, by=by, at=at)
