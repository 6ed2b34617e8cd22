"""Forms of a strategy discussion: called, held or tried, what it gave to do, and the conference that may follow."""

from typing import ClassVar

from pages.forms import Choice, DateField, GovForm, TimeField
from referrals.models import StrategyDiscussion
from thresholds.forms.moments import MomentForm, line, radios, waits, words

_SEATS = {
    "social_work_manager": waits(line("Social work manager", hint="Name")),
    "police": waits(line("Police", hint="Name and rank or role")),
    "health": waits(line("Health", hint="Name and role")),
    "knows_child_best": line(
        "Who knows the child best", hint="Such as who sent the contact. Welcome, not counted", required=False
    ),
}


class CallForm(MomentForm):
    """For when a discussion is called, and who is asked."""

    day = DateField(label="What day will it be?", subject="The day")
    time = TimeField(
        label="What time will it be?",
        help_text="Such as 9:30am or 14:05.",
        error_messages={"required": "Say what time it will be"},
    )
    social_work_manager = _SEATS["social_work_manager"]
    police = _SEATS["police"]
    health = _SEATS["health"]
    knows_child_best = _SEATS["knows_child_best"]


class StrategyForm(MomentForm):
    """A discussion that was held. Three seats make its quorum; who knows the child best is welcome and not counted."""

    kind = radios("Was it quorate?", missing="Say whether all three took part")
    social_work_manager = _SEATS["social_work_manager"]
    police = _SEATS["police"]
    health = _SEATS["health"]
    knows_child_best = _SEATS["knows_child_best"]
    no_answer = line("Who was asked and did not come", limit=300, required=False)
    shared = words("What each of them brought", hint="Say who said what.", rows=4, required=False)
    enquiry = waits(radios("Is there to be a section 47 enquiry?"))
    led = radios("Who makes it?", required=False)
    words = words("What was decided, and why?", rows=4, missing="Write what was decided")
    next_on = DateField(label="When do you meet next?", subject="The next discussion", required=False)

    options: ClassVar = {
        "kind": [
            Choice("held", "Yes, all three took part"),
            Choice("tried", "No, not all came", hint="Nothing is lost. The clock goes on until all three have met."),
        ],
        "enquiry": [
            Choice(StrategyDiscussion.Enquiry.YES, "Yes", reveals=("led",)),
            Choice(StrategyDiscussion.Enquiry.NO, "No"),
        ],
        "led": [Choice(led.value, led.label) for led in StrategyDiscussion.Led],
    }


class ActionForm(GovForm):
    """Something to do, by whom, by when."""

    what = words("What is to be done?", rows=2, missing="Say what is to be done")
    who = line("Who does it?", hint="Name and agency", missing="Say who does it")
    due = DateField(label="By when?", subject="The day")


class ActionCloseForm(GovForm):
    """What came of an action."""

    came = words("What came of it?", missing="Write what came of it")


class ConferenceForm(GovForm):
    """That a conference is needed."""

    why = words("What did the enquiry find?", hint="And why a conference is needed.", rows=5, missing="Write what it found")


class ConferenceHeldForm(MomentForm):
    """That the conference was held."""

    result = words(
        "What did it decide?", hint="A plan or not, its category, and who leads.", rows=5, missing="Write what it decided"
    )
