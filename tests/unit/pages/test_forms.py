import pytest
from django import forms

from pages.forms import Choice, GovForm, summarise
from tests.unit.pages.asking import FULL, Asking


def test_a_full_answer_is_valid():
    form = Asking(FULL)
    assert form.is_valid(), form.errors
    assert form.error_summary == []


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("name", "Enter full name"),
        ("born", "Enter date of birth"),
        ("asked", "Answer: Was she asked?"),
        ("team", "Choose team"),
        ("sure", "Tick the box: I have looked"),
    ],
)
def test_what_is_left_empty_is_asked_for_by_its_own_name(field, says):
    form = Asking({})
    assert form.errors[field] == [says]


def test_an_abbreviation_keeps_its_capitals_in_an_error():
    class Numbers(GovForm):
        nhs = forms.CharField(label="NHS number")

    assert Numbers({}).errors["nhs"] == ["Enter NHS number"]


def test_a_message_of_the_forms_own_is_kept():
    class Own(GovForm):
        why = forms.CharField(error_messages={"required": "Say why"})

    assert Own({}).errors["why"] == ["Say why"]


def test_a_field_under_an_option_is_asked_for_only_if_the_option_is_chosen():
    assert "said" not in Asking(FULL).errors
    assert Asking(FULL | {"asked": "no"}).errors["said"] == ["Answer: What did she say?"]


def test_what_was_typed_under_an_option_that_is_not_chosen_is_not_kept():
    form = Asking(FULL | {"said": "x" * 500})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["said"] == ""


def test_a_field_under_a_closed_option_is_empty_before_clean_sees_it():
    class Crossing(Asking):
        def clean(self):
            cleaned = super().clean()
            assert cleaned["said"] == ""
            return cleaned

    assert Crossing(FULL | {"said": "typed, then the answer changed"}).is_valid()


def test_a_field_under_an_option_under_a_closed_option_is_closed_too():
    class Deep(GovForm):
        a = forms.ChoiceField(widget=forms.RadioSelect)
        b = forms.ChoiceField(widget=forms.RadioSelect)
        c = forms.CharField()
        options = {
            "a": [Choice("yes", "Yes", reveals=("b",)), Choice("no", "No")],
            "b": [Choice("yes", "Yes", reveals=("c",)), Choice("no", "No")],
        }

    assert Deep({"a": "no", "b": "yes"}).is_valid()
    assert set(Deep({"a": "yes", "b": "yes"}).errors) == {"c"}


def test_options_can_be_given_when_the_form_is_made():
    class Later(GovForm):
        level = forms.ChoiceField(widget=forms.RadioSelect)

    form = Later({"level": "2"})
    form.set_options("level", [Choice("1", "Universal"), Choice("2", "Early help")])
    assert form.is_valid()
    assert Later({"level": "2"}).is_valid() is False


def test_options_of_one_form_do_not_reach_the_next():
    first = Asking()
    first.set_options("asked", [Choice("maybe", "Maybe")])
    assert dict(Asking().fields["asked"].choices) == {"yes": "Yes", "no": "No"}


def test_the_summary_lists_errors_in_the_order_of_the_page_and_links_to_the_first_control():
    links = [(link.text, link.href) for link in Asking({"asked": "no"}).error_summary]
    assert links == [
        ("Enter full name", "#id_name"),
        ("Enter date of birth", "#id_born_day"),
        ("Answer: What did she say?", "#id_said"),
        ("Choose team", "#id_team"),
        ("Tick the box: I have looked", "#id_sure"),
        ("Enter password", "#id_secret"),
        ("Enter version", ""),
    ]


def test_the_summary_links_to_the_first_radio_and_to_the_wrong_box_of_a_date():
    links = {link.href for link in Asking(FULL | {"asked": "", "born_year": "17"}).error_summary}
    assert links == {"#id_asked_0", "#id_born_year"}


def test_an_error_of_the_whole_form_is_in_the_summary_without_a_link():
    form = Asking(FULL)
    form.add_error(None, "These two do not go together")
    assert [(link.text, link.href) for link in form.error_summary] == [("These two do not go together", "")]


def test_the_summary_covers_several_forms_and_a_formset():
    formset_class = forms.formset_factory(Asking, min_num=2, validate_min=True, extra=0)
    formset = formset_class({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Wren"})
    texts = [link.href for link in summarise(Asking({}), None, Asking(), formset)]
    assert "#id_name" in texts
    assert "#id_form-0-born_day" in texts


def test_a_label_that_is_given_when_the_form_is_made_is_shown():
    class Asked(GovForm):
        sure = forms.BooleanField(label="")

    form = Asked()
    form.fields["sure"].label = "I have checked where they live"
    assert form["sure"].label == "I have checked where they live"
