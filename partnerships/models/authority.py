from django.contrib.postgres.fields import ArrayField
from django.db import models


class LocalAuthority(models.Model):
    """A local authority: its front doors, numbers, routes and timescales, as its document in `fixtures/authorities` has them.

    `content` is the whole document; what others point to or search by is in tables of its own, written from it.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    council = models.CharField(max_length=120)
    live = models.BooleanField(default=False)
    live_note = models.TextField(blank=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"

    def __str__(self) -> str:
        return self.name


class AuthorityFramework(models.Model):
    """Which framework an authority uses, from a day until a day (the last day included)."""

    authority = models.ForeignKey(LocalAuthority, on_delete=models.CASCADE, related_name="frameworks")
    framework_slug = models.SlugField()
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_date"]


class FrontDoor(models.Model):
    """A team that takes contacts in: MASH, Hub, Gateway, Duty and Assessment, First Response."""

    authority = models.ForeignKey(LocalAuthority, on_delete=models.PROTECT, related_name="front_doors")
    code = models.SlugField()
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    organisation_name = models.CharField(max_length=160, blank=True)
    reference_prefix = models.CharField(max_length=6)
    numbers = ArrayField(models.CharField(max_length=40), default=list)
    document_code = models.SlugField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["authority", "code"], name="front_door_code_once")]

    def __str__(self) -> str:
        return self.name


class TimescaleRule(models.Model):
    """How long something may take, as data: the newest row in force on the day of the start event applies."""

    class Unit(models.TextChoices):
        ELAPSED_HOURS = "elapsed-hours", "hours on the clock"
        SAME_DAY = "same-day", "the same day"
        WORKING_DAYS = "working-days", "working days"

    authority = models.ForeignKey(LocalAuthority, on_delete=models.CASCADE, related_name="timescales")
    rule = models.SlugField()
    name = models.CharField(max_length=160)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=Unit.choices)
    starts = models.SlugField()
    stops = models.SlugField()
    milestones = models.JSONField(default=list)
    product_decision = models.BooleanField(default=False)
    source = models.TextField()
    note = models.TextField(blank=True)
    from_date = models.DateField()
    set_by = models.ForeignKey(
        "partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who set it on a page; nobody where it is from the authority's document, which replaces only its own",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["authority", "rule", "from_date"], name="timescale_once_a_day")]

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """A day on which this authority does not work, besides the bank holidays of England that the calendar knows."""

    class Kind(models.TextChoices):
        CLOSURE = "closure", "Closure: this authority's own"
        BANK_HOLIDAY = "bank-holiday", "Extra bank holiday: proclaimed for all England"

    authority = models.ForeignKey(LocalAuthority, on_delete=models.CASCADE, related_name="closures")
    date = models.DateField()
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CLOSURE)
    source = models.TextField(blank=True)
    set_by = models.ForeignKey(
        "partnerships.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who set it on a page; nobody where it is from the authority's document, which replaces only its own",
    )  # fmt: skip

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["authority", "date"], name="closure_once")]


class OpeningHours(models.Model):
    """When a front door answers, local time; a weekday without a row is closed, a front door without rows is not known."""

    front_door = models.ForeignKey(FrontDoor, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(help_text="Monday is 0")
    opens = models.TimeField()
    closes = models.TimeField()
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["weekday", "opens"]
