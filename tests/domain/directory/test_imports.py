"""The members directory: what a membership makes of somebody, and how a CSV file gets into it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.crowd import at_once
from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry, DirectoryImport
from trellis.domain.directory.queries import Outcome, check, mailbox_of, roles_for
from trellis.domain.directory.refusals import BadFile, DirectoryChanged, ImportGone, RowsAreWrong
from trellis.domain.directory.rules.files import Row, decode, read
from trellis.domain.directory.rules.roles import NEITHER, Roles, roles_of
from trellis.domain.directory.services.imports import Imported, confirm, upload
from trellis.domain.mentorship.models import Mentor

NOW = datetime(2030, 1, 1, tzinfo=UTC)
FILE = "email,first_name,last_name,membershiptype,phone\n"


def _entry(email: str = "mona@example.com", **fields: Any) -> DirectoryEntry:
    return DirectoryEntry.objects.create(email=email, **fields)


def _user(email: str = "mona@example.com", **fields: Any) -> User:
    return User.objects.create_user(email.partition("@")[0], email, "pass", **fields)


# --- Roles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("membershiptype", "is_mentor", "is_mentee", "name"),
    [
        ("mentor", True, False, "mentor"),
        ("MENTOR", True, False, "mentor"),
        ("Senior Mentor", True, False, "mentor"),
        ("mentorship lead", True, False, "mentor"),
        ("mentee", False, True, "mentee"),
        ("Mentee 2026", False, True, "mentee"),
        ("student", False, True, "mentee"),
        (" Student ", False, True, "mentee"),
        ("mentor, mentee", True, True, "mentor_mentee"),
        ("Mentee/Mentor", True, True, "mentor_mentee"),
        # "student" must be all there is, and a mentor is no mentee by default.
        ("student mentor", True, False, "mentor"),
        ("alumni", False, True, "mentee"),
        ("student council", False, True, "mentee"),
        ("", False, True, "mentee"),
    ],
)
def test_roles_are_read_from_the_membership_type(
    membershiptype: str, is_mentor: bool, is_mentee: bool, name: str
) -> None:
    roles = roles_of(membershiptype)
    assert (roles.is_mentor, roles.is_mentee, roles.role_name) == (is_mentor, is_mentee, name)


def test_neither_role_has_a_name_too() -> None:
    assert NEITHER.role_name == "user"


@pytest.mark.django_db
def test_roles_follow_the_directory_at_once() -> None:
    user = _user()
    entry = _entry(user=user, membershiptype="mentor")
    assert roles_for(user) == Roles(is_mentor=True, is_mentee=False)
    DirectoryEntry.objects.filter(pk=entry.pk).update(membershiptype="mentee")
    assert roles_for(user) == Roles(is_mentor=False, is_mentee=True)


@pytest.mark.django_db
def test_an_address_that_is_not_proven_gives_no_roles_of_its_member() -> None:
    user = _user()
    _entry("MONA@example.com", membershiptype="mentor")
    assert roles_for(user) == NEITHER
    user.email_verified_at = NOW
    user.save()
    assert roles_for(user).is_mentor


@pytest.mark.django_db
def test_the_linked_row_goes_before_one_with_the_address() -> None:
    user = _user(email_verified_at=NOW)
    _entry(membershiptype="mentor")
    _entry("old@example.com", user=user, membershiptype="mentee")
    assert roles_for(user).role_name == "mentee"


@pytest.mark.django_db
def test_a_membership_that_ended_gives_no_roles() -> None:
    user = _user()
    _entry(user=user, membershiptype="mentor", is_active=False)
    Mentor.objects.create(user=user, created_at=NOW, updated_at=NOW)
    assert roles_for(user) == NEITHER


@pytest.mark.django_db
def test_somebody_elses_row_gives_no_roles() -> None:
    _entry(user=_user("other@example.com"), membershiptype="mentor")
    assert roles_for(_user(email_verified_at=NOW)) == NEITHER


@pytest.mark.django_db
def test_without_a_row_a_mentor_profile_makes_a_mentor() -> None:
    user = _user()
    assert roles_for(user) == NEITHER
    Mentor.objects.create(user=user, created_at=NOW, updated_at=NOW)
    assert roles_for(user).role_name == "mentor"


@pytest.mark.django_db
def test_asking_for_roles_costs_one_query() -> None:
    user = _user()
    _entry(user=user)
    with CaptureQueriesContext(connection) as queries:
        roles_for(user)
    assert len(queries) == 1


@pytest.mark.django_db
def test_a_code_goes_to_the_address_on_file_and_to_nobody_shut_out() -> None:
    _user("Ann@example.com")
    _entry("mel@example.com")
    _entry("gone@example.com", is_active=False)
    _user("shut@example.com", is_active=False)
    _entry("shut@example.com")
    _entry("moved@example.com", user=_user("new@example.com"))
    asked = ["ANN@EXAMPLE.COM", "Mel@example.com", "gone@example.com", "shut@example.com"]
    assert [mailbox_of(email) for email in asked] == ["Ann@example.com", "mel@example.com", None, None]
    assert mailbox_of("moved@example.com") is None
    assert mailbox_of("nobody@example.com") is None


# --- Reading a file -------------------------------------------------------------------------------


def _only(text: str) -> Row:
    (row,) = read(text)
    return row


def test_columns_come_in_any_order_case_and_spelling() -> None:
    row = _only("Phone;Last Name;E-Mail;MembershipType;first_name\n+1 5;Ada;a@b.io;mentor;Lo\n")
    assert row.values == {
        "phone": "+1 5",
        "last_name": "Ada",
        "email": "a@b.io",
        "membershiptype": "mentor",
        "first_name": "Lo",
    }
    assert row.errors == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_spreadsheets_ways_of_writing_csv_are_read(delimiter: str, ending: str) -> None:
    lines = [["email", "first_name"], ["a@b.io", "Ada"], [], ["c@d.io", '"O""Neil, jr"']]
    text = ending.join(delimiter.join(line) for line in lines)
    assert [row.values["first_name"] for row in read(text)] == ["Ada", 'O"Neil, jr']


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert _only(decode(b"\xef\xbb\xbfemail\na@b.io\n")).values == {"email": "a@b.io"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_encoding_that_says_which_it_is_is_read(encoding: str) -> None:
    assert (
        _only(decode("email\tfirst_name\r\na@b.io\tZoë\r\n".encode(encoding))).values["first_name"] == "Zoë"
    )


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["email;first_name", "c@imp.example;Cy, Jr, Esq, MD"], 2),
        (["sep=;", "email;first_name", "c@imp.example;Cy, Jr, Esq, MD"], 3),
        (['"sep=;"', "email;first_name", "c@imp.example;Cy, Jr, Esq, MD"], 3),
        (["Sep=|", "email|first_name", "c@imp.example|Cy, Jr, Esq, MD"], 3),
        (["", ";;;", '"E-mail";"First name";', "c@imp.example;Cy, Jr, Esq, MD;", ";;", "", ""], 4),
        (['"E-mail"\t"First name"', '"c@imp.example"\t"Cy, Jr, Esq, MD"'], 2),
        (['"E,m,a,i,l";First\u00a0name:;;', "c@imp.example;Cy, Jr, Esq, MD;;", "\u00a0;;"], 2),
        (["\u200bE\u2011mail *;(first name)", "c@imp.example;Cy, Jr, Esq, MD"], 2),
    ],
)
def test_the_heading_alone_says_what_stands_between_cells(ending: str, lines: list[str], line: int) -> None:
    row = _only(decode(ending.join(lines).encode()))
    assert (row.line, row.errors) == (line, ())
    assert row.values == {"email": "c@imp.example", "first_name": "Cy, Jr, Esq, MD"}


def test_rows_that_end_as_on_old_machines_are_two_rows() -> None:
    rows = read("email;first_name\rc@imp.example;Cy, Jr\rd@imp.example;Di, a, b, c\r")
    assert [(row.line, row.values["first_name"]) for row in rows] == [(2, "Cy, Jr"), (3, "Di, a, b, c")]


def test_empty_columns_and_rows_that_a_spreadsheet_leaves_are_passed_over() -> None:
    row = _only("email,first_name,,,\nt@imp.example,Tom,,,\n,,,,\n")
    assert (row.values, row.errors) == ({"email": "t@imp.example", "first_name": "Tom"}, ())
    row = _only(",email,,first_name\n,t@imp.example,\u200b,Tom\n")
    assert (row.values, row.errors) == ({"email": "t@imp.example", "first_name": "Tom"}, ())


def test_what_stands_below_no_heading_is_not_lost_in_silence() -> None:
    assert _only("email,,first_name\na@b.io,lost,Tom\n").errors == (
        "Something stands in a column without a heading.",
    )


@pytest.mark.parametrize("name", ["علی\u200cرضا", "ශ්\u200dරී", "Zoë 👩\u200d💻"])
def test_names_keep_the_signs_that_join_their_letters(name: str) -> None:
    row = _only(f"email,first_name\nz@imp.example,{name}\n")
    assert (row.values["first_name"], row.errors) == (name, ())


def test_an_address_is_one_in_every_spelling_of_its_domain() -> None:
    first, second = read("email\nu@müller.example\nU@xn--mller-kva.example\n")
    assert (first.values["email"], first.errors) == ("u@xn--mller-kva.example", ())
    assert second.errors == ("The same e-mail address stands in line 2.",)


def test_lines_are_counted_as_an_editor_does() -> None:
    rows = read('\nemail,first_name\n\na@b.io,"two\nlines"\nc@d.io,x\n')
    assert [(row.line, row.values["first_name"]) for row in rows] == [(4, "two lines"), (6, "x")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"email\n", "no rows"),
        ("email,first_name\na@b.io,J\u00fcrgen\n".encode("latin-1"), "line 2"),
        ("email\na@b.io\n".encode("utf-16")[:-1], "not whole"),
        ("email\na@b.io\n".encode("utf-16-le"), "NUL"),
        (b"name\nx\n", "\u201cname\u201d"),
        (b"first_name\nx\n", "no column \u201cemail\u201d"),
        (b"email,E-Mail\na,b\n", "twice"),
        (b"email,!\na@b.io,\n", "\u201c!\u201d"),
        (b'email\n"a@b.io\n', "not proper CSV"),
        (b'email\n"a"@b.io\n', "not proper CSV"),
        (b"email\n" + b"x" * 200_000 + b"\n", "not proper CSV"),
        (b"email\n" + b"a@b.io\n" * 10_001, "more than 10,000 rows"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, said: str) -> None:
    with pytest.raises(BadFile, match="(?i)" + said.replace("(", r"\(").replace(")", r"\)")):
        read(decode(content))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",Ada", "missing"),
        ("nobody,Ada", "no e-mail address"),
        ("a b@c.io,Ada", "no e-mail address"),
        ("m\u0131ke@example.com,Ada", "letters other than"),
        (f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 30}.com,Ada", "email is longer"),
        ("a@b.io," + "x" * 151, "first_name is longer than 150"),
        ("a@b.io,Ada," + "x" * 151, "last_name is longer than 150"),
        ("a@b.io,Ada,Lo," + "x" * 201, "membershiptype is longer than 200"),
        ("a@b.io,Ada,Lo,mentor," + "1" * 21, "phone is longer than 20"),
        ("a@b.io,Ada,Lo,mentor,1,extra", "6 cells for 5 columns"),
        ("a@b.io,A\u202eda", "cannot be shown"),
        ("a@b.io,A\x07da", "cannot be shown"),
    ],
)
def test_a_wrong_row_says_what_is_wrong(line: str, said: str) -> None:
    (error,) = _only(FILE + line).errors
    assert said in error


def test_an_address_that_stands_there_twice_names_the_first_line() -> None:
    first, second = read(FILE + "a@b.io,Ada\nA@B.io,Eve\n")
    assert first.errors == ()
    assert second.errors == ("The same e-mail address stands in line 2.",)


def test_empty_cells_beyond_the_columns_are_no_fault() -> None:
    assert _only("email,first_name\na@b.io,Ada,,,\n").errors == ()


# --- Checking and writing -------------------------------------------------------------------------


def _upload(text: str) -> DirectoryImport:
    staff = User.objects.filter(username="staff").first() or _user("staff@example.com")
    return upload(content=text.encode(), file_name="members.csv", uploaded_by=staff, now=NOW)


def _import(text: str, *, skip_wrong: bool = False) -> Imported:
    return confirm(upload=_upload(text), skip_wrong=skip_wrong, now=NOW)


def _numbers(done: Imported) -> tuple[int, int, int, int]:
    return len(done.created), len(done.updated), done.unchanged, done.skipped


@pytest.mark.django_db
def test_checking_says_what_each_row_would_do_and_writes_nothing() -> None:
    _entry("old@example.com", first_name="Old", phone="1")
    _entry("same@example.com", first_name="Same")
    text = FILE + "new@example.com,New\nOLD@example.com,Older,,,2\nsame@example.com,Same\nx,Wrong\n"
    checked = check(read(text))
    assert [one.outcome for one in checked] == [
        Outcome.CREATED,
        Outcome.UPDATED,
        Outcome.UNCHANGED,
        Outcome.WRONG,
    ]
    assert checked[1].changes == ("first_name", "phone")
    assert DirectoryEntry.objects.count() == 2


@pytest.mark.django_db
def test_importing_twice_changes_nothing_the_second_time() -> None:
    text = FILE + "a@b.io,Ada,Lo,mentor,1\nc@d.io,Cy,Do,mentee,2\n"
    assert _numbers(_import(text)) == (2, 0, 0, 0)
    before = list(DirectoryEntry.objects.order_by("email").values())
    again = text.replace("a@b.io", "A@B.io")
    assert _numbers(_import(again)) == (0, 0, 2, 0)
    assert list(DirectoryEntry.objects.order_by("email").values()) == before
    assert not DirectoryImport.objects.exists()


@pytest.mark.django_db
def test_an_update_keeps_what_the_file_leaves_empty_or_does_not_have() -> None:
    _entry("a@b.io", first_name="Ada", last_name="Lo", phone="1", membershiptype="mentor", is_active=False)
    _import("membershiptype,email,last_name\nmentee,A@B.IO,\n")
    entry = DirectoryEntry.objects.get()
    assert (entry.email, entry.first_name, entry.last_name) == ("a@b.io", "Ada", "Lo")
    assert (entry.phone, entry.membershiptype, entry.is_active) == ("1", "mentee", False)


@pytest.mark.django_db
def test_wrong_rows_stop_the_import_unless_they_are_skipped() -> None:
    text = FILE + "a@b.io,Ada\nwrong,Eve\n"
    kept = _upload(text)
    with pytest.raises(RowsAreWrong):
        confirm(upload=kept, skip_wrong=False, now=NOW)
    assert not DirectoryEntry.objects.exists()
    assert _numbers(confirm(upload=kept, skip_wrong=True, now=NOW)) == (1, 0, 0, 1)
    assert DirectoryEntry.objects.get().email == "a@b.io"


@pytest.mark.django_db
def test_a_members_new_name_leaves_the_accounts_own() -> None:
    user = _user("a@b.io", first_name="Ada")
    _entry("a@b.io", first_name="Ada", user=user)
    _import("email,first_name\na@b.io,Eve\n")
    user.refresh_from_db()
    assert (DirectoryEntry.objects.get().first_name, user.first_name) == ("Eve", "Ada")


@pytest.mark.django_db(transaction=True)
def test_8_confirmations_of_one_import_at_once_import_it_once() -> None:
    kept = _upload(FILE + "a@b.io,Ada\nc@d.io,Cy\n")

    def go(_: int) -> bool:
        try:
            confirm(upload=kept, skip_wrong=False, now=NOW)
        except ImportGone:
            return False
        return True

    assert sorted(at_once(8, go)) == [False] * 7 + [True]
    assert DirectoryEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_8_imports_of_one_file_at_once_leave_each_member_once() -> None:
    lines = "".join(f"m{number}@example.com,Ada\n" for number in range(200))
    uploads = [_upload(FILE + lines) for _ in range(8)]

    def go(number: int) -> bool:
        try:
            confirm(upload=uploads[number], skip_wrong=False, now=NOW)
        except DirectoryChanged:
            return False
        return True

    assert any(at_once(8, go))
    assert DirectoryEntry.objects.count() == 200


@pytest.mark.django_db
def test_the_largest_file_takes_few_statements() -> None:
    lines = [f"m{number}@example.com,Ada,Lo,mentor,{number}" for number in range(10_000)]
    _import(FILE + "\n".join(lines))
    changed = FILE + "\n".join(line.replace("Ada", "Eve") for line in lines)
    with CaptureQueriesContext(connection) as queries:
        assert _numbers(_import(changed)) == (0, 10_000, 0, 0)
    assert len(queries) < 30
    assert DirectoryEntry.objects.filter(first_name="Eve").count() == 10_000
