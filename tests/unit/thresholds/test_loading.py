"""Loading frameworks and authorities: all or nothing, the same again changes nothing, what is published is frozen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.models import ChangeEvent
from clocks.services import changes_apply
from partnerships.models import LocalAuthority, Role, User
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory
from tests.roles import as_factory, as_owner, as_system
from tests.unit.thresholds.sample import authority_sample, sample_document
from thresholds.loading import File, FixturesRefused, write_yaml
from thresholds.models import Framework, FrameworkVersion
from thresholds.rules.authority import authority_document, parse_authority
from thresholds.rules.framework import parse, to_document
from thresholds.selectors.directory import doors_in_use
from thresholds.selectors.frameworks import framework_in_force, version_for, versions_of
from thresholds.services.frameworks import Loaded, framework_publish, frameworks_load
from workflow.errors import IllegalTransition, NotAllowed

pytestmark = pytest.mark.django_db

OTHER = [{"slug": "other", "from": "2020-01-01"}]
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def framework_file(name: str = "sample.yaml", **changes: Any) -> File:
    return name, write_yaml(to_document(parse(sample_document() | changes))).encode()


def authority_file(name: str = "sampleshire.yaml", **changes: Any) -> File:
    return name, write_yaml(authority_document(parse_authority(authority_sample() | changes))).encode()


def load(*files: File, by: User | None = None) -> list[str]:
    """As the owner's command does, or in the browser as an admin."""
    with as_owner() if by is None else nullcontext():
        return [each.outcome for each in frameworks_load(files=files, by=by, at=AT)]


def newer(**changes: Any) -> File:
    return framework_file("newer.yaml", version="2", in_force={"from": "2026-01-01"}, **changes)


def test_first_version_in_an_empty_database_is_published() -> None:
    with as_owner():
        loaded = frameworks_load(files=[framework_file()], at=AT)
    assert loaded == (Loaded("sample.yaml", "framework", "sample", "1", "published"),)
    version = FrameworkVersion.objects.get()
    assert version.state == "published"
    assert version.published_at == AT
    assert version.framework_document() == parse(sample_document())


def test_loading_the_same_again_changes_nothing() -> None:
    assert load(framework_file(), authority_file()) == ["published", "changed"]
    before = FrameworkVersion.objects.get()
    assert load(framework_file(), authority_file()) == ["unchanged", "unchanged"]
    assert FrameworkVersion.objects.get() == before


def test_new_version_in_a_database_that_has_one_is_a_draft_that_may_change() -> None:
    load(framework_file())
    assert load(newer()) == ["draft"]
    assert load(newer(title="Reworded")) == ["changed"]
    draft = FrameworkVersion.objects.get(version="2")
    assert (draft.state, draft.framework_document().title) == ("draft", "Reworded")
    assert version_for("sample", AT) == FrameworkVersion.objects.get(version="1")


def test_changed_content_under_a_published_version_is_refused_and_nothing_is_loaded() -> None:
    load(framework_file())
    with pytest.raises(FixturesRefused, match=r"sample.yaml:3: sample 1 is published and cannot change"):
        load(framework_file("other.yaml", slug="other", prefix="SA"), framework_file(title="Reworded"))
    assert list(Framework.objects.values_list("slug", flat=True)) == ["sample"]


def test_one_bad_file_keeps_the_good_ones_out() -> None:
    with pytest.raises(FixturesRefused, match=r"bad.yaml:1: is neither"):
        load(framework_file(), ("bad.yaml", b"a: 1\n"))
    assert not FrameworkVersion.objects.exists()


def test_versions_whose_dates_overlap_are_refused_at_their_line() -> None:
    ends = framework_file(in_force={"from": "2020-01-01", "until": "2026-06-30"})
    with pytest.raises(FixturesRefused, match=r"newer.yaml:\d+: the dates overlap with those of sample 1"):
        load(ends, newer())
    load(framework_file())
    with pytest.raises(FixturesRefused, match="overlap"):
        load(framework_file(version="0", in_force={"from": "2020-01-01"}))


def test_framework_that_supersedes_another_closes_it_in_an_empty_database() -> None:
    replacing = framework_file("later.yaml", slug="later", supersedes="sample", in_force={"from": "2026-01-01"})
    assert load(replacing, framework_file()) == ["published", "published"]
    former = FrameworkVersion.objects.get(framework__slug="sample")
    assert (former.state, former.in_force_until) == ("superseded", date(2025, 12, 31))
    assert former.is_superseded
    assert version_for("sample", AT) == former
    assert version_for("later", AT) == FrameworkVersion.objects.get(framework__slug="later")
    assert version_for("later", date(2025, 12, 31)) is None


