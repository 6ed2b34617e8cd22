"""Forms about the children whom a front door knows: finding one, putting two records together, missing episodes."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate, localtime

from clocks.rules.local_time import BadTime, localise
from pages.forms import Choice, DateField, GovForm, TimeField
from people.models import MissingEpisode
from people.rules.matching import Known
from people.rules.merging import KEPT, MERGED, Difference
from referrals.services.missing import Episode
from thresholds.forms.moments import line, radios, words

Interview = MissingEpisode.Interview


class FindForm(GovForm):
    """What is known of the child that somebody looks for; a name, a number or a date is enough."""

    given_name = line("First name", required=False, limit=100)
    family_name = line("Family name", required=False, limit=100)
    born = DateField(label="Date of birth", latest=localdate, required=False)
    nhs_number = line("NHS number", required=False, limit=20, width="10")
    upn = line("Pupil number (UPN)", required=False, limit=20, width="10")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in self.fields):
            raise ValidationError({"family_name": "Enter a name, a number or a date of birth"})
        return cleaned

    def known(self) -> Known:
        given = self.cleaned_data
        return Known(
            given_name=given["given_name"], family_name=given["family_name"], date_of_birth=given["born"],
            nhs_number="".join(given["nhs_number"].split()), upn="".join(given["upn"].split()).upper(),
        )  # fmt: skip


class MergeAskForm(GovForm):
    """Which fact is right where two records differ, how one knows, and why not twins. Nothing is chosen beforehand."""

    why = words("How do you know that they are one child?", limit=500, missing="Say how you know that they are one child")
    twins_why = words("Why is it one child all the same?", limit=500, missing="Say why it is one child all the same")

    def __init__(self, *args: Any, differing: list[Difference], doubt: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen_of = [fact.code for fact in differing if fact.must_choose]
        for fact in (one for one in differing if one.must_choose):
            self.fields[fact.code] = radios(f"{fact.label}: which one is right?", missing=f"Choose the {fact.label.lower()}")
            self.set_options(fact.code, [Choice(KEPT, in_words(fact.kept)), Choice(MERGED, in_words(fact.merged))])
        if doubt:
            self.fields["twins_why"].help_text = doubt
        else:
            del self.fields["twins_why"]
        self.order_fields([*self.chosen_of, "twins_why", "why"])

    def chosen(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in self.chosen_of}


class MergeAnswerForm(GovForm):
    """What a second person says."""

    answer = radios("Are they one child?", missing="Choose whether they are one child")
    why = words("What tells them apart?", limit=500, missing="Say what tells them apart")
    options: ClassVar = {
        "answer": [
            Choice("yes", "Yes: show them as one", hint="Both records stay as they are. You or anybody here can undo it."),
            Choice("no", "No, they are two children", reveals=("why",)),
        ]
    }


class MergeUndoForm(GovForm):
    """Why two records are two children after all, and whose is each thing that came since."""

    why = words("Why are they two children after all?", limit=500, missing="Say why they are two children after all")

    def __init__(self, *args: Any, since: list[tuple[Any, str]], records: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since = [pk for pk, _ in since]
        for pk, label in since:
            self.fields[f"belongs_{pk}"] = radios(f"Whose is this? {label}", missing="Choose whose this is")
            self.set_options(f"belongs_{pk}", records)
        self.order_fields([*(f"belongs_{pk}" for pk in self.since), "why"])


class EpisodeForm(GovForm):
    """One missing episode, from when until when; the child may still be missing."""

    from_day = DateField(label="What day did they go missing?", subject="The day they went missing", latest=localdate)
    from_time = TimeField(label="At what time?", help_text="Such as 9:30pm or 21:30. About is good enough.",
                          error_messages={"required": "Say at what time they went missing"})  # fmt: skip
    away_from = radios("Missing from where?", missing="Choose where they were missing from")
    reported_by = line("Who reported it, and to whom?", missing="Say who reported it")
    is_found = radios("Have they been found?", missing="Choose whether they have been found")
    found_day = DateField(label="What day were they found?", subject="The day they were found", latest=localdate)
    found_time = TimeField(label="At what time were they found?", error_messages={"required": "Say at what time"})
    found_where = line("Where were they found?", required=False, limit=200)
    interview = radios("Return interview", missing="Choose where the return interview stands")
    said = words("What did the child say?", hint="In their words, as they said them.", required=False)

    options: ClassVar = {
        "away_from": [Choice(value, label) for value, label in MissingEpisode.AwayFrom.choices],
        "is_found": [
            Choice("no", "No, they are missing now"),
            Choice("yes", "Yes", reveals=("found_day", "found_time", "found_where", "interview", "said")),
        ],
        "interview": [Choice(value, label) for value, label in Interview.choices],
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["missing_from"] = self._moment("from_day", "from_time")
        cleaned["found_at"] = self._moment("found_day", "found_time") if cleaned.get("is_found") == "yes" else None
        return cleaned

    def _moment(self, day_name: str, time_name: str) -> datetime.datetime | None:
        day, time = self.cleaned_data.get(day_name), self.cleaned_data.get(time_name)
        if not isinstance(day, datetime.date) or not isinstance(time, datetime.time):
            return None
        try:
            return localise(datetime.datetime.combine(day, time))
        except BadTime as impossible:
            self.add_error(time_name, str(impossible))
            return None

    def episode(self) -> Episode:
        given = self.cleaned_data
        return Episode(
            missing_from=given["missing_from"], away_from=given["away_from"], reported_by=given["reported_by"].strip(),
            found_at=given["found_at"], found_where=(given.get("found_where") or "").strip(),
            interview=given.get("interview") or Interview.NOT_YET, said=(given.get("said") or "").strip(),
        )  # fmt: skip


class EpisodeChangeForm(EpisodeForm):
    """An episode put right, or withdrawn as recorded by mistake."""

    why_changed = line("What do you put right, and how do you know?", limit=300, missing="Say what you put right")
    withdraw = forms.BooleanField(label="It was recorded by mistake: it never happened, or to another child", required=False)


def filled_from(episode: MissingEpisode) -> dict[str, Any]:
    """The form as the episode stands."""
    start, end = localtime(episode.missing_from), localtime(episode.found_at) if episode.found_at else None
    return {
        "from_day": start.date(), "from_time": start.time(), "away_from": episode.away_from, "reported_by": episode.reported_by,
        "is_found": "yes" if end else "no", "found_day": end.date() if end else None, "found_time": end.time() if end else None,
        "found_where": episode.found_where, "interview": episode.interview, "said": episode.said,
    }  # fmt: skip


def in_words(value: object) -> str:
    """A fact of a record, as it is shown."""
    if isinstance(value, datetime.date):
        return f"{value:%-d %B %Y}"
    return str(value) if value else "Not held"
