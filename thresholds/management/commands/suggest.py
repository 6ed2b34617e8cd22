"""Print the suggestion for some answers."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clocks.rules.calendar import OutsideCalendar
from clocks.rules.local_time import local_day
from partnerships.models import LocalAuthority
from thresholds.models import FrameworkVersion
from thresholds.rules.authority import every_call
from thresholds.rules.suggestion import Answers, BadAnswers, Call, answers_from, suggest
from thresholds.selectors.authorities import calls_at, document_of, document_on
from thresholds.selectors.frameworks import authorities_using, version_for

LARGEST: Final = 1024 * 1024


class BadInput(CommandError):
    """What was given is not a question that can be answered; the exit status is 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=2)


class Command(BaseCommand):
    help = "Print as one JSON object which level of need some answers (JSON) point to in a framework, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("framework", metavar="FRAMEWORK", help="its slug; `at` in the answers chooses the version")
        parser.add_argument("--answers", required=True, metavar="FILE|-", help="the answers as JSON; - reads standard input")

    def handle(self, *args: Any, framework: str, answers: str, **options: Any) -> None:
        try:
            given = answers_from(_json(answers))
            at = given.at or timezone.now()
            version = _version(framework, at)
            authority = _authority(given, framework)
            routes = _calls(given, framework, authority, at)
            suggestion = suggest(version.framework_document(), given, routes)
        except (BadAnswers, OutsideCalendar) as error:
            raise BadInput(str(error)) from error
        self.stdout.write(json.dumps(suggestion.to_document(), ensure_ascii=False, indent=2))


def _json(source: str) -> object:
    """The answers, read. Raises BadInput for what is not JSON, repeats a key, or is too large or too deep."""
    try:
        if source == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(f"cannot read {source}: {error.strerror}") from error
    if len(data) > LARGEST:
        raise BadInput("the answers are larger than 1 MB")
    try:
        document: object = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_each_key_once, parse_constant=_not_a_number)
    except RecursionError as error:
        raise BadInput("the answers are nested too deep") from error
    except ValueError as error:
        raise BadInput(f"the answers are not JSON: {error}") from error
    return document


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _not_a_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _version(slug: str, at: datetime) -> FrameworkVersion:
    version = version_for(slug, at)
    if version is None:
        raise BadInput(f"no framework {slug} was in force on {timezone.localdate(at)}")
    return version


def _authority(answers: Answers, framework: str) -> LocalAuthority | None:
    """The authority named; it must use the framework, or have used it."""
    if answers.local_authority is None:
        return None
    authority = LocalAuthority.objects.filter(slug=answers.local_authority).first()
    if authority is None:
        raise BadInput(f"there is no local authority {answers.local_authority}")
    if not document_of(authority).uses(framework):
        raise BadInput(f"{authority.name} does not use {framework}")
    return authority


def _calls(answers: Answers, framework: str, authority: LocalAuthority | None, at: datetime) -> tuple[Call, ...]:
    """Whom to ring at this hour: the authority's, or without one 999 and every route of the framework's authorities."""
    if not (answers.is_immediate_danger or answers.urgency == "today"):
        return ()
    if authority is not None:
        return calls_at(authority, danger=answers.is_immediate_danger, at=at)
    return every_call(document_on(each, local_day(at)) for each in authorities_using(framework))