def test_a_framework_goes_on_until_the_one_after_it_is_published() -> None:
    """The authority's dates move when the files are loaded; what people work by moves when somebody publishes it."""
    load(framework_file(), authority_file())
    later = framework_file("later.yaml", slug="later", supersedes="sample", in_force={"from": "2026-01-01"})
    used = [{"slug": "sample", "from": "2020-01-01", "until": "2025-12-31"}, {"slug": "later", "from": "2026-01-01"}]
    doors = authority_sample()["front_doors"]
    doors[0]["framework"], doors[1]["framework"] = "sample", "later"
    assert load(later, authority_file(frameworks=used, front_doors=doors)) == ["draft", "changed"]
    authority, today = LocalAuthority.objects.get(), AT.date()
    assert framework_in_force("sampleshire", today) == FrameworkVersion.objects.get(framework__slug="sample")
    assert [door.code for door in doors_in_use(authority, today)] == ["desk"]
    draft = FrameworkVersion.objects.get(framework__slug="later")
    with as_owner():
        framework_publish(version=draft, by=None, at=AT)
    assert framework_in_force("sampleshire", today) == draft
    assert framework_in_force("sampleshire", date(2025, 12, 31)) == FrameworkVersion.objects.get(framework__slug="sample")
    assert [door.code for door in doors_in_use(authority, today)] == ["help"]


def test_an_authority_that_has_ended_its_last_framework_uses_none() -> None:
    load(framework_file(), authority_file(frameworks=[{"slug": "sample", "from": "2020-01-01", "until": "2025-12-31"}]))
    assert framework_in_force("sampleshire", date(2025, 12, 31)) is not None
    assert framework_in_force("sampleshire", date(2026, 1, 1)) is None


def test_publishing_a_draft_closes_the_version_before_it() -> None:
    load(framework_file())
    load(newer())
    draft = FrameworkVersion.objects.get(version="2")
    with as_owner():
        published = framework_publish(version=draft, by=None, at=AT)
    assert published.state == "published"
    assert version_for("sample", date(2025, 12, 31)) == FrameworkVersion.objects.get(version="1")
    assert version_for("sample", date(2026, 1, 1)) == draft
    with pytest.raises(IllegalTransition), as_owner():
        framework_publish(version=draft, by=None, at=AT)


def test_authority_without_its_framework_or_with_an_unknown_level_is_refused() -> None:
    with pytest.raises(FixturesRefused, match=r"sampleshire.yaml:\d+: there is no framework sample"):
        load(authority_file())
    routes = authority_sample()["routes"]
    routes[3]["levels"] = ["9"]
    with pytest.raises(FixturesRefused, match=r"sampleshire.yaml:\d+: the level '9' is in none of its frameworks"):
        load(framework_file(), authority_file(routes=routes))


def test_authority_is_written_into_the_directory_and_kept_up_to_date() -> None:
    load(framework_file(), authority_file())
    authority = LocalAuthority.objects.get()
    doors = {door.code: door.pk for door in authority.front_doors.all()}
    assert authority.front_doors.get(code="desk").opening_hours.count() == 5
    assert authority.timescales.get().from_date == date(2020, 1, 1)
    assert authority.closures.get().name == "Christmas Eve"
    version = framework_in_force("sampleshire", AT.date())
    assert version is not None
    assert version.framework.slug == "sample"
    assert framework_in_force("sampleshire", date(2019, 12, 31)) is None
    assert load(authority_file(closures=[], council="Sampleshire District Council")) == ["changed"]
    authority.refresh_from_db()
    assert authority.council == "Sampleshire District Council"
    assert authority.closures.exists(), "the sweep takes it out, with every clock that it moves"
    with as_system():
        assert changes_apply() == 1
    assert not authority.closures.exists()
    assert {door.code: door.pk for door in authority.front_doors.all()} == doors


def test_front_door_cannot_be_taken_out() -> None:
    load(framework_file(), authority_file())
    left = [door for door in authority_sample()["front_doors"] if door["code"] == "desk"]
    routes = [route for route in authority_sample()["routes"] if route.get("front_door") != "help"]
    with pytest.raises(FixturesRefused, match="the front door help is missing"):
        load(authority_file(front_doors=left, routes=routes))


