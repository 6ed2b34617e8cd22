"""The matrix: filled in from what was ticked, put right by the practitioner with a reason, and printed so."""

import datetime
import subprocess

import pytest
from django.apps import apps
from django.conf import settings

from audit.models import ChangeEvent
from consent.rules.ways import Way
from documents.rendering import pdf_of
from documents.rules.content import ContactDocument
from referrals.services.sending import contact_send
from rowsecurity.session import acting_as
from tests.journeys.steps import MOTHER_YES, ask_mother, judged_check, prepared
from tests.journeys.world import NOW, World
from tests.roles import as_factory
from tests.unit.thresholds.check_world import Desk, desk_of, signed_in, tick
from thresholds.loading import read_yaml
from thresholds.models import Check
from thresholds.rules.framework import Framework, parse
from thresholds.rules.matrix import NO_WORRY, NOT_EXPLORED, Correction, fill
from thresholds.rules.suggestion import Answers, Observed, weigh
from thresholds.services.checks import CheckRefused
from thresholds.services.matrix import matrix_correct, matrix_restore
from workflow.errors import NotAllowed, StaleVersion

HEALTH_ROW, SPEECH_ROW, EMOTION_ROW = "P16-MX-01", "P16-MX-03", "P16-MX-04"
ABUSED, UNWELL, WELL = "P16-4-REL-02", "P16-3-HEA-01", "P16-1-HEA-01"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return parse(read_yaml((settings.BASE_DIR / "fixtures/frameworks/plymouth-2016.yaml").read_bytes()).value)


def rows(framework: Framework, *codes: str, explored: tuple[str, ...] = (), corrections: dict[str, Correction] | None = None):
    weighed = weigh(framework, Answers(observed=tuple(Observed(indicator=code, conditions_met=True) for code in codes)))
    return {filled.row.code: filled for filled in fill(framework, weighed, explored, corrections or {})}


def test_every_row_has_the_highest_level_that_counts_in_its_dimensions(framework):
    filled = rows(framework, UNWELL, WELL)
    assert len(filled) == 18
    assert (filled[HEALTH_ROW].level.code, filled[HEALTH_ROW].mark) == ("3", "MA")


def test_met_needs_alone_give_their_own_level_and_silence_gives_none(framework):
    filled = rows(framework, WELL)
    assert (filled[HEALTH_ROW].level.code, filled[HEALTH_ROW].mark) == ("1", "US")
    assert (filled[EMOTION_ROW].level, filled[EMOTION_ROW].state, filled[EMOTION_ROW].mark) == (None, NOT_EXPLORED, "")


def test_an_area_that_was_looked_at_without_a_worry_is_not_read_as_the_lowest_level(framework):
    dimension = next(row for row in framework.matrix.rows if row.code == EMOTION_ROW).maps_to[0]
    filled = rows(framework, explored=(dimension,))
    assert (filled[EMOTION_ROW].level, filled[EMOTION_ROW].state) == (None, NO_WORRY)


def test_a_correction_stands_beside_what_was_ticked_and_moves_no_other_row(framework):
    filled = rows(framework, UNWELL, corrections={SPEECH_ROW: Correction(level="2", why="Talks well.")})
    assert (filled[SPEECH_ROW].level.code, filled[SPEECH_ROW].mark, filled[SPEECH_ROW].ticked.code) == ("2", "SA", "3")
    assert filled[HEALTH_ROW].level.code == "3"
    none = rows(framework, UNWELL, corrections={SPEECH_ROW: Correction(level=None, why="Not seen.")})[SPEECH_ROW]
    assert (none.level, none.state) == (None, NOT_EXPLORED)


@pytest.fixture
def beside(plymouth_hub: World) -> Desk:
    """A check about one child with a worry ticked, and its author signed in."""
    desk = desk_of(plymouth_hub, framework="plymouth-2016")
    tick(desk.children()[0], UNWELL)
    desk.post("first_view", {"level": "not-sure"}, child_id=desk.children()[0].pk)
    return desk


def correct(desk: Desk, row: str = SPEECH_ROW, *, level: str = "2", why: str = "She talks in sentences.", shown: int = 0):
    child = desk.children()[0]
    with acting_as(desk.world.practitioner.pk):
        return matrix_correct(child=child, row=row, level=level, why=why, shown=shown, by=desk.world.practitioner, at=NOW)


def test_a_row_is_put_right_on_its_page_and_stands_on_the_evidence_page_with_why(beside: Desk):
    child = beside.children()[0]
    page = beside.get("matrix_row", child_id=child.pk, row=SPEECH_ROW).content.decode()
    assert "Level 3" in page
    assert "(SA)" in page
    answer = beside.post(
        "matrix_row", {"level": "2", "why": "<b>She</b> talks in sentences.", "version": "0"}, child_id=child.pk, row=SPEECH_ROW
    )
    assert answer.status_code == 302
    shown = beside.get("evidence", child_id=child.pk).content.decode()
    assert "You put this right." in shown
    assert "&lt;b&gt;She&lt;/b&gt; talks in sentences." in shown
    restored = beside.post("matrix_row", {"do": "restore", "version": "1"}, child_id=child.pk, row=SPEECH_ROW)
    assert restored.status_code == 302
    assert "You put this right." not in beside.get("evidence", child_id=child.pk).content.decode()


def test_a_row_without_a_reason_is_told_where_it_happened(beside: Desk):
    answer = beside.post(
        "matrix_row", {"level": "2", "why": " ", "version": "0"}, child_id=beside.children()[0].pk, row=SPEECH_ROW
    )
    assert answer.status_code == 422
    assert "Say why this row should be different" in answer.content.decode()


