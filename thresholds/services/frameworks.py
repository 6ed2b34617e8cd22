"""Loading frameworks and authorities from files, and publishing a version."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from audit.services import record_change
from clocks.rules.local_time import local_day
from partnerships.models import User
from partnerships.permissions import Action, can
from partnerships.selectors import authorities_of
from thresholds.loading import File, FileProblem, Fixture, FixturesRefused, read_fixtures
from thresholds.models import Framework, FrameworkVersion
from thresholds.rules import framework as rules
from thresholds.rules.authority import Authority
from thresholds.selectors.frameworks import authorities_using, public_versions
from thresholds.services.authorities import authority_problems, authority_save
from workflow.errors import IllegalTransition, NotAllowed

_LOADING: Final = 7_226_103
"""The advisory lock that makes two loads wait for each other."""

_DAY: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file: `outcome` is published, draft, changed or unchanged."""

    file: str
    kind: str
    slug: str
    version: str
    outcome: str


def frameworks_load(
    *, files: Iterable[File], by: User | None = None, at: datetime.datetime | None = None
) -> tuple[Loaded, ...]:
    """Load framework and authority files, all of them or none.

    Loading the same again changes nothing. A new version is a draft, except in a database that has none yet,
    where it is published. Raises FixturesRefused with each problem at its file and line: what does not
    read well, changed content under a published slug and version, versions of one framework whose dates
    overlap, an authority's framework or level that is not there, what another partnership looks after.
    `by` is None for the command line.
    """
    if by is not None and not can(by, Action.FRAMEWORK_LOAD):
        raise NotAllowed(Action.FRAMEWORK_LOAD)
    moment = at or timezone.now()
    fixtures = read_fixtures(files)
    if by is not None:
        _refuse([problem for fixture in fixtures for problem in _not_theirs(fixture, by)])
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
        is_first = not FrameworkVersion.objects.exists()
        frameworks = [(fixture, fixture.document) for fixture in fixtures if isinstance(fixture.document, rules.Framework)]
        authorities = [(fixture, fixture.document) for fixture in fixtures if isinstance(fixture.document, Authority)]
        _refuse([*_clashes(frameworks), *authority_problems(authorities, [document for _, document in frameworks])])
        loaded = []
        for fixture, document in sorted(frameworks, key=lambda pair: (pair[1].in_force_from, pair[1].slug)):
            loaded.append(_framework_save(fixture, document, is_first=is_first, by=by, at=moment))
        for fixture, authority in authorities:
            changed = authority_save(fixture=fixture, authority=authority, by=by, at=moment)
            loaded.append(Loaded(fixture.file, "authority", authority.slug, "", "changed" if changed else "unchanged"))
    return tuple(loaded)


@transaction.atomic
def framework_publish(*, version: FrameworkVersion, by: User | None, at: datetime.datetime) -> FrameworkVersion:
    """Put a draft in force from its own first day, and close what it takes over from the day before.

    Raises IllegalTransition for a version that is published already, and for one that begins no later than
    the version that it would take over from.
    """
    if by is not None and not can(by, Action.FRAMEWORK_LOAD):
        raise NotAllowed(Action.FRAMEWORK_LOAD)
    locked = FrameworkVersion.objects.select_for_update(of=("self",)).select_related("framework").filter(pk=version.pk).first()
    if locked is None or (by is not None and not _is_theirs(locked.framework.slug, by)):
        raise NotAllowed(Action.FRAMEWORK_LOAD)
    version = locked
    if version.state in FrameworkVersion.PUBLIC:
        raise IllegalTransition(version.state, "publish")
    today = local_day(at)
    replaced = version.framework_document().supersedes
    for former in public_versions().filter(framework__slug__in=[version.framework.slug, replaced or ""]):
        if former.in_force_until is None or former.in_force_until >= version.in_force_from:
            if former.in_force_from >= version.in_force_from:
                raise IllegalTransition(version.state, "publish")
            _set_end(former, version.in_force_from - _DAY, today)
    version.published_at, version.published_by = at, by
    version.state = _state(version.in_force_until, today)
    version.save(update_fields=["state", "published_at", "published_by"])
    _record(version, "framework_published", by, at)
    return version


