"""A second town in an authority of its own: whatever the people of one may see, of the other they may see nothing."""

import datetime

from django.conf import settings

from tests.security.town import Facts, Town, town_of

PREFIX = "zqxfarword"


def far_word(name: str) -> str:
    """As `plain`, with words that are told from those of the first town."""
    return f"{PREFIX}{name.replace('_', '').lower()}"


def far_town() -> Town:
    """The same in every way, by other people, with another family, sent to another front door, beside another neighbour."""
    here = (settings.BASE_DIR / "fixtures" / "authorities" / "blackpool.yaml").read_text()
    there = here.replace("slug: blackpool\nname: Blackpool\n", "slug: farshire\nname: Farshire (fictional)\n")
    facts = Facts(
        slug="farshire", other="lancashire", born=datetime.date(2015, 2, 11),
        nhs_number="9990000026", upn="Z999000000026", postcode="FY8 8YY", more=(("farshire.yaml", there.encode()),),
    )  # fmt: skip
    return town_of(far_word, facts)
