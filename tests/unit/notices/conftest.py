"""Two people, and one kind of notice to tell them."""

import pytest


@pytest.fixture
def people(db):
    from partnerships.models import User
    from tests.roles import as_factory

    with as_factory():
        return [User.objects.create(email=f"person-{n}@agency.example", name=f"Test Person {n}") for n in (1, 2)]


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    from notices import catalogue

    monkeypatch.setattr(catalogue, "_kinds", {})
    catalogue.declare("sample", "Something happened to {reference}.")
