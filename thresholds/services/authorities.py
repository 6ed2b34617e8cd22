"""Writing an authority's document into the directory: what others point to or search by gets rows of its own."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from clocks.services import days_off_load
from partnerships.models import (
    AuthorityFramework,
    FrontDoor,
    LocalAuthority,
    OpeningHours,
    TimescaleRule,
    User,
)
from thresholds.loading import FileProblem, Fixture, FixturesRefused
from thresholds.models import FrameworkVersion
from thresholds.rules.authority import Authority, Disagreement, authority_document
from thresholds.rules.authority.entries import WEEKDAYS
from thresholds.rules.authority.keys import MILESTONE
from thresholds.rules.framework import Framework, content_hash


def authority_problems(authorities: Sequence[tuple[Fixture, Authority]], frameworks: Sequence[Framework]) -> list[FileProblem]:
    """What authorities point to that is not there: frameworks, and the levels of those frameworks.

    `frameworks` are those that are being loaded with them; the others are looked up.
    """
    wanted = {used.slug for _, authority in authorities for used in authority.frameworks}
    levels: dict[str, set[str]] = {}
    for version in FrameworkVersion.objects.filter(framework__slug__in=wanted).select_related("framework"):
        found = {level.code for level in version.framework_document().levels}
        levels.setdefault(version.framework.slug, set()).update(found)
    for document in frameworks:
        levels.setdefault(document.slug, set()).update(level.code for level in document.levels)
    return [problem for fixture, authority in authorities for problem in _problems(fixture, authority, levels)]


def _problems(fixture: Fixture, authority: Authority, levels: dict[str, set[str]]) -> Iterator[FileProblem]:
    for place, used in enumerate(authority.frameworks):
        if used.slug not in levels:
            yield fixture.problem(("frameworks", place, "slug"), f"there is no framework {used.slug}")
    known = {level for used in authority.frameworks for level in levels.get(used.slug, ())}
    for place, route in enumerate(authority.routes):
        for at, level in enumerate(route.levels):
            if level not in known:
                yield fixture.problem(("routes", place, "levels", at), f"the level {level!r} is in none of its frameworks")
    for place, option in enumerate(authority.response_options):
        if option.level is not None and option.level not in known:
            yield fixture.problem(
                ("response_options", place, "level"), f"the level {option.level!r} is in none of its frameworks"
            )


def authority_save(*, fixture: Fixture, authority: Authority, by: User | None, at: datetime.datetime) -> bool:
    """Write an authority, and say whether anything changed. Call it in a transaction.

    A front door that is there stays: contacts point to it. Raises FixturesRefused for a document without it.
    """
    content = authority_document(authority)
    digest = content_hash(content)
    before = row = LocalAuthority.objects.filter(slug=authority.slug).first()
    if row is not None and row.content_hash == digest:
        return False
    if row is not None:
        _keep_front_doors(fixture, authority, row)
    row, _ = LocalAuthority.objects.update_or_create(
        slug=authority.slug,
        defaults={
            "name": authority.name,
            "council": authority.council,
            "live": authority.live,
            "live_note": authority.live_note or "",
            "content": content,
            "content_hash": digest,
        },
    )
    _save_frameworks(row, authority)
    _save_front_doors(row, authority)
    _save_timescales(row, authority)
    days_off_load(
        authority=row, is_new=before is None, by=by, at=at,
        days=[{"date": str(c.date), "name": c.name, "source": c.source or ""} for c in authority.closures],
    )  # fmt: skip
    return True


def _keep_front_doors(fixture: Fixture, authority: Authority, row: LocalAuthority) -> None:
    gone = set(row.front_doors.values_list("code", flat=True)) - {door.code for door in authority.front_doors}
    if gone:
        reason = f"the front door {', '.join(sorted(gone))} is missing: contacts point to it, so it stays"
        raise FixturesRefused([fixture.problem(("front_doors",), reason)])


def _save_frameworks(row: LocalAuthority, authority: Authority) -> None:
    row.frameworks.all().delete()
    AuthorityFramework.objects.bulk_create(
        AuthorityFramework(authority=row, framework_slug=used.slug, from_date=used.from_, until_date=used.until)
        for used in authority.frameworks
    )


def _save_front_doors(row: LocalAuthority, authority: Authority) -> None:
    """Front doors by code, and the hours at which each answers: one row for each weekday."""
    for door in authority.front_doors:
        saved, _ = FrontDoor.objects.update_or_create(
            authority=row,
            code=door.code,
            defaults={
                "name": door.name,
                "short_name": door.short,
                "organisation_name": door.organisation or "",
                "reference_prefix": door.reference_prefix,
                "numbers": list(door.numbers),
                "document_code": door.document or "",
            },
        )
        saved.opening_hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(front_door=saved, weekday=WEEKDAYS.index(day), opens=hours.from_, closes=hours.to, source=hours.source)
            for hours in authority.opening_hours
            if hours.front_door == door.code
            for day in hours.days
        )


def _save_timescales(row: LocalAuthority, authority: Authority) -> None:
    """Timescale rules; one that does not say from when holds from the authority's first framework on."""
    first_day = min(used.from_ for used in authority.frameworks)
    row.timescales.filter(set_by=None).delete()
    set_on_a_page = set(row.timescales.values_list("rule", "from_date"))
    TimescaleRule.objects.bulk_create(
        TimescaleRule(
            authority=row,
            rule=timescale.rule,
            name=timescale.name,
            amount=timescale.amount,
            unit=timescale.unit,
            starts=timescale.starts,
            stops=timescale.stops,
            milestones=[MILESTONE.write(milestone) for milestone in timescale.milestones],
            product_decision=timescale.product_decision,
            source=timescale.source,
            note=timescale.note or "",
            from_date=timescale.from_ or first_day,
        )
        for timescale in authority.timescales
        if (timescale.rule, timescale.from_ or first_day) not in set_on_a_page
    )
    if authority.disagreement is not None:
        _save_stages(row, authority.disagreement, first_day)


def _save_stages(row: LocalAuthority, disagreement: Disagreement, first_day: datetime.date) -> None:
    """Each stage of a professional disagreement that has a time is a rule of its own, `disagreement-<stage>`."""
    TimescaleRule.objects.bulk_create(
        TimescaleRule(
            authority=row,
            rule=f"disagreement-{stage.code}",
            name=f"Disagreement: {stage.name}",
            amount=stage.amount,
            unit=stage.unit,
            starts="disagreement-stage-begun",
            stops="disagreement-stage-ended",
            milestones=[{"kind": "due", "tell": ["owner", "manager"]}],
            source=stage.source,
            note=stage.note or "",
            from_date=first_day,
        )
        for stage in disagreement.stages
        if stage.amount is not None and stage.unit is not None
    )
