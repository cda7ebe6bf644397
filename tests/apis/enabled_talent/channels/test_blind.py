"""A posting that is blind until shortlisted: who has applied shows nowhere before, and from then on."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.channels.conftest import BASE, JOBS, OWN
from tests.domain.jobs.factory import PRINTED
from tests.domain.requisitions.factory import job_of
from trellis.apis.enabled_talent import urls
from trellis.apis.enabled_talent.channels import needs
from trellis.apis.enabled_talent.channels.output import APPLICATIONS
from trellis.core.models import Event, Mail
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.reveals import reveals_of
from trellis.domain.needs.models import NeedTask
from trellis.domain.notifications.models import Notification
from trellis.domain.ranking.models import ApplicationReading, Place, Run
from trellis.domain.ranking.rules.runs import ReadingStatus, RunStatus
from trellis.intelligence.ranking.neutral import FILLER

PROFILES = "/api/candidates/profiles/"
SESSIONS = "/api/talent-engine/video-sessions/"
TOLD = ("mira", "osterberg", "mira.o@", "zqcanaryqz", "uni of bergen")
# Not as a part of a longer number or an id, nor as how long an answer is.
YEARS = re.compile(r"(?<![\w.:-])(?:1987|2009)(?!\w)")
RESUME = b"%PDF-1.4\n1 0 obj <</Title (Mira Osterberg CV) /Author (Mira Osterberg)>> endobj\n%%EOF"
WORDS = "Mira Osterberg\nmira.o@example.org\nPython for a bank\nMira wrote Django"


@pytest.fixture
def blind_job(emma: APIClient) -> str:
    """The address of a blind job of Inclusive Works."""
    body = {
        **PRINTED,
        "blind_until_shortlisted": True,
        "essential_criteria": ["Python"],
        "offers_interview": True,
    }
    made = emma.post(JOBS, body).json()
    assert made["blind_until_shortlisted"] is True
    return f"{JOBS}{made['id']}/"


@pytest.fixture
def mira(world: None, signed_in: SignIn) -> APIClient:
    """Mira Osterberg, whose name is on all that she has."""
    User.objects.filter(username="robin").update(
        username="mira", first_name="Mira", last_name="Osterberg", email="mira.o@example.org"
    )
    client = signed_in("mira")
    file = SimpleUploadedFile("Mira_Osterberg_CV.pdf", RESUME, "application/pdf")
    made = client.post(
        PROFILES, {"resume_file": file, "expected_salary_range": "as Mira says"}, format="multipart"
    )
    assert made.status_code == 201 and made.json()["slug"] == "mira-osterberg", made.json()
    for kind, body in (
        ("skills", {"name": "Python"}),
        ("skills", {"name": "Osterberg's method"}),
        ("languages", {"language": "Norwegian", "speaking": "native"}),
        (
            "education",
            {"course_name": "Welding", "institution": "Uni of Bergen", "start_year": 1987, "end_year": 2009},
        ),
    ):
        assert client.post(f"/api/candidates/{kind}/", body).status_code == 201, body
    return client


@pytest.fixture
def made(mira: APIClient, blind_job: str) -> dict[str, Any]:
    """Mira's application for it, with an interview promised and two needs shared."""
    answer = mira.post(f"{blind_job}apply/")
    assert answer.status_code == 201, answer.json()
    body: dict[str, Any] = answer.json()
    place = f"{blind_job}applications/{body['id']}/"
    assert mira.post(f"{place}interview-promise/").status_code == 201
    for need in ({"type": "captions"}, {"title": "zqcanaryqz that Mira be called Ms Osterberg"}):
        said = mira.post("/api/candidates/needs/", need).json()
        assert mira.post(f"{place}needs/", {"need": said["id"]}).status_code == 201
    return body


@pytest.fixture
def place(blind_job: str, made: dict[str, Any]) -> str:
    """Where that application is."""
    return f"{blind_job}applications/{made['id']}/"


def read(made: dict[str, Any], text: str = WORDS) -> None:
    """Let the resume have been read."""
    now = timezone.now()
    status = ReadingStatus.READ if text else ReadingStatus.FAILED
    ApplicationReading.objects.update_or_create(
        application_id=made["id"],
        defaults={
            "status": status,
            "fault": "" if text else "no_text",
            "text": text,
            "created_at": now,
            "read_at": now,
        },
    )


