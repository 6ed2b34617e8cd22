"""Which framework version applies. Frameworks hold nothing about anybody: everyone who signs in may read them."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from clocks.rules.local_time import local_day
from partnerships.models import AuthorityFramework, LocalAuthority
from thresholds.models import FrameworkVersion


def framework_in_force(authority_slug: str, on: datetime.date) -> FrameworkVersion | None:
    """The version in force in an authority on a day, or None where it uses no framework that day.

    A framework takes over once it has a version in force: until somebody publishes it, the former one goes on (a product
    decision: a check is never refused because a file was loaded).
    """
    begun = AuthorityFramework.objects.filter(authority__slug=authority_slug, from_date__lte=on).order_by("-from_date")
    used = list(begun.values_list("framework_slug", "until_date"))
    if not used or (used[0][1] is not None and used[0][1] < on):
        return None
    return next((version for slug, _ in used if (version := _covering(slug, on).first()) is not None), None)


def version_for(slug: str, at: datetime.date | datetime.datetime) -> FrameworkVersion | None:
    """The public version of a framework that was in force on a day, or the last one where none was any more.

    A superseded framework still answers (DESIGN.md, Fine print). None before its first day, and for a
    framework that is not there or not published.
    """
    day = local_day(at) if isinstance(at, datetime.datetime) else at
    covering = _covering(slug, day).first()
    if covering is not None:
        return covering
    return public_versions().filter(framework__slug=slug, in_force_from__lte=day).order_by("-in_force_from").first()


def versions_of(slug: str) -> QuerySet[FrameworkVersion]:
    """Every version of a framework, drafts too, the newest first."""
    return FrameworkVersion.objects.filter(framework__slug=slug).select_related("framework").order_by("-in_force_from")


def public_versions() -> QuerySet[FrameworkVersion]:
    """Every published or superseded version, with its framework."""
    return FrameworkVersion.objects.filter(state__in=FrameworkVersion.PUBLIC).select_related("framework")


def authorities_using(slug: str) -> QuerySet[LocalAuthority]:
    """The authorities that use a framework, or have used it, in order of their slugs."""
    return LocalAuthority.objects.filter(frameworks__framework_slug=slug).distinct().order_by("slug")


def authority_names() -> dict[str, list[str]]:
    """The names of the authorities that use, or have used, each framework, by its slug."""
    names: dict[str, list[str]] = {}
    used = AuthorityFramework.objects.order_by("framework_slug", "authority__name")
    for slug, name in used.values_list("framework_slug", "authority__name").distinct():
        names.setdefault(slug, []).append(name)
    return names


def _covering(slug: str, day: datetime.date) -> QuerySet[FrameworkVersion]:
    return (
        public_versions()
        .filter(framework__slug=slug, in_force_from__lte=day)
        .filter(Q(in_force_until__isnull=True) | Q(in_force_until__gte=day))
        .order_by("-in_force_from")
    )
