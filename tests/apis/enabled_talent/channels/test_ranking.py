"""Ranking: asked for, watched, told with its reasons; what fails it is said in words."""

import json
from typing import Any

import pytest
from django.db.models import UUIDField
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.enabled_talent.channels.conftest import JOBS
from tests.domain.jobs.factory import PRINTED
from tests.domain.ranking.factory import Model, applicant, work
from trellis.apis.enabled_talent.channels.ranking import RankedCandidateSerializer
from trellis.core.db.prepared import Argument
from trellis.core.paging.cursors import CHUNK
from trellis.core.rendering import compile_page
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Skill
from trellis.domain.candidates.services import entries
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.notifications.models import Notification
from trellis.domain.ranking.models import Place, Run

RESUME = """Experience
Welder at Acme, 03/2019 - 04/2022
Welded hulls, and read blueprints of ships
Skills
Welding, Blueprints"""


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    """What embeds."""
    return Model(monkeypatch)


@pytest.fixture
def job(emma: APIClient, model: Model) -> str:
    """The address of a job that asks for two skills."""
    sent = {**PRINTED, "title": "Welder", "skills": ["Welding", "Blueprints"]}
    return f"{JOBS}{emma.post(JOBS, sent, format='json').json()['id']}/"


def posting_of(job: str) -> Posting:
    return Posting.objects.of_all_tenants().get(pk=int(job.split("/")[-2]))


def worked(job: str) -> Run:
    """Do what the worker does with the newest run of a job."""
    return work(Run.objects.filter(posting=posting_of(job)).latest("number"))


def ranked(emma: APIClient, job: str) -> dict[str, Any]:
    """Have the candidates of a job ranked, and return what there is then."""
    assert emma.post(f"{job}rank-candidates/").status_code == 200
    worked(job)
    return found(emma, job)


def found(emma: APIClient, job: str) -> dict[str, Any]:
    told: dict[str, Any] = emma.get(f"{job}ranking-data/").json()
    return told


def names_of(told: dict[str, Any]) -> list[str]:
    candidates = told["candidate_ranking_data"]["candidates"]
    return [each["application"]["candidate"]["first_name"] for each in candidates]


def test_before_anybody_asked_there_is_nothing(emma: APIClient, job: str) -> None:
    nothing = {"ranking_status": "not_ranked", "candidate_ranking_data": {}, "ranking_task_id": None}
    assert found(emma, job) == nothing


def test_where_nobody_has_applied_it_is_ranked_and_empty(emma: APIClient, job: str) -> None:
    told = ranked(emma, job)
    assert (told["ranking_status"], told["candidate_ranking_data"]["candidates"]) == ("ranked", [])
    assert told["candidate_ranking_data"]["applications"] == 0


def test_it_is_asked_for_once_watched_and_told_with_its_reasons(emma: APIClient, job: str) -> None:
    made = applicant(posting_of(job), "Welding", resume=RESUME, first_name="Wanda")
    applicant(posting_of(job), "Poetry", first_name="Paul")
    asked = emma.post(f"{job}rank-candidates/")
    assert (asked.status_code, asked.json()["ranking_status"]) == (200, "ranking")
    again = emma.post(f"{job}rank-candidates/")
    assert again.status_code == 409 and "being ranked" in again.json()["detail"]
    waiting = found(emma, job)["candidate_ranking_data"]
    assert (waiting["stage"], waiting["percentage"], waiting["candidates"]) == ("waiting", 0, [])
    worked(job)
    told = found(emma, job)
    data = told["candidate_ranking_data"]
    assert told["ranking_status"] == "ranked" and told["ranking_task_id"] == asked.json()["ranking_task_id"]
    assert (data["stage"], data["percentage"], data["fault"]) == ("done", 100, None)
    assert names_of(told) == ["Wanda", "Paul"]
    assert all(check["moved"] == [] for check in data["audit"]) and len(data["audit"]) > 3
    best = data["candidates"][0]
    assert best["application"]["number"] == made.number and best["score"] > data["candidates"][1]["score"]
    assert [each["criterion"] for each in best["reasons"]] == [each["key"] for each in data["criteria"]]
    quotes = [quote for reason in best["reasons"] for quote in reason["evidence"]]
    assert {quote["source"] for quote in quotes} == {"resume", "profile"} or len(quotes) > 1
    for quote in quotes:
        original = RESUME if quote["source"] == "resume" else made.sent["skills"][0]
        assert quote["quote"] and original[quote["start"] : quote["end"]] == quote["quote"]
    missing = data["candidates"][1]["reasons"][1]
    assert (missing["strength"], missing["evidence"], bool(missing["note"])) == ("missing", [], True)


def test_a_job_has_the_ranking_in_short_for_its_members_alone(
    emma: APIClient, cam: APIClient, nora: APIClient, job: str
) -> None:
    applicant(posting_of(job), "Welding")
    ranked(emma, job)
    short = emma.get(job).json()["candidate_ranking_data"]
    assert (short["run"], short["applications"], "candidates" in short) == (1, 1, False)
    for client in (cam, nora):
        assert client.get(job).json()["candidate_ranking_data"] == {}
        assert client.get(f"{job}ranking-data/").status_code == 403
        assert client.post(f"{job}rank-candidates/").status_code == 403


