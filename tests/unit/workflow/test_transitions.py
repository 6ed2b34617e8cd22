import enum

import pytest

from workflow.errors import IllegalTransition, NotAllowed, StaleVersion
from workflow.transitions import Transition, events_from, next_state


class Action(enum.Enum):
    DECIDE = "contact.decide"


TABLE = {
    ("received", "take"): Transition("in-triage"),
    ("in-triage", "decide"): Transition("decided", Action.DECIDE, ("reasons",)),
    ("in-triage", "hand-over"): Transition("in-triage"),
}


def test_a_known_event_gives_its_transition_with_what_it_needs():
    assert next_state(TABLE, "in-triage", "decide") == Transition("decided", Action.DECIDE, ("reasons",))


def test_a_second_decision_on_the_same_contact_is_an_illegal_move_with_a_name():
    with pytest.raises(IllegalTransition) as refusal:
        next_state(TABLE, "decided", "decide")
    assert (refusal.value.state, refusal.value.event, refusal.value.allowed) == ("decided", "decide", ())


def test_an_illegal_move_lists_what_the_state_does_accept():
    with pytest.raises(IllegalTransition, match="allowed are decide, hand-over"):
        next_state(TABLE, "in-triage", "take")
    assert events_from(TABLE, "in-triage") == ("decide", "hand-over")


def test_an_unknown_state_is_illegal_too():
    with pytest.raises(IllegalTransition):
        next_state(TABLE, "lost", "take")


def test_a_stale_version_shows_only_the_fields_that_differ_and_keeps_words_out_of_its_message():
    stale = StaleVersion(
        expected=3,
        found=4,
        theirs={"What was seen": "a bruise", "When": "today"},
        yours={"What was seen": "two bruises", "When": "today"},
    )
    assert stale.differences == [("What was seen", "a bruise", "two bruises")]
    assert "bruise" not in str(stale)


def test_not_allowed_names_the_action_by_its_value():
    assert str(NotAllowed(Action.DECIDE, "other front door")) == "not allowed: contact.decide other front door"
