"""Requests as people really make them, with ids swapped for those of others: what must never come of one, and what was asked.

Two towns stand in the same tables. The people of one ask with the ids of the other in every place that takes one: the address,
the query, the fields of the forms that the pages really offer.
"""

import copy
import functools
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from rowsecurity.registry import registry
from tests.lasting import rolled_back
from tests.roles import as_factory
from tests.security.addresses import ADDRESSES, READ_ONLY, Address
from tests.security.forms_found import forms_in
from tests.security.town import Town, day_off_of
from tests.security.unseen import UNSEEN, besides_what_is_told

BATCH = 25
NEVER_ASKED = {"partnerships:sign_out", "partnerships:demo_sign_in", "partnerships:sign_in", "clocks:health", "pages:style"}
QUERIES = {
    "referrals:inbox": ({"view": "open", "after": "u_1.0_{}"}, {"since": "1"}),
    "notices:list": ({"before": "{}"},),
    "referrals:match": ({"from": "0"},),
    "referrals:contact": ({"again": "yes"},),
}
ODD = (
    "", "0", "-1", "1e9", "null", "undefined", "true", "None", "../../admin", "..%2f", "%00", "' or 1=1 --", "{}", "[]", "*",
    "9" * 40, "9" * 5000, "x" * 3000, "１２３", "٣", "𝟘", "\u202e\u200b", "ﬀ", "é" * 200, "\x00", "a\x00b", "\ud7ff",
    "\r\nSet-Cookie: a=b",
    "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}", "<script>", "${7*7}", "1;2", "NaN", "1.5",
)  # fmt: skip
BY_REFERENCE = ("people:emergency", "reference")
"""The one place where a reference of another front door is meant to open something: test_emergency_access."""
FINE = {200, 302, 400, 403, 404, 405, 409, 413, 414, 422, 429, 503}


@dataclass(frozen=True)
class Shape:
    """A request that this person may make."""

    who: str
    name: str
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    form: dict[str, list[str]] = field(default_factory=dict)
    bare: bool = False


@dataclass
class Side:
    """A town with its people signed in, what they may ask, and every id of it by kind. `word` begins each word planted.

    The forms of a page are read when one is first sent: a short run reads few.
    """

    town: Town
    word: str
    secrets: set[str]
    clients: dict[str, Client] = field(default_factory=dict)
    shapes: list[Shape] = field(default_factory=list)
    ids: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[tuple[str, str], list[Shape]] = field(default_factory=dict)

    def forms_on(self, shape: Shape) -> list[Shape]:
        """What can be sent from this page by whoever reads it, as it stands."""
        if (shape.who, shape.path) not in self.forms:
            with rolled_back():
                answer: Any = self.clients[shape.who].get(shape.path)
            html = answer.content.decode() if answer.status_code == 200 and "html" in answer["Content-Type"] else ""
            self.forms[shape.who, shape.path] = [
                replace(shape, path=form.action or shape.path, form=form.fields)
                for form in forms_in(html)
                if form.method == "post" and "sign-out" not in form.action
            ]
        return self.forms[shape.who, shape.path]

    def unseen(self, who: str) -> set[str]:
        """What one of its own people may not read of it."""
        return {word.replace("zqxcanary", self.word) for word in UNSEEN.get(who, ())}


@dataclass
class Report:
    """What came of them: how many by status, by kind of swap, how many rows were added, and everything that must not be."""

    statuses: Counter[int] = field(default_factory=Counter)
    swaps: Counter[str] = field(default_factory=Counter)
    added: int = 0
    wrong: list[str] = field(default_factory=list)


def personal_tables() -> list[str]:
    """Of people's records: without the marks (a refusal names what was asked for) and their history."""
    names = (name for name, table in registry.tables.items() if table.personal)
    return sorted(name for name in names if not name.startswith("audit_") and not name.endswith("history"))


@functools.cache
def key_of(table: str) -> str:
    return next(str(model._meta.pk.column) for model in apps.get_models() if model._meta.db_table == table)


def rows_now() -> dict[str, set[str]]:
    """The ids of every personal row that there is."""
    found = {}
    with as_factory(), connection.cursor() as cursor:
        for table in personal_tables():
            cursor.execute(f"select {key_of(table)}::text from {table}")
            found[table] = {pk for (pk,) in cursor.fetchall()}
    return found


