"""By when an assessment is to be complete."""

from pages.forms import DateField, GovForm
from thresholds.forms.moments import words


class AgreedForm(GovForm):
    """The day, and why this one."""

    complete_on = DateField(
        label="By which day will it be complete?", subject="The day", error_messages={"required": "Say by which day"}
    )
    why = words("Why this day?", hint="What the child needs, and what has to be done by then.", missing="Write why this day")
