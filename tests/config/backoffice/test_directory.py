"""The members directory in the back office: search, edit, and import of a CSV file in two steps."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.browsers import sign_in
from trellis.domain.accounts.models import User
from trellis.domain.directory.admin import shown
from trellis.domain.directory.models import DirectoryEntry, DirectoryImport

LIST = reverse("admin:directory_directoryentry_changelist")
ADD = reverse("admin:directory_directoryentry_add")
IMPORT = reverse("admin:directory_import")
FILE = b"email,first_name,last_name,membershiptype,phone\n"
pytestmark = pytest.mark.django_db


def _page_of(entry: DirectoryEntry) -> str:
    return reverse("admin:directory_directoryentry_change", args=[entry.pk])


def _form(**changes: Any) -> dict[str, Any]:
    given = {"email": "mona@example.com", "first_name": "Mona", "last_name": "M", "phone": "",
             "membershiptype": "mentor", "is_active": "on"}  # fmt: skip
    return {**given, **changes}


def _upload(office: Client, content: bytes, name: str = "members.csv") -> Any:
    return office.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def _kept() -> str:
    return reverse("admin:directory_import_preview", args=[DirectoryImport.objects.get().pk])


def _text(response: Any) -> str:
    text: str = response.content.decode()
    return text


# --- The directory ----------------------------------------------------------------------------------


def test_a_member_is_added_found_and_edited(office: Client) -> None:
    assert office.post(ADD, _form()).status_code == 302
    entry = DirectoryEntry.objects.get()
    assert "mona@example.com" in _text(office.get(LIST, {"q": "mona"}))
    assert "mona@example.com" not in _text(office.get(LIST, {"q": "somebody"}))
    assert office.post(_page_of(entry), _form(membershiptype="mentor, mentee")).status_code == 302
    entry.refresh_from_db()
    assert entry.membershiptype == "mentor, mentee"
    assert "mentor and mentee" in _text(office.get(_page_of(entry)))


@pytest.mark.parametrize("words", ["\x00", "%_'", "0"])
def test_searching_never_fails(office: Client, words: str) -> None:
    assert office.get(LIST, {"q": words}).status_code == 200


def test_an_address_in_use_is_told_at_the_field(office: Client) -> None:
    DirectoryEntry.objects.create(email="MONA@example.com")
    response = office.post(ADD, _form())
    errors = response.context["adminform"].form.errors
    assert errors == {"email": ["Another member has this e-mail address."]}


def test_an_address_is_kept_in_its_form_and_is_one_in_every_spelling(office: Client) -> None:
    office.post(ADD, _form(email="Mona@MÜLLER.example"))
    assert DirectoryEntry.objects.get().email == "Mona@xn--mller-kva.example"
    errors = office.post(ADD, _form(email="mona@müller.example")).context["adminform"].form.errors
    assert errors == {"email": ["Another member has this e-mail address."]}


@pytest.mark.parametrize("name", ["a\u202eb", "North\r\nBcc: x", "a\x07b"])
def test_a_name_that_is_no_line_is_refused(office: Client, name: str) -> None:
    errors = office.post(ADD, _form(first_name=name)).context["adminform"].form.errors
    assert set(errors) == {"first_name"}


def test_an_address_in_other_letters_is_refused(office: Client) -> None:
    errors = office.post(ADD, _form(email="m\u0131ke@example.com")).context["adminform"].form.errors
    assert set(errors) == {"email"}


def test_the_address_of_a_member_with_an_account_is_fixed(office: Client, staff: User) -> None:
    user = User.objects.create_user("mona", "mona@example.com")
    entry = DirectoryEntry.objects.create(email="mona@example.com", user=user)
    office.post(_page_of(entry), _form(email="root@example.com", first_name="Ramona"))
    entry.refresh_from_db()
    assert (entry.email, entry.first_name) == ("mona@example.com", "Ramona")


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [("lodz", True), ("ŁÓDŹ mona", True), ("DZ", True), ("%", False), ("\u0301", False), ("łodzz", False)],
)
def test_a_member_is_found_whatever_case_and_accents(office: Client, asked: str, is_found: bool) -> None:
    DirectoryEntry.objects.create(email="mona@example.com", first_name="Mona", last_name="Łódź")
    assert ("mona@example.com" in _text(office.get(LIST, {"q": asked}))) == is_found


def test_the_list_costs_the_same_for_few_and_for_many(office: Client) -> None:
    def cost() -> int:
        office.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert office.get(LIST).status_code == 200
        return len(queries)

    DirectoryEntry.objects.bulk_create(DirectoryEntry(email=f"a{number}@example.com") for number in range(3))
    few = cost()
    DirectoryEntry.objects.bulk_create(DirectoryEntry(email=f"b{number}@example.com") for number in range(20))
    assert cost() == few


# --- The import -------------------------------------------------------------------------------------


def test_the_list_leads_to_the_import(office: Client) -> None:
    url = reverse("admin:directory_directoryentry_import_members")
    assert url in _text(office.get(LIST))
    assert office.get(url)["Location"] == IMPORT
    assert "multipart/form-data" in _text(office.get(IMPORT))


def test_a_file_is_previewed_and_then_imported(office: Client) -> None:
    old = DirectoryEntry.objects.create(email="old@example.com", first_name="Old", phone="1")
    content = FILE + "new@example.com,New\u00e9,,mentor\nOLD@example.com,Older\n".encode()
    response = _upload(office, b"\xef\xbb\xbf" + content)
    assert response["Location"] == _kept()
    preview = _text(office.get(_kept()))
    assert "New\u00e9" in preview
    assert "was Old" in preview
    assert DirectoryEntry.objects.count() == 1
    response = office.post(_kept(), {"confirm": "1"}, follow=True)
    assert "1 new, 1 changed, 0 as they were, 0 skipped." in _text(response)
    old.refresh_from_db()
    assert old.first_name == "Older"
    new = DirectoryEntry.objects.get(email="new@example.com")
    assert LogEntry.objects.filter(object_id=str(new.pk), change_message="Imported from members.csv").exists()
    assert LogEntry.objects.filter(object_id=str(old.pk)).exists()


def test_wrong_rows_are_shown_and_stop_the_import_unless_skipped(office: Client) -> None:
    _upload(office, FILE + b"good@example.com,Ada\n,Eve\ngood@example.com,Twice\n")
    preview = _text(office.get(_kept()))
    assert "The e-mail address is missing." in preview
    assert "The same e-mail address stands in line 2." in preview
    assert "2 of 3 rows cannot be imported." in preview
    wrong = _text(office.get(_kept(), {"show": "wrong"}))
    assert "Eve" in wrong
    assert "Ada" not in wrong
    response = office.post(_kept(), {"confirm": "1"}, follow=True)
    assert "some rows are wrong" in _text(response)
    assert not DirectoryEntry.objects.exists()
    response = office.post(_kept(), {"confirm": "1", "skip_wrong": "on"}, follow=True)
    assert "1 new, 0 changed, 0 as they were, 2 skipped." in _text(response)
    assert DirectoryEntry.objects.get().first_name == "Ada"


def test_a_file_of_wrong_rows_alone_cannot_be_confirmed(office: Client) -> None:
    _upload(office, FILE + b"x,Eve\n")
    assert 'name="confirm"' not in _text(office.get(_kept()))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"name\nx\n", "Unknown column"),
        (b"email\n\xff\n", "not UTF-8"),
        (b"email\n" + b"a@b.io\n" * 10_001, "more than 10,000 rows"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_the_field(office: Client, content: bytes, said: str) -> None:
    response = _upload(office, content)
    assert response.status_code == 200
    (error,) = response.context["form"].errors["file"]
    assert said in error
    assert not DirectoryImport.objects.exists()


def test_no_file_is_told_at_the_field(office: Client) -> None:
    assert set(office.post(IMPORT).context["form"].errors) == {"file"}


def test_an_import_is_cancelled(office: Client) -> None:
    _upload(office, FILE + b"a@b.io,Ada\n")
    url = _kept()
    assert office.post(url, {"cancel": "1"})["Location"] == LIST
    assert not DirectoryEntry.objects.exists()
    for response in (office.get(url, follow=True), office.post(url, {"confirm": "1"}, follow=True)):
        assert "confirmed or cancelled already" in _text(response)


def test_markup_and_formulas_in_a_file_stay_text(office: Client) -> None:
    _upload(office, FILE + b"a@b.io,<script>x</script>,=1+1,@cmd,+1 555\n")
    preview = _text(office.get(_kept()))
    assert "<script>x" not in preview
    assert "&#x27;=1+1" in preview
    assert "&#x27;@cmd" in preview
    assert "&#x27;+1 555" not in preview


def test_what_a_spreadsheet_would_compute_is_shown_as_text() -> None:
    assert [shown(text) for text in ("=A1", "+x", "-x", "@x", "+1 (2) 3", "Ada", "")] == [
        "'=A1", "'+x", "'-x", "'@x", "+1 (2) 3", "Ada", "",
    ]  # fmt: skip


def test_a_long_preview_is_paged_at_a_constant_price(office: Client) -> None:
    _upload(office, FILE + b"".join(b"m%d@example.com,Ada\n" % number for number in range(250)))
    with CaptureQueriesContext(connection) as queries:
        first = _text(office.get(_kept()))
    assert len(queries) < 12
    assert "Page 1 of 3" in first
    assert "m99@example.com" in first
    assert "m100@example.com" not in first
    assert "m249@example.com" in _text(office.get(_kept(), {"page": "3"}))
    for page in ("0", "x", "99"):
        assert office.get(_kept(), {"page": page, "show": "nonsense"}).status_code == 200


def test_somebody_elses_upload_is_not_shown(office: Client) -> None:
    _upload(office, FILE + b"secret@example.com,Ada\n")
    User.objects.create_superuser("other@example.com", "other", "a password")
    other = sign_in(Client(), User.objects.get(username="other"))
    assert "secret@" not in _text(other.get(_kept(), follow=True))
    other.post(_kept(), {"confirm": "1"})
    assert not DirectoryEntry.objects.exists()


@pytest.mark.parametrize("rights", [[], ["view"], ["view", "change"]])
def test_who_may_not_add_and_change_members_may_not_import(
    office: Client, client: Client, rights: list[str]
) -> None:
    _upload(office, FILE + b"a@b.io,Ada\n")
    user = User.objects.create_user("looker", "looker@example.com", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=[f"{right}_directoryentry" for right in rights])
    )
    sign_in(client, user)
    DirectoryImport.objects.update(uploaded_by=user)
    assert client.get(IMPORT).status_code == 403
    assert _upload(client, FILE + b"c@d.io,Ada\n").status_code == 403
    assert client.get(_kept()).status_code == 403
    assert client.post(_kept(), {"confirm": "1"}).status_code == 403
    assert not DirectoryEntry.objects.exists()
    if rights:
        assert reverse("admin:directory_directoryentry_import_members") not in _text(client.get(LIST))


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    response = client.get(IMPORT)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))
