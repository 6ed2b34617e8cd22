import pytest

from notices import catalogue
from partnerships.models import User
from tests.roles import as_factory


@pytest.fixture
def people(db) -> list[User]:
    with as_factory():
        return [User.objects.create(email=f"person-{n}@agency.example", name=f"Test Person {n}") for n in (1, 2)]


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(catalogue, "_kinds", {})
    catalogue.declare("sample", "Something happened to {reference}.")
