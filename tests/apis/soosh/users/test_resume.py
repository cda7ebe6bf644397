"""`users/resume`: made of the record, one's own alone, and a paper of it."""

from datetime import UTC, date, datetime
from typing import Any

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from tests.apis.soosh.bookings.sessions import session_of
from tests.apis.soosh.conftest import refused
from tests.apis.soosh.users.shown import USERS, person, project
from tests.core.files.papers import glyphs_in, is_accessible, signs_in
from tests.domain.mentorship.world import mentor_of
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Education, Language, Skill
from trellis.domain.learning.models import Enrollment, Opportunity
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.portfolio.models import Resume
from trellis.domain.portfolio.rules.limits import MOST_RESUMES

RESUME = f"{USERS}/resume"
pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)


@pytest.fixture
def ann() -> APIClient:
    return person("ann", bio="Aspiring UI designer.", city="Paris", country="France")


def _generated(client: APIClient, status: int = 201) -> dict[str, Any]:
    answer = client.post(f"{RESUME}/generate")
    assert answer.status_code == status, answer.json()
    resume: dict[str, Any] = answer.json()["resume"]
    return resume


def test_it_is_made_of_the_whole_record(ann: APIClient) -> None:
    user = User.objects.get(username="ann")
    Skill.objects.create(user=user, name="Figma")
    Language.objects.create(user=user, language="French", speaking="native")
    Education.objects.create(
        user=user, course_name="BSc", major="Design", institution="ENSAD", start_year=2014
    )
    open_to = Opportunity.objects.create(
        opportunity_type="course", title="Accessible Pages", created_at=LONG_AGO, updated_at=LONG_AGO
    )
    dear = Opportunity.objects.create(
        opportunity_type="course", title="Not Paid", created_at=LONG_AGO, updated_at=LONG_AGO
    )
    for about, price in ((open_to, 0), (dear, 4999)):
        Enrollment.objects.create(
            opportunity=about, user=user, price_minor=price, enrolled_at=LONG_AGO, updated_at=LONG_AGO
        )
    session_of(
        LONG_AGO,
        mentee=user,
        mentor=mentor_of("mia"),
        status=Status.COMPLETED,
        skills_learned=["Figma"],
        rating=5,
        rated_at=LONG_AGO,
    )
    project(ann, "A shop", start_date="2016-05", tags=["css"])
    said = _generated(ann)["json_data"]
    assert said["skills"] == ["Figma"]
    assert {(each["title"], each["type"], each["duration"]) for each in said["experience"]} == {
        ("BSc, Design, ENSAD", "education", "since 2014"),
        ("Taking Accessible Pages", "course", "since January 2025"),
        ("Mentoring: 1 session held, 1 h", "mentorship", "1 day"),
    }
    assert said["summary"].startswith("Aspiring UI designer.\nSkilled in Figma. Is taking Accessible Pages")
    document = ann.get(f"{RESUME}/{Resume.objects.get().public_id}/json-resume").json()
    assert document["projects"] == [{"name": "A shop", "keywords": ["css"], "startDate": "2016-05"}]
    assert document["basics"]["location"] == {"city": "Paris", "countryCode": "FR"}
    assert "Not Paid" not in str(document)


def test_a_mentor_is_told_of_by_what_they_gave() -> None:
    mentor = mentor_of("mia")
    for day in (1, 20):
        session_of(
            datetime(2025, 1, day, 9, tzinfo=UTC),
            mentor=mentor,
            mentee=User.objects.create_user(f"tom{day}", f"tom{day}@x.example"),
            status=Status.COMPLETED,
        )
    assert Booking.objects.count() == 2
    (given,) = _generated(client_of("mia"))["json_data"]["experience"]
    assert given == {"title": "Mentor, Trellis", "type": "mentoring", "duration": "3 weeks"}


def test_nothing_new_makes_no_other_one(ann: APIClient) -> None:
    first = _generated(ann)
    assert _generated(ann, 200) == first
    ann.put(f"{USERS}/me", {"bio": "Designer."}, format="json")
    second = _generated(ann)
    assert second["id"] != first["id"]
    listed = ann.get(RESUME)
    assert [each["id"] for each in listed.json()["resumes"]] == [second["id"], first["id"]]
    assert (listed["X-Total-Count"], listed["X-Page"], listed["X-Page-Size"]) == ("2", "1", "20")
    # The older one stays as it was.
    assert ann.get(f"{RESUME}/{first['id']}").json()["resume"] == first


