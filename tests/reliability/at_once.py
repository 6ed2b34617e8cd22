"""Twenty people of one front door who press at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from partnerships.models import Role, User
from referrals.models import Contact
from referrals.services.decisions import Deciding, contact_decide
from rowsecurity.session import acting_as
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.journeys.world import World
from tests.roles import as_factory
from workflow.errors import WorkflowError

TWENTY = 20


@dataclass(frozen=True)
class Press:
    """What one person met: a refusal's name or a page, and the words they had written."""

    who: User
    words: str
    met: Any

    @property
    def page(self) -> str:
        return self.met.content.decode()


def twenty_at(world: World, role: Role = Role.FRONT_DOOR) -> list[User]:
    with as_factory():
        people = [UserFactory(name=f"Worker {number:02} (fictional)") for number in range(TWENTY)]
        for person in people:
            MembershipFactory(user=person, role=role, front_door=world.door)
    return people


def browsers_of(people: Sequence[User]) -> list[Client]:
    """A browser each, signed in beforehand, so that nothing but the press is at the same moment."""
    found = []
    for person in people:
        client = Client()
        with as_factory():
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        found.append(client)
    return found


def press_at_once(work: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all of it in threads that begin together, and give back what each met; an error ends the test."""
    together = threading.Barrier(len(work))
    met: list[Any] = [None] * len(work)
    wrong: list[BaseException] = []

    def one(place: int) -> None:
        try:
            together.wait()
            met[place] = work[place]()
        except Exception as error:
            wrong.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if wrong:
        raise wrong[0]
    return met


def decide_by_service(contact: Contact, people: Sequence[User], deciding: Callable[[str], Deciding], at: Any) -> list[Press]:
    """Each decides through the service: the decision, or the refusal."""

    def press(person: User, words: str) -> Callable[[], Any]:
        def pressed() -> Any:
            with acting_as(person.pk):
                try:
                    return contact_decide(contact=contact, deciding=deciding(words), by=person, at=at)
                except WorkflowError as refusal:
                    return refusal

        return pressed

    written = [f"Reason of {person.name}: {contact.reference}" for person in people]
    met = press_at_once([press(person, words) for person, words in zip(people, written, strict=True)])
    return [Press(*one) for one in zip(people, written, met, strict=True)]


def post_at_once(
    browsers: Sequence[Client], people: Sequence[User], path: str, answers: Callable[[User, str], dict[str, Any]]
) -> list[Press]:
    """Each sends the page's form, with words of their own."""

    def press(browser: Client, data: dict[str, Any]) -> Callable[[], Any]:
        return lambda: browser.post(path, data)

    written = [f"Written by {person.name} at this moment" for person in people]
    sending = [press(browser, answers(who, words)) for browser, who, words in zip(browsers, people, written, strict=True)]
    return [Press(*one) for one in zip(people, written, press_at_once(sending), strict=True)]