def rank(made: dict[str, Any]) -> None:
    """Let it have been ranked."""
    now = timezone.now()
    row = Application.objects.of(INCLUSIVE_WORKS).get(pk=made["id"])
    run = Run.objects.create(
        posting=row.posting,
        number=1,
        status=RunStatus.RANKED,
        rule="r",
        asked_at=now,
        seen_at=now,
        finished_at=now,
    )
    Place.objects.create(run=run, application=row, score=50, place=1, reasons=[])


def readable(patterns: list[URLPattern], base: str, values: dict[str, Any]) -> Iterator[str]:
    """Yield every address of the door, with these in the place of its parameters."""
    for pattern in patterns:
        route = str(pattern.pattern)
        for name, value in values.items():
            for kind in ("int", "slug"):
                route = route.replace(f"<{kind}:{name}>", str(value))
        if route:
            assert "<" not in route, f"{route}: what stands for its parameter?"
            yield f"{base}{route}"


def shown(answer: Any) -> str:
    """Return all that an answer tells, in its headers too."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return f"{headers} {body.decode(errors='replace')}".lower()


def assert_tells_nobody(text: str, about: str) -> None:
    assert not [each for each in TOLD if each in text.lower()], f"{about}: {text}"
    assert not YEARS.search(text), f"{about}: {text}"


class TestWhileItIsBlind:
    def test_no_address_of_the_door_tells_a_member_who_it_is(
        self, emma: APIClient, staff: APIClient, mira: APIClient, made: dict[str, Any], place: str
    ) -> None:
        read(made)
        rank(made)
        user = User.objects.get(username="mira")
        contest = {"reason": "Mira Osterberg, mira.o@example.org, asks", "wants_person": True}
        assert mira.post(f"{place}judgement/contest/", contest).status_code == 201
        values = {
            "job_id": made["job"]["id"],
            "application_id": made["id"],
            "task_id": NeedTask.objects.of_all_tenants().filter(application_id=made["id"]).latest("pk").pk,
            "slug": "mira-osterberg",
            **dict.fromkeys(("education_id", "skill_id", "language_id", "need_id", "note_id"), 1),
        }
        emma.post(f"{PROFILES}mira-osterberg/create-notes/", {"note": "Hello"})
        asked = [
            *readable(urls.channels, BASE, values),
            *readable(urls.candidates, "/api/candidates/", values),
            *("/api/users/users/", f"/api/users/users/{user.pk}/", "/api/organization/organizations/"),
            f"{PROFILES}?about=Osterberg",
            SESSIONS,
        ]
        codes = {}
        for client in (emma, staff):
            for address in asked:
                answer = client.get(address)
                codes[address] = answer.status_code
                # What was asked for may be said again in the refusal of it.
                assert_tells_nobody(shown(answer).replace("mira-osterberg", ""), address)
        ranked = emma.get(f"{JOBS}{values['job_id']}/ranking-data/").json()["candidate_ranking_data"]
        (seen,) = ranked["candidates"]
        assert seen["application"]["candidate"]["last_name"] == made["number"]
        assert codes[f"{place}resume-file/"] == 200 and codes[f"{place}needs/"] == 200
        own = [each for each in asked if "mira-osterberg" in each]
        assert own and {codes[each] for each in own} <= {404, 405}
        assert_tells_nobody(shown(emma.post(f"{place}decision/", {"decision": "rejected"})), "decision")
        assert mira.get(f"{PROFILES}mira-osterberg/").status_code == 200

    def test_the_agent_tells_a_member_nobody_either(self, emma: APIClient, made: dict[str, Any]) -> None:
        read(made)
        for question in (
            *("who of the applicants knows Python?", "show me the applicants", "what do I have to do?"),
            *("which needs are open?", "is Ms Osterberg among the applicants?"),
        ):
            said = emma.post(f"{BASE}agent/", {"message": question})
            assert said.status_code == 200
            assert_tells_nobody(shown(said).replace("osterberg", "", question.count("Osterberg")), question)

    def test_nobody_is_written_to_by_name(
        self, emma: APIClient, mira: APIClient, made: dict[str, Any], place: str
    ) -> None:
        mira.post(f"{place}decision/", {"decision": "withdrawn"})
        told = Notification.objects.filter(recipient__username="employer", data__application_id=made["id"])
        kinds = {"application.made", "application.withdrawn", "promise.taken_up", "need.shared"}
        assert {each.kind for each in told} == kinds
        assert (
            f"Candidate {made['number']} has applied"
            in {each.kind: each.title for each in told}["application.made"]
        )
        texts = [f"{each.title} {each.body} {each.data}" for each in told]
        mails = Mail.objects.exclude(to="mira.o@example.org").filter(to="employer@example.com")
        texts += [f"{each.subject} {each.text} {each.html}" for each in mails]
        for text in texts:
            assert_tells_nobody(text, "notice")

    def test_what_counts_is_shown_under_neutral_words(
        self, emma: APIClient, mira: APIClient, blind_job: str, made: dict[str, Any]
    ) -> None:
        (seen,) = emma.get(f"{blind_job}applications/").json()
        assert seen["candidate"] == {
            "id": None,
            "first_name": "Candidate",
            "last_name": made["number"],
            "email": "",
            "slug": "",
        }
        assert (seen["is_blind"], made["is_blind"]) == (True, True)
        assert seen["sent"]["skills"] == ["Python", f"{FILLER * len('Osterberg')}'s method"]
        assert seen["sent"]["education"] == [{"course_name": "Welding", "major": ""}]
        assert seen["sent"]["languages"][0]["language"] == "Norwegian"
        assert not {"first_name", "email", "slug", "has_workvisa"} & set(seen["sent"])
        mira.post("/api/candidates/skills/", {"name": "Later"})
        assert emma.get(f"{blind_job}applications/").json() == [seen]
        (own,) = [each for each in mira.get(OWN).json() if each["id"] == made["id"]]
        assert own == {**made, "profile_has_changed": True}
        assert own["candidate"]["slug"] == "mira-osterberg"

    def test_of_the_resume_its_words_are_sent_once_they_are_read(
        self, emma: APIClient, mira: APIClient, made: dict[str, Any], place: str
    ) -> None:
        address = f"{place}resume-file/"
        ApplicationReading.objects.filter(application_id=made["id"]).delete()
        waiting = emma.get(address)
        assert (waiting.status_code, list(waiting.json())) == (409, ["detail"])
        read(made, "")
        assert emma.get(address).status_code == 409
        read(made)
        sent = emma.get(address)
        text = b"".join(sent.streaming_content).decode()
        assert sent["Content-Type"] == "text/plain; charset=utf-8"
        assert sent["Content-Disposition"] == 'attachment; filename="resume.txt"'
        assert "private" in sent["Cache-Control"] and "no-store" in sent["Cache-Control"]
        assert len(text) == len(WORDS) and FILLER in text
        assert "Python for a bank" in text and "wrote Django" in text
        assert b"".join(mira.get(address).streaming_content) == RESUME

    def test_words_of_ones_own_and_keys_wait_in_needs_too(
        self, emma: APIClient, mira: APIClient, made: dict[str, Any], place: str
    ) -> None:
        for seen in (emma.get(f"{place}needs/").json(), emma.get(f"{BASE}needs/").json()[1::-1]):
            assert [each["need"] for each in seen] == [None, None]
            assert seen[0]["title"] == "Captions" and "own words" in seen[1]["title"]
        own = mira.get(f"{place}needs/").json()
        assert "zqcanaryqz" in own[1]["title"] and own[1]["need"] is not None

    def test_no_interview_starts(self, emma: APIClient, made: dict[str, Any], place: str) -> None:
        session = {"session_id": emma.post(SESSIONS, {"job_application_id": made["number"]}).json()["id"]}
        refused = emma.post(f"{SESSIONS}join/", session)
        assert refused.status_code == 409 and "blind" in refused.json()["detail"]
        emma.post(f"{place}decision/", {"decision": "interview"})
        assert "Captions" in emma.post(f"{SESSIONS}join/", session).json()["detail"]

    def test_both_renderings_agree_with_a_constant_number_of_queries(
        self, emma: APIClient, blind_job: str, made: dict[str, Any], django_assert_num_queries: Any
    ) -> None:
        rows = Application.objects.of(INCLUSIVE_WORKS)
        tasks = list(NeedTask.objects.of(INCLUSIVE_WORKS).values_list("pk", flat=True))
        for member_of in (INCLUSIVE_WORKS, None):
            assert_renders_equal(APPLICATIONS, list(rows.values_list("pk", flat=True)), member_of=member_of)
            assert_renders_equal(needs._TASKS, tasks, member_of=member_of)
        with django_assert_num_queries(4):
            assert len(emma.get(f"{blind_job}applications/").json()) == 1


class TestTheReveal:
    def test_the_shortlist_shows_who_it_is_and_is_logged_once(
        self, emma: APIClient, mira: APIClient, made: dict[str, Any], blind_job: str, place: str
    ) -> None:
        read(made)
        before = emma.get(f"{place}resume-file/")["ETag"]
        emma.post(f"{place}decision/", {"decision": "rejected"})
        row = Application.objects.of(INCLUSIVE_WORKS).get(pk=made["id"])
        assert not reveals_of(row).exists()
        assert emma.get(f"{PROFILES}mira-osterberg/").status_code == 404
        for decision in ("shortlisted", "interview"):
            seen = emma.post(f"{place}decision/", {"decision": decision}).json()
            assert (seen["is_blind"], seen["sent"]) == (False, made["sent"])
            assert seen["candidate"] == made["candidate"]
        (reveal,) = reveals_of(row)
        assert (reveal.revealed_by, reveal.why) == (User.objects.get(username="employer"), "shortlisted")
        (told,) = Event.objects.filter(kind="application.revealed")
        assert (told.actor_id, told.subject_id) == (205, str(made["id"]))
        assert emma.get(f"{blind_job}applications/").json() == [seen]
        assert emma.get(f"{PROFILES}mira-osterberg/full/").status_code == 200
        file = emma.get(f"{place}resume-file/", headers={"If-None-Match": before, "If-Range": before})
        assert b"".join(file.streaming_content) == RESUME
        assert emma.get(f"{place}needs/").json() == mira.get(f"{place}needs/").json()

    def test_who_may_not_decide_reveals_nothing(
        self, staff: APIClient, nora: APIClient, mira: APIClient, place: str, made: dict[str, Any]
    ) -> None:
        for client in (staff, nora, mira):
            assert client.post(f"{place}decision/", {"decision": "shortlisted"}).status_code == 403
        assert Application.objects.of(INCLUSIVE_WORKS).get(pk=made["id"]).is_blind

    def test_what_is_turned_off_stays_for_who_has_applied(
        self, emma: APIClient, mira: APIClient, cam: APIClient, blind_job: str, made: dict[str, Any]
    ) -> None:
        assert emma.patch(blind_job, {"blind_until_shortlisted": False}).status_code == 200
        assert cam.post(f"{blind_job}apply/").status_code == 201
        later, earlier = emma.get(f"{blind_job}applications/").json()
        assert (later["candidate"]["slug"], earlier["candidate"]["slug"]) == ("cam-didate", "")
        assert [later["is_blind"], earlier["is_blind"]] == [False, True]

    def test_who_also_applied_openly_is_seen_for_that_alone(
        self, emma: APIClient, mira: APIClient, job: str, blind_job: str, made: dict[str, Any]
    ) -> None:
        assert emma.get(PROFILES).json()[0]["slug"] == "cam-didate"
        mira.post(f"{job}apply/")
        assert emma.get(PROFILES).json()[0]["slug"] == "mira-osterberg"
        (seen,) = emma.get(f"{blind_job}applications/").json()
        assert seen["candidate"]["slug"] == ""

    def test_categories_are_shared_with_who_knows_whose_they_are(
        self, emma: APIClient, mira: APIClient, made: dict[str, Any], place: str
    ) -> None:
        own = f"{PROFILES}mira-osterberg/"
        mira.patch(own, {"disability_categories": {"hearing": "zqcanaryqz"}}, format="json")
        body = {"organization": made["job"]["organization"]["id"], "fields": ["hearing"]}
        refused = mira.put(f"{own}disability-sharing/", body, format="json")
        assert (refused.status_code, list(refused.json())) == (400, ["organization"])
        emma.post(f"{place}decision/", {"decision": "shortlisted"})
        assert mira.put(f"{own}disability-sharing/", body, format="json").status_code == 200
        assert emma.get(f"{own}full/").json()["disability_categories"] == {"hearing": "zqcanaryqz"}

    def test_a_requisitions_posting_is_made_blind_where_it_is_posted(
        self, signed_in: SignIn, world: None
    ) -> None:
        requisition = job_of(title="Lift Mechanic")
        posting = Posting.objects.of(requisition.organization_id).get(requisition=requisition)
        owner, address = signed_in("mahummed"), f"{JOBS}{posting.pk}/"
        changed = owner.patch(address, {"blind_until_shortlisted": True})
        assert (changed.status_code, changed.json()["blind_until_shortlisted"]) == (200, True)
        both = owner.patch(address, {"blind_until_shortlisted": False, "title": "Another"})
        assert (both.status_code, owner.get(address).json()["title"]) == (403, "Lift Mechanic")
