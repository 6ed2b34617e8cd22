import datetime
import re

import pytest
from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from pages.forms import summarise
from tests.unit.pages.asking import FULL, Asking, drawn, ids_in


def test_every_link_of_the_error_summary_leads_to_a_control_that_is_drawn():
    form = Asking({"asked": "no", "born_day": "31", "born_month": "2", "born_year": "2020"})
    html = drawn(form)
    hrefs = [link.href for link in form.error_summary if link.href]
    assert hrefs
    for href in hrefs:
        assert f'id="{href[1:]}"' in html


def test_no_id_is_drawn_twice_and_every_label_and_description_has_its_control():
    html = drawn(Asking({}))
    ids = ids_in(html)
    assert len(ids) == len(set(ids))
    named = re.findall(r'\bfor="([^"]+)"', html)
    described = [one for found in re.findall(r'aria-describedby="([^"]+)"', html) for one in found.split()]
    assert named
    assert described
    assert set(named) | set(described) <= set(ids)


def test_an_error_stands_at_its_field_and_is_read_with_it():
    html = drawn(Asking({}))
    assert 'aria-describedby="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<div class="govuk-error-message" id="id_name_error">' in html


def test_a_hint_of_an_option_is_read_with_its_radio():
    html = drawn(Asking())
    assert 'aria-describedby="id_asked_0_hint"' in html
    assert '<div class="govuk-hint govuk-radios__hint" id="id_asked_0_hint">On her own</div>' in html


def test_what_belongs_to_an_option_is_drawn_under_it_and_only_there():
    html = drawn(Asking())
    assert html.count('id="id_said"') == 1
    closed = html.index('govuk-radios__conditional--hidden" id="id_asked_1_more"')
    assert closed < html.index('id="id_said"')
    assert "govuk-radios__conditional--hidden" not in drawn(Asking({"asked": "no"}))


def test_nothing_typed_is_lost_when_a_form_comes_back_with_errors():
    typed = {
        "name": "Wren <b>Sample</b>",
        "born_day": "31",
        "born_month": "2",
        "born_year": "2020",
        "asked": "no",
        "told": ["gp"],
    }
    form = Asking(typed | {"said": "“No.” & more", "team": "a", "sure": "on"})
    html = drawn(form)
    assert 'value="Wren &lt;b&gt;Sample&lt;/b&gt;"' in html
    assert "“No.” &amp; more</textarea>" in html
    assert all(f'value="{part}"' in html for part in ("31", "2", "2020"))
    assert html.count(" checked") == 3
    assert '<option value="a" selected>' in html


def test_a_password_is_never_drawn_back():
    assert "hunter2" not in drawn(Asking({"secret": "hunter2"}))


def test_only_the_wrong_boxes_of_a_date_are_marked():
    html = drawn(Asking(FULL | {"born_year": "17"}))
    assert html.count("govuk-input--error") == 1
    assert 'id="id_born_year" name="born_year" type="text" inputmode="numeric" value="17" aria-invalid="true"' in html


def test_a_date_that_is_known_is_drawn_in_its_boxes():
    html = drawn(Asking(initial={"born": datetime.date(2017, 3, 27)}))
    assert 'name="born_month" type="text" inputmode="text" value="3"' in html


def test_optional_fields_say_so_and_required_ones_do_not_even_under_a_closed_option():
    html = drawn(Asking({"asked": "yes"}))
    assert 'NHS number <span class="optional">(optional)</span>' in html
    assert 'Who was told <span class="optional">(optional)</span>' in html
    assert html.count("(optional)") == 2


def test_a_textarea_counts_its_characters_and_does_not_cut_what_is_pasted():
    html = drawn(Asking())
    assert 'data-maxlength="200"' in html
    assert "You can enter up to 200 characters" in html
    assert " maxlength=" not in html.split('name="said"')[1].split(">")[0]


def test_the_browser_is_not_asked_to_refuse_before_the_server_can_explain():
    assert " required" not in drawn(Asking())


def test_the_heading_of_a_page_of_one_question_is_its_label():
    class One(Asking):
        heading = "asked"

    assert '<h1 class="govuk-fieldset__heading">Was she asked?</h1>' in drawn(One())


def test_a_form_that_is_not_ours_is_drawn_as_well():
    form = PasswordChangeForm(user=None, data={})
    html = drawn(form)
    assert 'class="govuk-input govuk-password-input__input govuk-js-password-input-input govuk-input--error"' in html
    for link in summarise(form):
        assert f'id="{link.href[1:]}"' in html


@pytest.mark.parametrize(
    ("kind", "classes"),
    [
        (forms.EmailInput, "govuk-input ours govuk-input--error"),
        (forms.NumberInput, "govuk-input ours govuk-input--error"),
        (forms.FileInput, "govuk-file-upload ours govuk-file-upload--error"),
        (forms.Select, "govuk-select ours govuk-select--error"),
        (forms.Textarea, "govuk-textarea ours govuk-textarea--error"),
    ],
)
def test_each_kind_of_box_gets_its_classes_beside_its_own_and_its_error(kind, classes):
    class One(forms.Form):
        box = forms.CharField(widget=kind(attrs={"class": "ours"}))

    assert f'class="{classes}"' in drawn(One({}))
