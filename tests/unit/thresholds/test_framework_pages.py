"""Reading frameworks and the directory, and loading a changed file: what is shown, refused and never half done."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.models import LocalAuthority, Role
from tests.factories.partnerships import MembershipFactory, OrganisationFactory, UserFactory
from tests.roles import as_factory
from thresholds.models import FrameworkVersion
from thresholds.services.frameworks import frameworks_load

FOLDER = settings.BASE_DIR / "fixtures"
FRAMEWORK = (FOLDER / "frameworks" / "blackpool.yaml").read_text()
AUTHORITY = (FOLDER / "authorities" / "blackpool.yaml").read_text()
BACKEND = "django.contrib.auth.backends.ModelBackend"


def person(role: Role, **place):
    user = UserFactory()
    MembershipFactory(user=user, role=role, **place)
    return user


@pytest.fixture
def authority(db) -> LocalAuthority:
    with as_factory():
        frameworks_load(files=[("framework.yaml", FRAMEWORK.encode()), ("authority.yaml", AUTHORITY.encode())])
        return LocalAuthority.objects.get()


@pytest.fixture
def practitioner(client, authority):
    with as_factory():
        client.force_login(person(Role.PRACTITIONER, organisation=OrganisationFactory(authority=authority)), backend=BACKEND)
    return client


@pytest.fixture
def admin(client, authority):
    with as_factory():
        client.force_login(person(Role.PARTNERSHIP_ADMIN, authority=authority), backend=BACKEND)
    return client


def load(client, text: str | bytes, name: str = "changed.yaml"):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post("/partnership/load/", {"file": SimpleUploadedFile(name, data)})


def newer(text: str = FRAMEWORK) -> str:
    return text.replace('version: "2"', 'version: "3"', 1).replace("from: 2018-01-01", "from: 2030-01-01", 1)


def test_a_framework_is_read_whole_with_every_indicator_and_strength(practitioner):
    page = practitioner.get("/frameworks/blackpool/2/").content.decode()

    document = FrameworkVersion.objects.get().framework_document()
    entries = [*document.indicators, *document.strengths, *document.duties, *document.actions_to_consider]
    assert [entry.code for entry in entries if entry.code not in page] == []
    assert "In force" in page


def test_the_list_says_what_is_in_force_and_where(practitioner):
    page = practitioner.get("/frameworks/").content.decode()

    assert "In force" in page
    assert "Used in Blackpool" in page


def test_a_framework_that_is_not_there_is_not_found(practitioner):
    assert practitioner.get("/frameworks/blackpool/99/").status_code == 404


@pytest.mark.parametrize("address", ["/partnership/", "/partnership/load/", "/partnership/frameworks/blackpool/2/"])
def test_a_practitioner_finds_no_page_of_the_partnership(practitioner, address):
    assert practitioner.get(address).status_code == 404


def test_a_practitioner_loads_nothing(practitioner):
    assert load(practitioner, newer()).status_code == 404
    assert FrameworkVersion.objects.count() == 1


def test_a_new_version_is_loaded_as_a_draft_and_what_is_in_force_stays(admin):
    answer = load(admin, newer())

    assert (answer.status_code, answer["Location"]) == (302, "/partnership/frameworks/blackpool/3/")
    page = admin.get(answer["Location"]).content.decode()
    assert "is loaded as a draft. What is in force has not changed." in page
    states = dict(FrameworkVersion.objects.values_list("version", "state"))
    assert states == {"2": "published", "3": "draft"}


def test_a_draft_is_read_by_those_who_load_it_and_by_nobody_else(admin):
    load(admin, newer())

    assert admin.get("/partnership/frameworks/blackpool/3/").status_code == 200
    assert admin.get("/frameworks/blackpool/3/").status_code == 404


def test_an_unknown_level_is_said_at_its_line_and_nothing_is_loaded(admin):
    wrong = newer().replace("level: child-in-need\n            text: Teenage", "level: very-high\n            text: Teenage", 1)
    line = wrong[: wrong.index("level: very-high")].count("\n") + 1

    answer = load(admin, wrong, name="changed.yaml")

    assert answer.status_code == 422
    assert f"changed.yaml:{line}: " in answer.content.decode()
    assert FrameworkVersion.objects.count() == 1


def test_changed_content_under_a_published_version_is_refused(admin):
    answer = load(admin, FRAMEWORK.replace("Teenage pregnancy", "Pregnancy", 1))

    assert answer.status_code == 422
    assert "give the new content a new version" in answer.content.decode()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: [", b"", b"- just a list", b"&a [*a]"])
def test_what_is_no_fixture_is_refused_with_its_reason(admin, content):
    answer = load(admin, content)

    assert answer.status_code == 422
    assert FrameworkVersion.objects.count() == 1


def test_a_file_over_two_megabytes_is_refused_unread(admin):
    answer = load(admin, b"#" * (2 * 1024 * 1024 + 1))

    assert answer.status_code == 422
    assert "larger than 2 MB" in answer.content.decode()


def test_a_files_name_is_text_on_the_page(admin):
    answer = load(admin, b"a: [", name="<script>alert(1)</script>.yaml")

    assert "<script>alert" not in answer.content.decode()


def test_an_admins_pages_lead_to_no_case(admin):
    for page in ("/partnership/", "/directory/", "/frameworks/"):
        html = admin.get(page).content.decode()
        assert [place for place in ("/checks/", "/contacts/", "/lead/", "/front-door/", "/deadlines/") if place in html] == []


def test_the_directory_shows_the_front_door_its_number_and_what_is_not_live(practitioner):
    page = practitioner.get("/directory/").content.decode()

    assert "01253 477299" in page
    assert "Hours not published" in page
    assert "Not live yet" in page
    assert 'href="tel:999"' in page


def test_a_superseded_number_is_never_shown_as_one_to_ring(admin):
    changed = AUTHORITY.replace(
        "code: BP-CT-FIS\n    group: Universal\n    name: Family Information Service\n",
        "code: BP-CT-FIS\n    group: Universal\n    name: Former Service\n",
        1,
    ).replace('numbers: ["0800 092 2332"]', 'numbers: ["01632 960999"]', 1)
    place = changed.index("01632 960999")
    changed = changed[:place] + changed[place:].replace("superseded: false", "superseded: true", 1)

    assert load(admin, changed).status_code == 302

    page = admin.get("/directory/?place=blackpool").content.decode()
    assert "Former Service" in page
    assert 'href="tel:01632960999"' not in page


def test_an_authority_that_is_not_there_is_not_found(practitioner):
    assert practitioner.get("/directory/?place=nowhere").status_code == 404


def test_a_downloaded_file_loads_back_to_the_same(admin):
    answer = admin.get("/partnership/frameworks/blackpool/2/file/")

    assert answer["Content-Disposition"] == 'attachment; filename="blackpool-2.yaml"'
    again = admin.post("/partnership/load/", {"file": SimpleUploadedFile("again.yaml", answer.content)}, follow=True)
    assert "Nothing has changed." in again.content.decode()
