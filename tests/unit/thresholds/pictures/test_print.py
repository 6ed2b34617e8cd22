"""The same drawing in a PDF: nothing in it is beyond what WeasyPrint draws."""

import logging

import pytest
import weasyprint

from tests.unit.thresholds.pictures.checks import FORMS
from thresholds.pictures import Picture, draw
from thresholds.pictures.scale import Width


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("picture", FORMS.values(), ids=FORMS)
def test_drawing_prints_without_a_complaint(picture: Picture, width: Width, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf = weasyprint.HTML(string=f"<html lang='en'><title>Picture</title>{draw(picture, width)}</html>").write_pdf()
    assert pdf is not None
    assert pdf.startswith(b"%PDF")
    assert [record.message for record in caplog.records if record.name == "weasyprint"] == []


def test_drawing_uses_no_text_on_a_path_and_no_pattern() -> None:
    for picture in FORMS.values():
        assert not {"<textPath", "<pattern", "<use", "<style"} & set(draw(picture, "wide").replace(" ", ">").split(">"))