def test_somebody_who_may_not_load_frameworks_is_refused() -> None:
    with pytest.raises(NotAllowed):
        load(framework_file(), by=User(email="nobody@example.org", name="Nobody"))
    assert not FrameworkVersion.objects.exists()


@pytest.fixture
def admin() -> Iterator[User]:
    """The admin of Sampleshire's partnership, who is asking."""
    load(framework_file(), authority_file())
    with as_factory():
        user = MembershipFactory(role=Role.PARTNERSHIP_ADMIN, authority=LocalAuthority.objects.get()).user
    with acting_as(user.pk):
        yield user


def test_admin_loads_their_own_framework_and_authority_and_leaves_a_mark(admin: User) -> None:
    assert load(newer(), authority_file(council="Sampleshire District Council"), by=admin) == ["draft", "changed"]
    draft = FrameworkVersion.objects.get(version="2")
    assert draft.created_by == admin
    framework_publish(version=draft, by=admin, at=AT)
    with as_factory():
        events = list(ChangeEvent.objects.filter(subject_id=draft.pk).values_list("event", "actor_id"))
    assert sorted(events) == [("framework_loaded", admin.pk), ("framework_published", admin.pk)]


def test_admin_cannot_change_what_another_partnership_looks_after(admin: User) -> None:
    load(framework_file("other.yaml", slug="other"), authority_file(slug="otherton", frameworks=OTHER))
    with pytest.raises(FixturesRefused, match=r"other.yaml:1: other is not looked after by your partnership"):
        load(framework_file("other.yaml", slug="other", version="2", in_force={"from": "2026-01-01"}), by=admin)
    with pytest.raises(FixturesRefused, match="otherton is not looked after by your partnership"):
        load(authority_file(slug="otherton", frameworks=OTHER, council="Mine now"), by=admin)
    with pytest.raises(NotAllowed):
        framework_publish(version=FrameworkVersion.objects.get(framework__slug="other"), by=admin, at=AT)


@pytest.fixture
def published() -> FrameworkVersion:
    """A published version, and the database as its owner sees it."""
    load(framework_file())
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    return FrameworkVersion.objects.get()


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"content_hash": "0"},
        {"version": "1a"},
        {"in_force_from": date(2019, 1, 1)},
        {"state": "draft", "published_at": None},
    ],
)
def test_database_refuses_to_change_a_published_version(published: FrameworkVersion, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        FrameworkVersion.objects.filter(pk=published.pk).update(**change)


def test_database_refuses_to_delete_a_published_version(published: FrameworkVersion) -> None:
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        FrameworkVersion.objects.filter(pk=published.pk).delete()


def test_database_lets_a_published_version_end(published: FrameworkVersion) -> None:
    FrameworkVersion.objects.filter(pk=published.pk).update(in_force_until=date(2026, 12, 31), state="superseded")
    published.refresh_from_db()
    assert published.state == "superseded"


def test_published_version_whose_last_day_has_passed_is_superseded(published: FrameworkVersion) -> None:
    assert not published.is_superseded
    published.in_force_until = date(2026, 11, 21)
    with time_machine.travel(datetime(2026, 11, 21, 23, 59, tzinfo=UTC), tick=False):
        assert not published.is_superseded
    with time_machine.travel(datetime(2026, 11, 22, 0, 0, tzinfo=UTC), tick=False):
        assert published.is_superseded


def test_database_refuses_two_versions_in_force_on_one_day(published: FrameworkVersion) -> None:
    FrameworkVersion.objects.filter(pk=published.pk).update(in_force_until=date(2026, 1, 1))
    again = {"framework": published.framework, "content": {}, "content_hash": "0", "created_at": AT, "published_at": AT}
    with pytest.raises(IntegrityError, match="one_framework_version_in_force"), transaction.atomic():
        FrameworkVersion.objects.create(version="2", state="published", in_force_from=date(2026, 1, 1), **again)
    FrameworkVersion.objects.create(version="2", state="published", in_force_from=date(2026, 1, 2), **again)
    assert versions_of("sample").count() == 2


def test_document_is_parsed_once_and_left_in_the_database_until_then(published: FrameworkVersion) -> None:
    fresh = FrameworkVersion.objects.get(pk=published.pk)
    assert "content" in fresh.get_deferred_fields()
    first = fresh.framework_document()
    assert FrameworkVersion.objects.get(pk=published.pk).framework_document() is first