def side_of(town: Town, rows: dict[str, set[str]], word: str) -> Side:
    side = Side(
        town, word, town.planted() | {word, day_off_of(town.world)}, rows={table: sorted(ids) for table, ids in rows.items()}
    )
    for who, person in town.people.items():
        side.clients[who] = Client(raise_request_exception=False)
        side.clients[who].force_login(person)
    for name, address in ADDRESSES.items():
        for case in ("waiting", "sent", "passed_by"):
            whole = getattr(town, case)
            if (
                address.ids
                and not (whole.contact is None and "referrals" in name)
                and (case != "passed_by" or "contact" in name)
            ):
                for kwarg, value in _ids(address, town, case).items():
                    side.ids.setdefault(kwarg, []).append(str(value))
    side.ids["user"] = [str(person.pk) for person in town.people.values()]
    side.ids["reference"] = sorted(town.planted())
    side.ids = {kind: sorted(set(found)) for kind, found in side.ids.items()}
    side.shapes = list(_shapes(side))
    return side


def _ids(address: Address, town: Town, case: str) -> dict[str, Any]:
    """The ids of one case for an address; none where the case did not go so far."""
    with suppress(AssertionError, ObjectDoesNotExist, AttributeError):
        return address.ids_in(town, case)
    return {}


def _shapes(side: Side) -> Iterator[Shape]:
    """What each person may read, and send: the forms are those of the page as it stands then."""
    for name, address in ADDRESSES.items():
        if name in NEVER_ASKED:
            continue
        path = reverse(name, kwargs=address.ids_in(side.town))
        for who in sorted(address.people & set(side.clients)):
            if not address.post_only:
                yield Shape(who, name, "get", path)
            for query in QUERIES.get(name, ()):
                yield Shape(who, name, "get", path, dict(query))
            if name not in READ_ONLY or address.post_only:
                yield Shape(who, name, "post", path, bare=address.post_only)


class Swapper:
    """Makes one request after another; seeded, so that a run can be had again."""

    def __init__(self, side: Side, other: Side, chance: random.Random) -> None:
        self.side, self.other, self.chance = side, other, chance

    def next(self) -> tuple[Shape, str]:
        shape = self._drawn()
        places = [("path", str(part)) for part in resolve(shape.path).kwargs.values()]
        places += [("query", name) for name in shape.query]
        places += [("form", name) for name in shape.form]
        if not places:
            return replace(shape, query={"before": self._value("notice_id")[0]}), "query: added"
        places = [place for place in places if (shape.name, place[1]) != BY_REFERENCE]
        place, name = self.chance.choice([*places, *(p for p in places if p[0] == "path")])
        value, kind = self._value(self._kwarg(shape, name) if place == "path" else name)
        if place == "path":
            parts = [quote(value, safe="") if part == name else part for part in shape.path.split("/")]
            return replace(shape, path="/".join(parts)), f"path: {kind}"
        if place == "query":
            asked = shape.query[name].format(value) if "{}" in shape.query[name] else value
            return replace(shape, query=shape.query | {name: asked}), f"query: {kind}"
        return replace(shape, form=shape.form | {name: [value]}), f"form: {kind}"

    def _drawn(self) -> Shape:
        shape = self.chance.choice(self.side.shapes)
        if shape.method == "get" or shape.bare:
            return shape
        forms = self.side.forms_on(shape)
        return self.chance.choice(forms) if forms else replace(shape, method="get")

    def _kwarg(self, shape: Shape, value: str) -> str:
        kwargs = resolve(shape.path).kwargs
        return next(name for name, found in kwargs.items() if str(found) == value)

    def _value(self, kind: str) -> tuple[str, str]:
        """What to put there, and what it is."""
        drawn = self.chance.random()
        if drawn < 0.35 and kind in self.other.ids:
            return self.chance.choice(self.other.ids[kind]), "of the other side"
        if drawn < 0.55:
            return self.chance.choice(self.chance.choice(list(self.other.ids.values()))), "of the other side, any kind"
        if drawn < 0.65:
            return self.chance.choice(self.chance.choice(list(self.side.ids.values()))), "of their own side, any kind"
        if drawn < 0.75:
            return str(uuid.UUID(int=self.chance.getrandbits(128), version=4)), "of nothing"
        if drawn < 0.8 and kind in self.other.ids:
            found = self.chance.choice(self.other.ids[kind])
            return self.chance.choice(
                [found.upper(), found.replace("-", ""), f"{{{found}}}", f" {found} "]
            ), "written otherwise"
        return self.chance.choice(ODD), "odd"


def marks_left(user_id: int) -> tuple[int, int]:
    """How many marks somebody has left, and how many of them are refusals."""
    with as_factory(), connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(*) filter (where action = 'refused') from audit_accessevent where actor_id = %s", [user_id]
        )
        return cursor.fetchone()


def digest_of(side: Side) -> str:
    """Every personal row of a side as it is."""
    with as_factory(), connection.cursor() as cursor:
        parts = [
            f"(select coalesce(md5(string_agg(t::text, '|' order by t.{key_of(table)}::text)), '') from {table} t "
            f"where t.{key_of(table)}::text = any(%s::text[]))"
            for table in side.rows
        ]
        cursor.execute(f"select md5({' || '.join(parts)})", list(side.rows.values()))
        return cursor.fetchone()[0]


