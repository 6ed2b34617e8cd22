"""Forms about a call and what was written after it, and about advice."""

from typing import Any, ClassVar

from pages.forms import Choice, GovForm
from referrals.models import AdviceGiven
from referrals.selectors.joining import Candidate
from thresholds.forms.moments import MomentForm, line, page_token, radios, words
from thresholds.rules.authority import Item


class JoinForm(GovForm):
    """Which written contact is what was rung about."""

    written = radios("Which of these is what they rang about?", missing="Choose the written contact, or go back")

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_options("written", [_choice(one) for one in candidates])


def _choice(one: Candidate) -> Choice:
    sender = one.contact.organisation.name if one.contact.organisation else ""
    names = ", ".join(child.name for child in one.contact.children.all())
    why = ". ".join(one.fit.reasons) if one.fit else "Nothing that we hold speaks for it"
    return Choice(str(one.contact.pk), f"{names}, from {sender}: {one.contact.reference}", hint=f"{why}.")


class UnjoinForm(GovForm):
    """Why a call and a written contact do not belong together."""

    why = line("Why do they not belong together?", limit=300, missing="Say why they do not belong together")


class AdviceForm(MomentForm):
    """What an agency asked and what it was told. About no child by name."""

    kind = radios("What was it?", missing="Say whether they asked for advice or told you of an assessment")
    agency = line("Which agency?", missing="Say which agency it is")
    role = line("Their work there", hint="Such as SENCO or health visitor.", missing="Say what their work is")
    reason = radios("What was it about?", required=False)
    asked = words("What did they ask, or tell you?", hint="Without a child’s name. A worry can be talked over without one.",
                  missing="Write what they asked, without a child’s name")  # fmt: skip
    advised = words("What did you advise?", hint="For an assessment that you were told of: what you offered.",
                    missing="Write what you advised")  # fmt: skip
    token = page_token()

    field_order: ClassVar = ["kind", "agency", "role", "reason", "asked", "advised", "day", "time"]
    options: ClassVar = {"kind": [Choice(value, label) for value, label in AdviceGiven.Kind.choices]}
    inline: ClassVar = {"kind"}

    def __init__(self, *args: Any, reasons: tuple[Item, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reasons:
            self.set_options("reason", [Choice(item.code, item.text) for item in reasons])
        else:
            del self.fields["reason"]
