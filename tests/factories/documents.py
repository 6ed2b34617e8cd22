"""Documents of tests: frozen, not printed."""

import datetime
import uuid

import factory

from documents.models import Document
from documents.rules.content import ContactDocument
from documents.rules.seal import content_hash
from tests.factories.partnerships import OrganisationFactory, UserFactory

CONTENT = ContactDocument(title="Contact of a test").to_plain()


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    reference = factory.Sequence(lambda n: f"TST-{n:06}")
    subject_type = "contact"
    subject_id = factory.LazyFunction(uuid.uuid4)
    kind = "contact"
    title = CONTENT["title"]
    marking = CONTENT["marking"]
    content = CONTENT
    content_hash = content_hash(CONTENT)
    verification_code = factory.Sequence(lambda n: f"{n:016}")
    created_at = datetime.datetime(2026, 3, 3, 14, 58, tzinfo=datetime.UTC)
    created_by = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