def _framework_save(
    fixture: Fixture, document: rules.Framework, *, is_first: bool, by: User | None, at: datetime.datetime
) -> Loaded:
    content = rules.to_document(document)
    digest = rules.content_hash(content)
    framework, _ = Framework.objects.get_or_create(slug=document.slug, defaults={"title": document.title})
    version = FrameworkVersion.objects.filter(framework=framework, version=document.version).first()
    if version is None:
        version = FrameworkVersion.objects.create(
            framework=framework,
            version=document.version,
            in_force_from=document.in_force_from,
            in_force_until=document.in_force_until,
            content=content,
            content_hash=digest,
            created_at=at,
            created_by=by,
        )
        _record(version, "framework_loaded", by, at)
        if is_first:
            framework_publish(version=version, by=by, at=at)
        return _loaded(fixture, document, "published" if is_first else "draft")
    if version.content_hash == digest:
        return _loaded(fixture, document, "unchanged")
    if version.state in FrameworkVersion.PUBLIC:
        raise FixturesRefused(
            [
                fixture.problem(
                    ("version",),
                    f"{document.slug} {document.version} is published and cannot change: give the new content a new version",
                )
            ]
        )
    version.in_force_from, version.in_force_until = document.in_force_from, document.in_force_until
    version.content, version.content_hash, version.state = content, digest, FrameworkVersion.State.DRAFT
    version.save()
    _record(version, "framework_draft_changed", by, at)
    return _loaded(fixture, document, "changed")


def _loaded(fixture: Fixture, document: rules.Framework, outcome: str) -> Loaded:
    return Loaded(fixture.file, "framework", document.slug, document.version, outcome)


def _clashes(frameworks: Sequence[tuple[Fixture, rules.Framework]]) -> Iterable[FileProblem]:
    """Versions of one framework whose dates overlap, in these files or with what is public already.

    An open end is no overlap with a version that begins later: it ends the day before.
    """
    public = [
        (version.framework.slug, version.version, rules.InForce(from_=version.in_force_from, until=version.in_force_until))
        for version in public_versions()
    ]
    for fixture, document in frameworks:
        others = [(slug, name, dates) for slug, name, dates in public if slug == document.slug and name != document.version]
        for slug, name, dates in others:
            if _overlap(document.in_force, dates):
                yield fixture.problem(("in_force",), f"the dates overlap with those of {slug} {name}")
        public.append((document.slug, document.version, document.in_force))


def _not_theirs(fixture: Fixture, by: User) -> Iterable[FileProblem]:
    """What a partnership admin may not change: another partnership's framework, or an authority not their own."""
    document = fixture.document
    if isinstance(document, Authority):
        theirs = document.slug in {authority.slug for authority in authorities_of(by)}
    else:
        theirs = _is_theirs(document.slug, by)
    if not theirs:
        yield fixture.problem(("slug",), f"{document.slug} is not looked after by your partnership")


def _is_theirs(framework: str, by: User) -> bool:
    """Whether a framework is used by an authority that this person administers, or by none yet."""
    using = {authority.slug for authority in authorities_using(framework)}
    return not using or bool(using & {authority.slug for authority in authorities_of(by)})


def _overlap(one: rules.InForce, other: rules.InForce) -> bool:
    first, second = sorted((one, other), key=lambda dates: dates.from_)
    return first.from_ == second.from_ or (first.until is not None and first.until >= second.from_)


def _refuse(problems: Sequence[FileProblem]) -> None:
    if problems:
        raise FixturesRefused(problems)


def _set_end(version: FrameworkVersion, until: datetime.date, today: datetime.date) -> None:
    version.in_force_until = until
    version.state = _state(until, today)
    version.save(update_fields=["in_force_until", "state"])


def _state(until: datetime.date | None, today: datetime.date) -> FrameworkVersion.State:
    """What a public version is today: superseded once its last day has passed."""
    ended = until is not None and until < today
    return FrameworkVersion.State.SUPERSEDED if ended else FrameworkVersion.State.PUBLISHED


def _record(version: FrameworkVersion, event: str, by: User | None, at: datetime.datetime) -> None:
    """The mark that a person leaves; the command line is not a person."""
    if by is not None:
        detail = {"framework": version.framework.slug, "version": version.version}
        record_change(by=by, event=event, subject_type="framework_version", subject_id=version.pk, at=at, detail=detail)
