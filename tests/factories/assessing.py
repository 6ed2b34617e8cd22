"""What a manager agreed about an assessment. `assessment` and `agreed_by` are always given."""

import datetime
from zoneinfo import ZoneInfo

import factory

from referrals.models import AgreedDate


class AgreedDateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgreedDate

    complete_on = datetime.date(2026, 12, 18)
    why = "Before the school holidays."
    agreed_at = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/London"))