def test_it_tells_nothing_of_what_nobody_sends_along(ann: APIClient) -> None:
    User.objects.filter(username="ann").update(
        journey="disabled", birth_date=date(1990, 1, 1), gender="female"
    )
    document = str(ann.get(f"{RESUME}/{_generated(ann)['id']}/json-resume").json())
    for word in ("disabled", "1990", "female"):
        assert word not in document


def test_it_is_its_owners_alone(ann: APIClient) -> None:
    made, bob = _generated(ann), person("bob")
    for address in ("", "/json-resume", "/pdf"):
        refused(bob.get(f"{RESUME}/{made['id']}{address}"), 404, "NOT_FOUND")
        refused(APIClient().get(f"{RESUME}/{made['id']}{address}"), 401, "AUTH_ERROR")
    refused(bob.delete(f"{RESUME}/{made['id']}"), 404, "NOT_FOUND")
    assert bob.get(RESUME).json() == {"resumes": []}
    assert ann.delete(f"{RESUME}/{made['id']}").status_code == 204
    refused(ann.get(f"{RESUME}/{made['id']}"), 404, "NOT_FOUND")


def test_there_is_room_for_so_many(ann: APIClient) -> None:
    user = User.objects.get()
    Resume.objects.bulk_create(
        Resume(user=user, source="imported", document={}, generated_at=LONG_AGO) for _ in range(MOST_RESUMES)
    )
    refused(ann.post(f"{RESUME}/generate"), 409, "CONFLICT")


def test_a_paper_that_is_set_comes_whole_or_in_parts_and_is_kept_by_nobody_else(ann: APIClient) -> None:
    made = _generated(ann)
    Resume.objects.get().pdf.save("resume.pdf", ContentFile(b"%PDF-1.7 0123456789"))
    assert made["pdf_url"].endswith(f"/api/v1/users/resume/{made['id']}/pdf")
    whole = ann.get(f"{RESUME}/{made['id']}/pdf", HTTP_ACCEPT="application/pdf")
    assert (whole.status_code, whole["Content-Type"]) == (200, "application/pdf")
    assert (whole["Content-Disposition"], whole["Cache-Control"]) == (
        'inline; filename="resume.pdf"',
        "private, no-store",
    )
    assert b"".join(whole.streaming_content) == b"%PDF-1.7 0123456789"
    part = ann.get(f"{RESUME}/{made['id']}/pdf", HTTP_RANGE="bytes=9-11")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"012")
    assert ann.get(f"{RESUME}/{made['id']}/pdf", HTTP_RANGE="bytes=99-").status_code == 416


@pytest.mark.whole
def test_its_paper_is_tagged_and_has_every_sign_of_every_script(ann: APIClient) -> None:
    names = ["محمد أحمد", "משה", "王小明", "Zoë 👩‍🚀"]
    document = {
        "basics": {"name": "Ann Lee", "summary": "Works.\x0b\x00\uffff R&D <b>"},
        "skills": [{"name": name} for name in names],
        "work": [{"name": name, "startDate": "2014"} for name in names],
    }
    made = ann.post(f"{RESUME}/import", document, format="json").json()["resume"]
    first, again = (ann.get(f"{RESUME}/{made['id']}/pdf") for _ in range(2))
    content = b"".join(first.streaming_content)
    assert content == b"".join(again.streaming_content)
    assert is_accessible(content)  # so every sign has a glyph: none is a box
    signs = signs_in(content)
    # What is joined is read as its letters all the same.
    assert {*"محدأ", *"משה", *"王小明", *"Zoë"} <= signs
    assert "👩‍🚀" in glyphs_in(content)
    assert {*"R&D<b>"} <= signs


@pytest.mark.whole
def test_its_paper_reads_in_order_for_another_program(ann: APIClient) -> None:
    document = {
        "basics": {"name": "Ann Lee", "label": "משה", "summary": "R&D <b>\nמשה כהן"},
        "work": [{"name": "王小明", "position": "Works with משה and Zoë 👩‍🚀", "startDate": "2014"}],
        "skills": [{"name": "Figma"}, {"name": "משה"}, {"name": "אבא"}, {"name": "SQL"}],
    }
    made = ann.post(f"{RESUME}/import", document, format="json").json()["resume"]
    with pypdfium2.PdfDocument(b"".join(_streamed(ann.get(f"{RESUME}/{made['id']}/pdf")))) as pdf:
        page = pdf[0].get_textpage()
        words = page.get_text_range().replace("\u200e", "").split()
        page.close()
    assert " ".join(words) == (
        "Ann Lee משה Summary R&D <b> משה כהן Experience Works with משה and Zoë 👩‍🚀 王小明 since 2014"
        " Skills Figma · משה · אבא · SQL"
    )


def _streamed(answer: Any) -> Any:
    return answer.streaming_content