def digest_of_everything() -> str:
    """Every personal row that there is, but for the marks of reading."""
    with as_factory(), connection.cursor() as cursor:
        parts = [
            f"(select coalesce(md5(string_agg(t::text, '|' order by t.{key_of(table)}::text)), '') from {table} t)"
            for table in [*personal_tables(), "audit_changeevent"]
        ]
        cursor.execute(f"select md5({' || '.join(parts)})")
        return cursor.fetchone()[0]


def attached_to(side: Side, known: dict[str, set[str]]) -> list[str]:
    """Rows that were not there and point to a record, person or place of that side: by key, or by an id alone."""
    asked, values = [], []
    for model in apps.get_models():
        table = model._meta.db_table
        if table not in side.rows:
            continue
        for column, ids in _pointing(side, model):
            asked.append(
                f"select '{table}.{column}' from {table} t "
                f'where t."{column}"::text = any(%s::text[]) and not t.{key_of(table)}::text = any(%s::text[])'
            )
            values += [ids, sorted(known[table])]
    with as_factory(), connection.cursor() as cursor:
        cursor.execute(" union ".join(asked), values)
        return sorted(name for (name,) in cursor.fetchall())


def _pointing(side: Side, model: type[models.Model]) -> Iterator[tuple[str, list[str]]]:
    """The columns of a model that can name a row of that side, each with the ids that it would be."""
    world = side.town.world
    places = {
        "partnerships_user": side.ids["user"],
        "partnerships_organisation": [str(world.school.pk)],
        "partnerships_frontdoor": [str(world.door.pk)],
        "partnerships_localauthority": [str(world.authority.pk)],
    }
    every = sorted(found for ids in side.rows.values() for found in ids if len(found) == 36)
    for column in model._meta.concrete_fields:
        if isinstance(column, models.ForeignKey):
            table = column.related_model._meta.db_table
            if ids := places.get(table) or side.rows.get(table):
                yield str(column.column), ids
        elif isinstance(column, models.UUIDField) and not column.primary_key:
            yield str(column.column), every


def run(side: Side, other: Side, *, count: int, seed: int) -> Report:
    """So many requests by the people of one side with the ids of the other, in batches whose effects are undone."""
    swapper, report, before, known = Swapper(side, other, random.Random(seed)), Report(), digest_of(other), rows_now()
    for start in range(0, count, BATCH):
        asked: list[str] = []
        with rolled_back():
            for _ in range(min(BATCH, count - start)):
                shape, kind = swapper.next()
                report.swaps[kind] += 1
                asked.append(f"{shape.who} {shape.method} {shape.name} {kind}")
                _ask(side, other, shape, kind, report)
            if digest_of(other) != before:
                report.wrong.append(f"a row of the other side changed in one of {asked}")
            if attached := attached_to(other, known):
                report.wrong.append(f"new rows point to the other side by {attached} in one of {asked}")
            report.added += sum(len(ids - known[table]) for table, ids in rows_now().items())
    return report


def _ask(side: Side, other: Side, shape: Shape, kind: str, report: Report) -> None:
    client, person = side.clients[shape.who], side.town.people[shape.who]
    address = shape.path + (f"?{urlencode(shape.query)}" if shape.query else "")
    kept, (marks, refusals) = copy.deepcopy(client.cookies), marks_left(person.pk)
    response: Any = client.get(address) if shape.method == "get" else client.post(address, shape.form)
    client.cookies = kept
    marks_now, refusals_now = marks_left(person.pk)
    report.statuses[response.status_code] += 1
    body = b"".join(response.streaming_content) if response.streaming else response.content
    shown = "\n".join(f"{name}: {value}" for name, value in response.items()) + body.decode(errors="replace")
    sent = f"{address} {shape.form}"
    wrong = []
    if response.status_code not in FINE:
        wrong.append(f"status {response.status_code}")
    own = besides_what_is_told(shape.who, shape.name, shown, side.town, side.word)
    leaked = {word for word in other.secrets if word in shown} | {word for word in side.unseen(shape.who) if word in own}
    if leaked := {word for word in leaked if word not in sent}:
        wrong.append(f"shows {sorted(leaked)}")
    wanted = 1 if response.status_code == 404 and _names_a_record(shape.path) else 0
    if refusals_now - refusals != wanted:
        wrong.append(f"{refusals_now - refusals} refusals marked, not {wanted}")
    if wanted and marks_now - marks != 1:
        wrong.append(f"{marks_now - marks} marks of a refused request")
    said = f"{shape.who} {shape.method} {address[:200]} {shape.form or ''} [{kind}] {response.status_code}"
    report.wrong += [f"{said[:900]}: {what}" for what in wrong]


def _names_a_record(path: str) -> bool:
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return not found.kwargs or any(isinstance(value, uuid.UUID) for value in found.kwargs.values())
