"""A migration that adds a table about people and forgets its policy: the catalogue's tests see it, and web reads nothing."""

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, models, transaction
from django.test.utils import isolate_apps

from rowsecurity import roles
from rowsecurity.apply import apply_registry
from rowsecurity.registry import Policy, Table, declare, registry
from rowsecurity.session import acting_as
from tests.roles import as_owner
from tests.security import test_catalogue as catalogue
from tests.security import test_row_security as row_security

pytestmark = pytest.mark.django_db
TABLE = "people_forgotten"
SOMEBODY = 1


@pytest.fixture
def forgotten(db: None) -> Iterator[None]:
    """A migration's work: a model's table, made by the owner, with somebody in it, and the registry applied after it."""
    with isolate_apps("people"):

        class Forgotten(models.Model):
            name = models.CharField(max_length=100)

            class Meta:
                app_label = "people"
                db_table = TABLE

        with as_owner():
            with connection.schema_editor(atomic=False) as editor:
                editor.create_model(Forgotten)
            with connection.cursor() as cursor:
                cursor.execute(f"insert into {TABLE} (name) values ('Robin Ashdown')")
            apply_registry()
        yield


@pytest.fixture
def undeclared() -> Iterator[None]:
    """Whatever a test declares is taken back."""
    before = dict(registry.tables)
    yield
    registry.tables.clear()
    registry.tables.update(before)


def is_read() -> bool:
    with acting_as(SOMEBODY):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"select name from {TABLE}")
                return bool(cursor.fetchall())
        except ProgrammingError as refusal:
            if "permission denied" not in str(refusal):
                raise
            return False


def test_a_table_that_nobody_declared_fails_the_catalogue_and_is_refused_to_web(forgotten: None) -> None:
    with pytest.raises(AssertionError):
        catalogue.test_every_table_in_the_database_is_declared()
    assert not is_read()


def test_a_table_declared_with_grants_and_no_policy_cannot_be_declared(forgotten: None, undeclared: None) -> None:
    with pytest.raises(ValueError, match="no policy"):
        declare(TABLE, grants={roles.WEB: ("SELECT",)}, policies=[])


def test_a_personal_table_whose_policies_were_never_applied_fails_the_catalogue(forgotten: None, undeclared: None) -> None:
    declare(TABLE, grants={roles.WEB: ("SELECT",)}, policies=[Policy("SELECT", using="rls.uid() = id")])
    catalogue.test_every_table_in_the_database_is_declared()
    with pytest.raises(AssertionError):
        catalogue.test_a_personal_table_is_enabled_forced_and_has_the_policies_declared(TABLE)
    with pytest.raises(AssertionError):
        catalogue.test_a_login_may_do_with_a_table_what_is_declared_and_no_more(TABLE, roles.WEB)
    with as_owner():
        apply_registry()
    catalogue.test_a_personal_table_is_enabled_forced_and_has_the_policies_declared(TABLE)


def test_a_personal_table_that_shows_everything_to_everybody_fails(undeclared: None) -> None:
    registry.tables[TABLE] = Table(TABLE, {roles.WEB: ("SELECT",)}, (Policy("SELECT", using="true"),))
    with pytest.raises(AssertionError):
        catalogue.test_a_policy_shows_nothing_to_everybody(TABLE)


def test_a_personal_table_about_which_nobody_says_who_reads_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    said = set(row_security.CASES) | set(row_security.OTHERWISE)
    monkeypatch.setattr(row_security, "PERSONAL", sorted(said))
    row_security.test_every_personal_table_says_who_reads_it()
    monkeypatch.setattr(row_security, "PERSONAL", sorted({*said, TABLE}))
    with pytest.raises(AssertionError):
        row_security.test_every_personal_table_says_who_reads_it()
