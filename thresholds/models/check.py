import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from partnerships.closed import closed_to
from partnerships.models import Role
from partnerships.permissions import current_memberships


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, user) -> "CheckQuerySet":
        """One's own, while of that agency, and as its lead the agency's, but for what is about one or closed to one."""
        places = [place for place in current_memberships(user) if place.organisation_id]
        led = [place.organisation_id for place in places if place.role == Role.SAFEGUARDING_LEAD]
        own = Q(author=user, organisation__in=[place.organisation_id for place in places])
        return self.filter(own | Q(organisation__in=led) & ~Q(concern_about=user) & ~Q(pk__in=closed_to(user)))


class Check(models.Model):
    """One sitting about one family: how urgent, what is seen, what the evidence points to, and what to do about it."""

    class Kind(models.TextChoices):
        LIVE = "live", "Live"
        PRACTICE = "practice", "Practice"
        PAST = "past", "About an earlier date"

    class State(models.TextChoices):
        BEGUN = "begun", "Begun"
        JUDGED = "judged", "Judged"
        CLOSED = "closed", "Closed"

    class Urgency(models.TextChoices):
        NOW = "now", "In danger now"
        TODAY = "today", "Needs a response today"
        NEITHER = "neither", "Neither"

    class Place(models.TextChoices):
        LIVES = "lives", "Lives there"
        PLACED = "placed", "Is placed there"
        STAYING = "staying", "Is staying there"
        FOUND = "found", "Was found there"

    class Worker(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "I do not know"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    household = models.OneToOneField("people.Household", on_delete=models.PROTECT, related_name="case_check")
    authority = models.ForeignKey("partnerships.LocalAuthority", on_delete=models.PROTECT, related_name="+")
    framework_version = models.ForeignKey("thresholds.FrameworkVersion", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=10, choices=Place.choices, default=Place.LIVES)
    place_reason = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LIVE)
    as_at = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BEGUN)
    version = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    urgency = models.CharField(max_length=10, choices=Urgency.choices, blank=True)
    urgency_said_at = models.DateTimeField(null=True, blank=True)

    concern_about = models.ForeignKey(
        "partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="A lead whom the worry is about: the check is hidden from them and they are passed by.",
    )  # fmt: skip

    need = models.CharField(max_length=40, blank=True, help_text="A need that has a route of its own")
    allocated_worker = models.CharField(max_length=10, choices=Worker.choices, default=Worker.UNKNOWN)
    route_code = models.CharField(max_length=40, blank=True)
    basis = models.CharField(
        max_length=20, blank=True, help_text="early-help, s17, s47, s20, s31: as the practitioner states it"
    )

    account = models.TextField(blank=True)
    harm = models.TextField(blank=True)
    involvement = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    family_views = models.TextField(blank=True)
    actions = models.JSONField(default=dict, help_text="code of an action to consider → what was done, or why not")
    contact_reasons = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="Codes of the authority's reasons for a contact"
    )
    moves = models.JSONField(
        default=dict, blank=True, help_text="code of a move chosen for a plan → who does what, in the author's words"
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["author", "-updated_at"], name="check_by_author")]
        constraints = [
            models.CheckConstraint(name="past_check_has_its_date", condition=~Q(kind="past") | Q(as_at__isnull=False)),
        ]


class CheckChild(models.Model):
    """One child in a check: their own indicators, first view, suggestion and judgement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_check = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="children")
    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="check_child")
    position = models.PositiveSmallIntegerField(default=0)
    explored = ArrayField(models.CharField(max_length=60), default=list, help_text="Dimensions looked at, no worry")
    child_views = models.TextField(blank=True)

    first_view = models.CharField(max_length=40, blank=True, help_text="Level code, or not-sure")
    first_view_at = models.DateTimeField(null=True, blank=True)
    suggestion = models.JSONField(null=True, blank=True, help_text="As it stood when the judgement was made")

    level = models.CharField(max_length=40, blank=True)
    level_why = models.TextField(blank=True)
    level_differs_why = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey("partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="judgement_whole_or_not_at_all",
                condition=Q(level="", judged_at__isnull=True, judged_by__isnull=True, suggestion__isnull=True)
                | (
                    ~Q(level="")
                    & ~Q(level_why="")
                    & Q(judged_at__isnull=False, judged_by__isnull=False, suggestion__isnull=False)
                ),
            ),
            models.CheckConstraint(name="judged_after_a_first_view", condition=Q(level="") | ~Q(first_view="")),
        ]


class Observation(models.Model):
    """Something ticked for one child, or a question answered, with its evidence. The code is the framework version's."""

    class Kind(models.TextChoices):
        INDICATOR = "indicator", "Indicator"
        HARM = "harm", "Significant harm"
        STRENGTH = "strength", "Strength"
        QUESTION = "question", "Question"

    class Who(models.TextChoices):
        ME = "me", "I did"
        CHILD = "child", "A child"
        PARENT = "parent", "A parent"
        OTHER = "other", "Someone else"

    class Nature(models.TextChoices):
        FACT = "fact", "Fact: seen, heard, measured"
        OPINION = "opinion", "Opinion: what I make of it"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(CheckChild, on_delete=models.CASCADE, related_name="observations")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    conditions_met = models.BooleanField(null=True, blank=True)
    value = models.CharField(max_length=10, blank=True, help_text="yes, no or unknown, for a question")
    seen = models.TextField(blank=True)
    when = models.CharField(max_length=120, blank=True)
    how_often = models.CharField(max_length=120, blank=True)
    who = models.CharField(max_length=10, choices=Who.choices, blank=True)
    nature = models.CharField(max_length=10, choices=Nature.choices, blank=True)
    since = models.DateField(null=True, blank=True)
    growing = models.BooleanField(null=True, blank=True)
    tool = models.CharField(max_length=40, blank=True, help_text="Code of the framework's tool that was used, or not-used")
    tool_result = models.CharField(max_length=40, blank=True, help_text="Code of what the tool showed")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["child", "code"], name="observed_once"),
            models.CheckConstraint(name="shown_by_a_tool", condition=Q(tool_result="") | ~Q(tool="")),
        ]


class MatrixCorrection(models.Model):
    """A row of the matrix as the author puts it for one child, where what was ticked does not say it right."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(CheckChild, on_delete=models.CASCADE, related_name="matrix_corrections")
    row = models.CharField(max_length=40, help_text="Code of the row in the check's framework version")
    level = models.CharField(max_length=40, blank=True, help_text="Level code; empty: not explored")
    why = models.TextField()
    version = models.PositiveIntegerField(default=1)
    corrected_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["child", "row"], name="matrix_row_corrected_once"),
            models.CheckConstraint(name="matrix_correction_says_why", condition=~Q(why="")),
        ]


class Conversation(models.Model):
    """A conversation that matters: the urgent call, the front door spoken to first, the lead's advice, the family."""

    class Kind(models.TextChoices):
        URGENT_CALL = "urgent-call", "Urgent call"
        FRONT_DOOR = "front-door", "Front door"
        LEAD = "lead", "Safeguarding lead"
        FAMILY = "family", "Family"
        OTHER = "other", "Somebody else involved"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_check = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="conversations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    with_whom = models.CharField(max_length=160)
    at = models.DateTimeField()
    said = models.TextField(blank=True)
    advised = models.TextField(blank=True)
    written_asked = models.BooleanField(null=True, blank=True, help_text="Whether a written referral was asked for")
    recorded_by = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
