"""Logs say what happened, never about whom."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config import logs

SECRET = "Ada-Lovelace-Test"


@pytest.fixture
def lines() -> Iterator[Any]:
    """What is logged from here on, one parsed object a line."""
    configuration = logs.configuration("INFO")
    logging.config.dictConfig(configuration)
    stream = io.StringIO()
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in ("django.request", "django.security"))]
    handlers = [handler for logger in loggers for handler in logger.handlers if handler.formatter]
    before = [(handler, handler.setStream(stream)) for handler in handlers if isinstance(handler, logging.StreamHandler)]
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for handler, old in before:
        if old is not None:
            handler.setStream(old)


def fails(request: Any, name: str) -> HttpResponse:
    raise ValueError(f"cannot read {name} {request.GET['q']}")


def answers(request: Any, name: str) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("fails/<str:name>/", fails), path("answers/<str:name>/", answers)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("where", ["answers", "fails", "nowhere"])
def test_a_request_is_logged_without_its_address_query_or_form(where: str, lines: Any) -> None:
    client = Client(raise_request_exception=False)
    client.post(f"/{where}/{SECRET}/?q={SECRET}", {"name": SECRET})
    logged = lines()
    assert logged
    assert SECRET not in json.dumps(logged)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_request_is_logged_with_its_pattern_status_and_time(lines: Any) -> None:
    Client().get(f"/answers/{SECRET}/")
    request = next(line for line in lines() if line["event"] == "request")
    assert (request["method"], request["route"], request["status"]) == ("GET", "answers/<str:name>/", 200)
    assert request["ms"] >= 0
    assert len(request["request_id"]) == 32


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_an_error_is_logged_with_its_type_and_place_but_not_its_message(lines: Any) -> None:
    Client(raise_request_exception=False).get(f"/fails/{SECRET}/?q={SECRET}")
    error = next(line for line in lines() if line["level"] == "error")
    assert "ValueError" in error["event"]
    assert __name__ in error["event"]


def test_our_own_log_lines_are_json(lines: Any) -> None:
    structlog.get_logger("righthelp.test").info("something happened", count=3)
    line = lines()[-1]
    assert (line["event"], line["count"], line["level"]) == ("something happened", 3, "info")
