"""Pages that somebody else has overtaken: what was typed is given back, and nobody meets an error page."""

import datetime
import re

from consent.models import SharingProposal
from consent.services.proposals import proposal_ask
from consent.services.reviews import review_decide
from referrals.models import Assessment, Contact
from referrals.services.assessments import assessment_complete, child_seen
from referrals.services.disagreements import disagreement_raise
from rowsecurity.session import acting_as
from tests.journeys.front_door import SignIn, decided, page, says_why, sent
from tests.journeys.steps import MOTHER_NO, MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from thresholds.services.checks import account_save

TYPED = "Ring the school nurse before you decide: she saw him on Monday."


def asked(world: World) -> SharingProposal:
    check = judged_check(world, code="BP-CP-RI-01", level="child-protection", basis="s47", route="BP-RT-CP-01", at=NOW)
    ask_mother(check, MOTHER_NO, world.practitioner)
    proposal = prepared(check, world.practitioner)
    with acting_as(world.practitioner.pk):
        return proposal_ask(proposal=proposal, why="He is not safe.", by=world.practitioner, at=NOW)


def test_a_lead_who_is_second_gets_back_what_they_wrote(blackpool: World, sign_in: SignIn) -> None:
    proposal = asked(blackpool)
    given = {"proposal": proposal, "read_hash": proposal.content_hash, "at": NOW}
    with acting_as(blackpool.second_lead.pk):
        review_decide(decision="advise", reasons="Ask the father too.", by=blackpool.second_lead, **given)
    answer = sign_in(blackpool.lead).post(
        f"/lead/{proposal.pk}/", {"decision": "approve", "reasons": TYPED, "read_hash": proposal.content_hash}
    )
    assert answer.status_code == 409
    assert TYPED in answer.content.decode()


def test_what_was_written_on_a_finished_assessment_is_given_back(blackpool: World, sign_in: SignIn) -> None:
    contact = decided(blackpool)
    with as_factory():
        assessment = Assessment.objects.select_related("front_door").get(contact=contact)
    later = NOW + datetime.timedelta(hours=2)
    with acting_as(blackpool.worker.pk):
        child_seen(assessment=assessment, seen_at=NOW, where="At school", alone=True, by=blackpool.worker, at=later)
        assessment_complete(assessment=assessment, outcome="A plan.", by=blackpool.worker, at=later)
    manager = sign_in(blackpool.manager)
    says_why(manager, f"/front-door/assessments/{assessment.pk}/complete/")
    answer = manager.post(f"/front-door/assessments/{assessment.pk}/complete/", {"outcome": TYPED})
    assert answer.status_code == 409
    assert TYPED in answer.content.decode()
    assert "csrfmiddlewaretoken" not in answer.content.decode().split("<main")[1].split("</main")[0]


def test_what_was_written_after_being_signed_out_is_given_back(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    browser = sign_in(blackpool.practitioner)
    browser.logout()
    answer = browser.post(f"/contacts/{contact.pk}/add/", {"words": TYPED})
    assert answer.status_code == 403
    assert TYPED in answer.content.decode()
    assert f"/sign-in/?next=/contacts/{contact.pk}/add/" in answer.content.decode()


def test_a_send_page_that_was_overtaken_says_so_once_and_then_sends(blackpool: World, sign_in: SignIn) -> None:
    check = judged_check(
        blackpool, code="BP-CP-RI-01", level="child-protection", basis="s47", route="BP-RT-CP-01", at=NOW, urgency="today"
    )
    ask_mother(check, MOTHER_YES, blackpool.practitioner)
    old = prepared(check, blackpool.practitioner)
    with acting_as(blackpool.practitioner.pk):
        account_save(check=check, words={"account": "Robin told me more."}, by=blackpool.practitioner, at=NOW)
    browser, path = sign_in(blackpool.practitioner), f"/checks/{check.pk}/send/"
    given = {"way": "urgent", "urgent_why": TYPED, "confirmed": "on", "recipient": old.recipient_id}
    overtaken = browser.post(path, given | {"content": old.content_hash})
    shown = overtaken.content.decode()
    new = prepared(check, blackpool.practitioner)
    assert overtaken.status_code == 422
    assert "has changed since you opened this page" in shown
    assert TYPED in shown
    assert not re.search(r'<input[^>]*name="confirmed"[^>]*checked', shown)
    assert f'name="content" value="{new.content_hash}"' in shown
    assert browser.post(path, given | {"content": new.content_hash}).status_code == 302
    with as_factory():
        assert Contact.objects.get().content_hash == new.content_hash


def test_words_written_on_a_send_page_come_back_when_the_check_is_no_longer_ready(blackpool: World, sign_in: SignIn) -> None:
    check = judged_check(blackpool, code="BP-CP-RI-01", level="child-protection", basis="s47", route="BP-RT-CP-01", at=NOW)
    with acting_as(blackpool.practitioner.pk):
        account_save(check=check, words={"account": ""}, by=blackpool.practitioner, at=NOW)
    answer = sign_in(blackpool.practitioner).post(f"/checks/{check.pk}/send/", {"urgent_why": TYPED})
    assert answer.status_code == 422
    assert TYPED in answer.content.decode()


def test_the_author_opens_a_disagreement_that_the_front_door_raised(blackpool: World, sign_in: SignIn) -> None:
    contact = decided(blackpool)
    with acting_as(blackpool.worker.pk):
        raised = disagreement_raise(contact=contact, about="Too little.", wanted="More.", by=blackpool.worker, at=NOW)
    assert "Too little." in page(sign_in(blackpool.practitioner), f"/disagreements/{raised.pk}/")
    page(sign_in(blackpool.stranger), f"/disagreements/{raised.pk}/", status=404)


def test_a_place_in_the_candidates_that_is_no_place_begins_at_the_first(blackpool: World, sign_in: SignIn) -> None:
    contact = sent(blackpool)
    with acting_as(blackpool.worker.pk):
        child = contact.children.first()
    here = f"/front-door/contacts/{contact.pk}/children/{child.pk}/match/"
    worker = sign_in(blackpool.worker)
    for start in ("9" * 5000, "-1", "x"):
        assert page(worker, f"{here}?from={start}")


def test_an_inbox_asked_for_what_came_since_the_year_one_answers(blackpool: World, sign_in: SignIn) -> None:
    sent(blackpool)
    worker = sign_in(blackpool.worker)
    for since in ("-62135596800", "nan", "253402300799", "1e400"):
        assert worker.get("/front-door/", {"since": since}, headers={"HX-Request": "true"}).status_code == 200
    for after in ("n_-62135596800_", "u_nan_"):
        assert worker.get("/front-door/", {"after": f"{after}{contact_key()}"}).status_code == 200


def contact_key() -> str:
    return "00000000-0000-0000-0000-000000000000"
