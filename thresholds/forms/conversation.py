"""Conversations that matter: the urgent call, the front door, the lead, the family."""

from collections.abc import Iterable
from typing import Any, ClassVar

from pages.forms import Choice
from thresholds.forms.moments import MomentForm, line, page_token, radios, words
from thresholds.models.check import Conversation

OTHER = "other"


class CallForm(MomentForm):
    """The urgent call: who answered, when, what was said."""

    team = radios("Who did you ring?", missing="Say who you rang")
    other = line("Who was it?", missing="Say who you rang")
    person = line("Who did you speak to?", hint="Their name or role, if they gave it.", required=False, limit=80)
    said = words("What did you tell them?", hint="The worry in a sentence or two is enough.", missing="Say what you told them")
    advised = words("What did they say or advise?", hint="If nobody answered, say so.", missing="Say what they advised")
    token = page_token()

    field_order: ClassVar = ["team", "person", "day", "time", "said", "advised"]

    def __init__(self, *args: Any, teams: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [Choice(f"{name}, {number}", f"{name}, {number}") for name, number in teams]
        self.set_options("team", [*named, Choice(OTHER, "Somebody else", reveals=("other",), divider="or")])

    def with_whom(self) -> str:
        team = self.cleaned_data["other"] if self.cleaned_data["team"] == OTHER else self.cleaned_data["team"]
        return ": ".join(part for part in (team, self.cleaned_data["person"]) if part)[:160]


class ConversationForm(MomentForm):
    """Any other conversation."""

    kind = radios("Who did you talk to?", missing="Say who you talked to")
    written_asked = radios("Did they ask for a written referral?", missing="Say whether they asked for a written referral")
    with_whom = line("Their name or team", hint="Such as the worker on duty, or a name if they gave it.",
                     missing="Say who you spoke to, or what team")  # fmt: skip
    said = words("What was said?", missing="Say what was said")
    advised = words("What did they advise?", hint="Or what was agreed.", required=False)
    token = page_token()

    field_order: ClassVar = ["kind", "with_whom", "day", "time", "said", "advised"]
    options: ClassVar = {
        "written_asked": [Choice("yes", "Yes"), Choice("no", "No"), Choice("unsaid", "It was not said")],
    }
    inline: ClassVar = {"written_asked"}

    def __init__(self, *args: Any, front_door: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = Conversation.Kind
        self.set_options("kind", [
            Choice(kinds.FRONT_DOOR, front_door, reveals=("written_asked",)),
            Choice(kinds.LEAD, "A safeguarding lead"),
            Choice(kinds.FAMILY, "The child or the family"),
            Choice(kinds.OTHER, "Somebody else who is involved"),
        ])  # fmt: skip

    def asked_in_writing(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("written_asked") or "")