def test_what_the_ticks_give_is_shown_only_after_the_first_view(plymouth_hub: World):
    desk = desk_of(plymouth_hub, framework="plymouth-2016")
    child = desk.children()[0]
    for answer in (
        desk.get("matrix_row", child_id=child.pk, row=SPEECH_ROW),
        desk.post("matrix_row", child_id=child.pk, row=SPEECH_ROW),
    ):
        assert answer.status_code == 302
        assert answer["Location"].endswith("/first-view/")


@pytest.mark.parametrize("who", ["colleague", "lead", "stranger", "worker", "other_worker", "admin"])
def test_nobody_but_the_author_reads_or_writes_a_row(beside: Desk, who: str):
    client = signed_in(getattr(beside.world, who))
    address = beside.url("matrix_row", child_id=beside.children()[0].pk, row=SPEECH_ROW)
    assert client.get(address).status_code == 404
    assert client.post(address, {"level": "2", "why": "x", "version": "0"}).status_code == 404
    correct(beside)
    child = beside.children()[0]
    with acting_as(getattr(beside.world, who).pk), pytest.raises(NotAllowed):
        matrix_restore(child=child, row=SPEECH_ROW, shown=1, by=getattr(beside.world, who), at=NOW)


def test_a_row_and_a_level_of_another_framework_are_refused(beside: Desk):
    assert beside.get("matrix_row", child_id=beside.children()[0].pk, row="BP-MX-01").status_code == 404
    for bad in ({"row": "no-such"}, {"level": "child-in-need"}, {"why": "  "}):
        with pytest.raises(CheckRefused):
            correct(beside, **bad)


def test_two_pages_at_once_show_both_texts_and_overwrite_nothing(beside: Desk):
    correct(beside)
    with pytest.raises(StaleVersion) as stale:
        correct(beside, level="1", why="Another tab.")
    level, why = stale.value.differences
    assert level == ("Level", "level 2 (Early Help)", "level 1 (Universal)")
    assert why == ("Why", "She talks in sentences.", "Another tab.")
    assert correct(beside).version == 1  # the same again is no second correction
    assert correct(beside, level="1", why="Heard today.", shown=1).version == 2


def test_each_correction_leaves_one_mark_with_codes_and_no_words(beside: Desk):
    correct(beside)
    with as_factory():
        event = ChangeEvent.objects.get(event="matrix-corrected")
        history = apps.get_model("thresholds", "MatrixCorrectionHistory").objects.count()
    assert event.detail == {"child": str(beside.children()[0].pk), "row": SPEECH_ROW, "before": None, "level": "2"}
    assert history == 1


def test_a_correction_never_moves_what_the_evidence_points_to(beside: Desk):
    child = beside.children()[0]
    before = beside.get("evidence", child_id=child.pk).context["suggestion"].to_document()
    correct(beside, row=HEALTH_ROW, level="1")
    assert beside.get("evidence", child_id=child.pk).context["suggestion"].to_document() == before


def _at_level_4(world: World) -> Check:
    route = next(
        r["code"] for r in world.authority.content["routes"]
        if r["kind"] == "contact" and r["front_door"] == "hub" and "4" in r["levels"]
    )  # fmt: skip
    return judged_check(world, code=ABUSED, level="4", basis="s47", route=route, kind="practice", framework="plymouth-2016")


def test_the_document_prints_each_row_with_its_code_and_what_was_put_right_and_why(plymouth_hub: World):
    check = _at_level_4(plymouth_hub)
    by = plymouth_hub.practitioner
    with acting_as(by.pk):
        child = check.children.first()
        matrix_correct(child=child, row=SPEECH_ROW, level="2", why="Talks in sentences.", shown=0, by=by, at=NOW)
    ask_mother(check, MOTHER_YES, by)
    with acting_as(by.pk):
        contact = contact_send(
            proposal=prepared(check, by), way=Way.AGREEMENT, reasons="", recipient_id=plymouth_hub.door.pk, by=by, at=NOW
        )
        content = contact.document.content
    first, second = (entry["matrix"] for entry in content["children"])
    assert len(first) == len(second) == 18
    row = next(row for row in first if row["text"].startswith("Speech"))
    assert (row["code"], row["name"]) == ("SA", "Level 2")
    assert row["note"].endswith("Why: Talks in sentences.")
    pdf = pdf_of(kind="contact", content=ContactDocument.from_plain(content))
    printed = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert "Talks in sentences." in " ".join(printed.split())
    seen = signed_in(plymouth_hub.worker).get(f"/front-door/contacts/{contact.pk}/")
    assert seen.status_code == 200
    assert "Talks in sentences." in seen.content.decode()


def test_a_correction_after_an_approval_changes_what_was_approved(plymouth_hub: World):
    check = _at_level_4(plymouth_hub)
    by = plymouth_hub.practitioner
    ask_mother(check, MOTHER_YES, by)
    before = prepared(check, by).content_hash
    with acting_as(by.pk):
        child = check.children.first()
        matrix_correct(
            child=child, row=SPEECH_ROW, level="2", why="Talks.", shown=0, by=by, at=NOW + datetime.timedelta(minutes=1)
        )
    assert prepared(check, by).content_hash != before


def test_a_framework_without_a_matrix_prints_none(world: World):
    desk = desk_of(world)
    tick(desk.children()[0], "BP-CP-RI-01")
    desk.post("first_view", {"level": "not-sure"}, child_id=desk.children()[0].pk)
    assert 'id="matrix"' not in desk.get("evidence", child_id=desk.children()[0].pk).content.decode()