@pytest.mark.parametrize("criterion", ["Under 30 years", "Native speaker", "No gaps", "Christian"])
def test_a_criterion_that_asks_for_what_must_not_count_fails_it_by_name(
    emma: APIClient, job: str, criterion: str
) -> None:
    applicant(posting_of(job), "Welding")
    assert emma.patch(job, {"essential_criteria": [criterion]}, format="json").status_code == 200
    told = ranked(emma, job)
    fault = told["candidate_ranking_data"]["fault"]
    assert (told["ranking_status"], fault["code"]) == ("failed", "protected_criterion")
    assert criterion in fault["detail"] and fault["sentence"]
    assert told["candidate_ranking_data"]["candidates"] == []
    notice = Notification.objects.get(kind="ranking.failed")
    assert notice.recipient.username == "employer" and criterion in notice.body
    assert emma.patch(job, {"essential_criteria": []}, format="json").status_code == 200
    assert ranked(emma, job)["ranking_status"] == "ranked"


def test_one_that_fails_leaves_the_candidates_of_the_run_before_and_says_so(
    emma: APIClient, job: str
) -> None:
    applicant(posting_of(job), "Welding", first_name="Wanda")
    ranked(emma, job)
    emma.patch(job, {"essential_criteria": ["Under 30 years old"]}, format="json")
    told = ranked(emma, job)
    data = told["candidate_ranking_data"]
    assert (told["ranking_status"], data["run"], data["candidates_of_run"]) == ("failed", 2, 1)
    assert names_of(told) == ["Wanda"]


def test_what_was_sent_counts_whatever_the_profile_says_now(emma: APIClient, job: str) -> None:
    made = applicant(posting_of(job), "Welding", first_name="Wanda")
    other = applicant(posting_of(job), "Poetry", first_name="Paul")
    Skill.objects.filter(user=made.candidate).delete()
    assert other.candidate
    entries.add(Skill, user=other.candidate, fields={"name": "Welding"}, now=timezone.now())
    assert names_of(ranked(emma, job)) == ["Wanda", "Paul"]


def test_who_withdraws_is_not_ranked_and_leaves_the_list(emma: APIClient, cam: APIClient, job: str) -> None:
    applicant(posting_of(job), "Welding", first_name="Wanda")
    own = cam.post(f"{job}apply/").json()
    assert len(names_of(ranked(emma, job))) == 2
    decision = f"{job}applications/{own['id']}/decision/"
    assert cam.post(decision, {"decision": "withdrawn"}).status_code == 200
    assert names_of(found(emma, job)) == ["Wanda"]
    told = ranked(emma, job)
    assert names_of(told) == ["Wanda"] and told["candidate_ranking_data"]["applications"] == 1


def test_it_says_whose_resume_could_not_be_read(emma: APIClient, job: str) -> None:
    applicant(posting_of(job), "Welding", resume=RESUME, first_name="Wanda")
    applicant(posting_of(job), "Poetry", resume=" \n ", first_name="Paul")
    data = ranked(emma, job)["candidate_ranking_data"]
    assert data["unreadable"] == 1
    assert [bool(each["application"]["resume_fault"]) for each in data["candidates"]] == [False, True]


def test_who_asked_is_told_when_it_is_done(emma: APIClient, job: str) -> None:
    applicant(posting_of(job), "Welding")
    ranked(emma, job)
    told = Notification.objects.get(kind="ranking.finished")
    assert (told.recipient.username, told.title) == ("employer", "Welder: the applicants are ranked")
    assert told.body == "1 application is ranked. You decide."


class TestTheList:
    def test_it_costs_as_many_queries_for_many_as_for_one(
        self, emma: APIClient, job: str, django_assert_num_queries: Any
    ) -> None:
        for count in (1, 4):
            while posting_of(job).applications.count() < count:
                applicant(posting_of(job), "Welding")
            assert len(names_of(ranked(emma, job))) == count
            with django_assert_num_queries(6):
                emma.get(f"{job}ranking-data/")

    def test_it_is_whole_however_long_or_in_pages(self, emma: APIClient, job: str) -> None:
        applicant(posting_of(job), "Welding")
        ranked(emma, job)
        run, posting = Run.objects.get(posting=posting_of(job)), posting_of(job)
        people = User.objects.bulk_create(
            User(username=f"many{number}", email=f"many{number}@example.com") for number in range(CHUNK)
        )
        (made,) = posting.applications.all()
        others = (
            type(made)
            .objects.of_all_tenants()
            .bulk_create(
                type(made)(
                    **{
                        **{name: getattr(made, name) for name in ("organization", "posting", "sent")},
                        **dict.fromkeys(("created_at", "updated_at"), made.created_at),
                    },
                    candidate=person,
                    number=f"JA-{number}",
                )
                for number, person in enumerate(people)
            )
        )
        Place.objects.bulk_create(
            Place(run=run, application=each, score=1, place=2, reasons=[]) for each in others
        )
        answer = emma.get(f"{job}ranking-data/")
        told = json.loads(b"".join(answer.streaming_content))
        assert told["ranking_status"] == "ranked"
        assert len(told["candidate_ranking_data"]["candidates"]) == CHUNK + 1
        first = emma.get(f"{job}ranking-data/", {"limit": 3})
        assert len(first.json()["candidate_ranking_data"]["candidates"]) == 3 and first["Link"]
        assert emma.get(f"{job}ranking-data/", {"limit": 0}).status_code == 400

    def test_both_renderings_agree(self, emma: APIClient, job: str) -> None:
        applicant(posting_of(job), "Welding", resume=RESUME)
        ranked(emma, job)
        keys = list(Place.objects.order_by("-pk").values_list("pk", flat=True))
        page = compile_page(RankedCandidateSerializer, arguments=[Argument("member_of", UUIDField())])
        Application.objects.of(INCLUSIVE_WORKS).filter(posting=posting_of(job)).update(is_blind=True)
        for member_of in (INCLUSIVE_WORKS, None):
            assert_renders_equal(page, keys, member_of=member_of)
