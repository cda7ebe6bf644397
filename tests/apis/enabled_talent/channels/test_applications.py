"""A candidate applies, an organization decides, and either sees what is theirs."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from rest_framework.test import APIClient

from tests.apis.enabled_talent.channels.conftest import JOBS, OWN
from trellis.apis.enabled_talent.channels.output import APPLICATIONS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application
from trellis.domain.notifications.models import Notification
from trellis.domain.organizations.models import Membership

PROFILE = "/api/candidates/profiles/cam-didate/"
KEYS = [
    *("id", "number", "job", "candidate", "stage", "status", "message", "decided_by", "decided_at"),
    *("withdrawn_at", "sent", "resume_file", "profile_has_changed", "is_blind", "applied_at", "updated_at"),
]
WORDS = [
    *(("shortlisted", "shortlisted"), ("accept", "shortlisted"), ("Shortlist", "shortlisted")),
    *(("interview", "interview"), ("offer", "offered"), ("hire", "hired"), ("rejected", "rejected")),
]


@pytest.fixture
def made(cam: APIClient, job: str) -> dict[str, Any]:
    """Cam's application for the job, with a resume."""
    file = SimpleUploadedFile("cv.txt", b"As it was")
    assert cam.patch(PROFILE, {"resume_file": file}, format="multipart").status_code == 200
    body: dict[str, Any] = cam.post(f"{job}apply/").json()
    return body


@pytest.fixture
def decision(job: str, made: dict[str, Any]) -> str:
    """Where it is decided on."""
    return f"{job}applications/{made['id']}/decision/"


def told(username: str) -> list[str]:
    rows = Notification.objects.filter(recipient__username=username).order_by("pk")
    return list(rows.values_list("kind", flat=True))


class TestApplying:
    def test_an_application_has_what_was_sent_and_both_read_it(
        self, cam: APIClient, emma: APIClient, job: str, made: dict[str, Any]
    ) -> None:
        assert list(made) == KEYS
        assert (made["stage"], made["status"], made["number"][:3]) == ("applied", "applied", "JA-")
        assert made["job"]["title"] == "Senior Software Engineer"
        assert made["job"]["organization"]["name"] == "Inclusive Works"
        assert made["candidate"]["email"] == made["sent"]["email"] == "candidate@example.com"
        assert made["sent"]["skills"][0] == "Python"
        assert "accommodation" not in str(made["sent"]) and "disab" not in str(made["sent"])
        assert cam.get(OWN).json()[0] == made
        assert emma.get(f"{job}applications/").json() == [made]

    def test_what_was_sent_stays_whatever_becomes_of_the_profile(
        self, cam: APIClient, emma: APIClient, job: str, made: dict[str, Any]
    ) -> None:
        other = SimpleUploadedFile("cv.txt", b"As it is")
        cam.patch(PROFILE, {"resume_file": other, "expected_salary_range": "more"}, format="multipart")
        cam.post("/api/candidates/skills/", {"name": "Juggling"})
        User.objects.filter(username="candidate").update(first_name="Camilla")
        (read,) = emma.get(f"{job}applications/").json()
        assert read == {**made, "profile_has_changed": True}
        address = read["resume_file"].partition("//")[2].partition("/")[2]
        for client in (emma, cam):
            sent = client.get(f"/{address}")
            assert b"".join(sent.streaming_content) == b"As it was"
            assert sent["Content-Disposition"] == 'attachment; filename="resume.txt"'
            assert "private" in sent["Cache-Control"]

    def test_the_second_time_it_names_the_first_and_a_key_answers_again(
        self, cam: APIClient, emma: APIClient, job: str
    ) -> None:
        key = {"Idempotency-Key": "once"}
        first, again = (cam.post(f"{job}apply/", headers=key) for _ in range(2))
        assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
        refused = cam.post(f"{job}apply/")
        assert refused.status_code == 400
        assert refused.json() == {
            "detail": "You have applied for this job already.",
            "application_id": first.json()["id"],
        }
        assert len(emma.get(f"{job}applications/").json()) == 1
        assert told("employer") == ["application.made"]

    def test_nothing_of_a_body_is_read(self, cam: APIClient, emma: APIClient, job: str) -> None:
        theirs = {"resume_file": 1, "candidate": 205, "profile": "emma-ployer", "stage": "hired", "sent": {}}
        made = cam.post(f"{job}apply/", theirs).json()
        assert (made["candidate"]["slug"], made["stage"], made["resume_file"]) == (
            "cam-didate",
            "applied",
            None,
        )

    def test_who_cannot_is_told_why(
        self, cam: APIClient, emma: APIClient, robin: APIClient, staff: APIClient, api: APIClient, job: str
    ) -> None:
        for member in (emma, staff):
            assert member.post(f"{job}apply/").status_code == 403
        assert (api.post(f"{job}apply/").status_code, cam.post(f"{JOBS}7777/apply/").status_code) == (
            401,
            404,
        )
        missing = robin.post(f"{job}apply/")
        assert missing.status_code == 400 and "profile" in missing.json()["non_field_errors"][0]
        User.objects.filter(username="candidate").update(timezone="Europe/Berlin", timezone_chosen=True)
        closed_at = emma.patch(job, {"status": "closed"}).json()["closed_at"]
        late = cam.post(f"{job}apply/")
        (sentence,) = late.json()["non_field_errors"]
        assert late.status_code == 400
        assert "(Europe/Berlin time" in sentence and f"{closed_at[:10]} {closed_at[11:16]} UTC" in sentence
        assert emma.get(f"{job}applications/").json() == []

    def test_strangers_reach_nothing(
        self, nora: APIClient, cam: APIClient, decision: str, job: str, made: dict[str, Any]
    ) -> None:
        answers = [nora.post(decision, {"decision": "hire"}), nora.get(made["resume_file"])]
        for client in (nora, cam):
            answers += [client.get(f"{job}applications/"), client.get(f"{job}ranking-data/")]
            answers += [client.post(f"{job}rank-candidates/")]
        assert {answer.status_code for answer in answers} == {403}
        assert not any("candidate@example.com" in answer.content.decode() for answer in answers)
        beyond = f"{JOBS}{10**25}/applications/{10**25}/"
        answers = [nora.post(f"{beyond}decision/", {"decision": "hire"}), nora.get(f"{beyond}resume-file/")]
        assert {answer.status_code for answer in answers} == {404}


class TestDeciding:
    def test_the_candidate_is_told_of_each_decision(
        self, cam: APIClient, emma: APIClient, decision: str
    ) -> None:
        for word, stage in WORDS:
            with transaction.atomic():
                body = emma.post(decision, {"decision": word, "message": "Thank you."}).json()
                assert (body["stage"], body["message"]) == (stage, "Thank you.")
                assert body["decided_by"] == {"id": 205, "first_name": "Emma", "last_name": "Ployer"}
                own = cam.get(OWN, {"stage": stage}).json()[0]
                assert own == {**body, "decided_by": None}
                assert told("candidate") == ["application.decided"]
                transaction.set_rollback(True)

    def test_what_is_no_decision_is_refused_by_name(self, emma: APIClient, decision: str) -> None:
        for body in ({}, {"decision": "maybe"}, {"status": "applied"}, {"decision": ["hire"]}):
            answer = emma.post(decision, body)
            assert (answer.status_code, list(answer.json())) == (400, ["decision"])
        long = emma.post(decision, {"decision": "hire", "message": "x" * 5001})
        assert (long.status_code, list(long.json())) == (400, ["message"])

    def test_a_step_that_is_not_in_the_table_is_a_conflict_and_tells_nobody(
        self, emma: APIClient, staff: APIClient, decision: str
    ) -> None:
        assert staff.post(decision, {"decision": "hire"}).status_code == 403
        assert emma.post(decision, {"status": "hired"}).status_code == 200
        for again in ("hired", "rejected"):
            answer = emma.post(decision, {"status": again})
            assert (answer.status_code, list(answer.json())) == (409, ["detail"])
        assert told("candidate") == ["application.decided"]

    def test_the_candidate_withdraws_and_a_page_of_before_is_told_when(
        self, cam: APIClient, emma: APIClient, decision: str, job: str
    ) -> None:
        assert cam.post(decision, {"decision": "hired"}).status_code == 403
        assert emma.post(decision, {"decision": "withdrawn"}).status_code == 403
        body = cam.post(decision, {"decision": "withdraw"}).json()
        assert (body["stage"], bool(body["withdrawn_at"])) == ("withdrawn", True)
        answer = emma.post(decision, {"decision": "shortlisted"})
        assert answer.status_code == 409
        moment = body["withdrawn_at"]
        assert "withdrawn at" in answer.json()["detail"] and f"{moment[11:16]} UTC" in answer.json()["detail"]
        assert cam.post(decision, {"decision": "withdrawn"}).status_code == 409
        assert told("candidate") == [] and told("employer")[-1] == "application.withdrawn"
        assert emma.get(f"{job}applications/", {"stage": "withdrawn"}).json()[0]["id"] == body["id"]
        assert emma.get(f"{job}applications/", {"stage": "applied"}).json() == []

    def test_a_profile_that_is_deleted_withdraws_it(
        self, cam: APIClient, emma: APIClient, job: str, made: dict[str, Any]
    ) -> None:
        assert emma.get(PROFILE).status_code == 200
        assert cam.delete(PROFILE).status_code == 204
        (left,) = emma.get(f"{job}applications/").json()
        assert left["stage"] == "withdrawn" and left["sent"] == made["sent"]
        assert emma.get(PROFILE).status_code == 404


class TestLists:
    def test_both_renderings_agree_with_a_constant_number_of_queries(
        self, emma: APIClient, cam: APIClient, decision: str, job: str, django_assert_num_queries: Any
    ) -> None:
        emma.post(decision, {"decision": "hire"})
        keys = list(Application.objects.of(INCLUSIVE_WORKS).values_list("pk", flat=True))
        assert len(keys) == 2
        for member_of in (INCLUSIVE_WORKS, None):
            assert_renders_equal(APPLICATIONS, keys, member_of=member_of)
        first = cam.get(OWN, {"limit": 1})
        assert (len(first.json()), 'rel="next"' in first["Link"]) == (1, True)
        with django_assert_num_queries(2):
            assert len(cam.get(OWN).json()) == 2
        with django_assert_num_queries(4):
            assert len(emma.get(f"{job}applications/").json()) == 1

    def test_who_has_left_reads_them_no_longer(self, emma: APIClient, job: str, made: dict[str, Any]) -> None:
        Membership.objects.filter(user__username="employer").update(
            is_active=False, is_current=False, left_at=made["applied_at"]
        )
        answers = [emma.get(f"{job}applications/"), emma.get(made["resume_file"]), emma.patch(job, {})]
        assert {answer.status_code for answer in answers} == {403}
