"""A job is posted, read, changed, closed and deleted."""

from typing import Any

from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.channels.conftest import BROWSE, JOBS
from tests.domain.jobs.factory import NOW, PRINTED
from tests.domain.requisitions.factory import requisition_of
from trellis.apis.enabled_talent.channels.output import JOBS as PAGE
from trellis.core.rendering.testing import assert_renders_equal
from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Posting

KEYS = [
    *("id", "user", "organization", "title", "job_desc", "workplace_type", "workplace_type_display"),
    *("location", "job_type", "job_type_display", "skills", "estimated_salary", "visa_required"),
    *("candidate_ranking_data", "ranking_status", "ranking_task_id"),
    *(
        "essential_criteria",
        "offers_interview",
        "blind_until_shortlisted",
        "status",
        "deadline",
        "closed_at",
        "created_at",
        "updated_at",
    ),
]

IMPOSSIBLE: list[tuple[str, Any]] = [
    ("title", ""),
    ("title", "x" * 201),
    ("job_desc", None),
    ("workplace_type", 4),
    ("workplace_type", "remote"),
    ("job_type", 0),
    ("skills", "Python"),
    ("skills", [""]),
    ("skills", ["x"] * 101),
    ("visa_required", "perhaps"),
    ("status", "draft"),
    ("deadline", "soon"),
    ("deadline", "2020-01-01"),
    ("deadline", 7),
]
DEADLINES = [
    ("2099-12-31T18:00:00+01:00", "2099-12-31T17:00:00Z"),
    ("2099-07-31T18:00:00", "2099-07-31T22:00:00Z"),
    ("2099-12-31", "2100-01-01T04:59:00Z"),
    (None, None),
]


def titles(client: APIClient, address: str = JOBS, **query: Any) -> list[str]:
    return [each["title"] for each in client.get(address, query).json()]


class TestPosting:
    def test_the_printed_request_makes_one_that_is_shown_as_printed(self, emma: APIClient) -> None:
        response = emma.post(JOBS, PRINTED)
        assert response.status_code == 201, response.content
        body = response.json()
        assert list(body) == KEYS
        assert body.items() >= PRINTED.items()
        assert (body["workplace_type_display"], body["job_type_display"]) == ("Remote", "Full-time")
        assert body["user"] == {"id": 205, "first_name": "Emma", "last_name": "Ployer"}
        assert (body["organization"]["name"], body["organization"]["avatar_url"]) == ("Inclusive Works", None)
        ranking = [body[name] for name in ("candidate_ranking_data", "ranking_status", "ranking_task_id")]
        assert ranking == [{}, "not_ranked", None]
        assert emma.get(f"{JOBS}{body['id']}/").json() == emma.get(JOBS).json()[0] == body

    def test_who_acts_in_no_organization_or_may_not_posts_nothing(
        self, cam: APIClient, staff: APIClient
    ) -> None:
        for client in (cam, staff):
            assert client.post(JOBS, PRINTED).status_code == 403
        assert cam.get(JOBS).json() == []
        assert len(titles(staff)) == 3

    def test_said_twice_with_a_key_it_is_made_once(self, emma: APIClient) -> None:
        answers = [emma.post(JOBS, PRINTED, headers={"Idempotency-Key": "k"}) for _ in range(2)]
        assert answers[0].json() == answers[1].json()
        assert len(emma.get(JOBS).json()) == 4

    def test_what_cannot_be_is_refused_by_name_and_nothing_is_written(
        self, emma: APIClient, job: str
    ) -> None:
        before = emma.get(job).json()
        for field, value in IMPOSSIBLE:
            answers = [
                emma.post(JOBS, {**PRINTED, field: value}),
                emma.patch(job, {field: value, "location": "?"}),
            ]
            assert [(each.status_code, list(each.json())) for each in answers] == [(400, [field])] * 2, value
        assert emma.get(job).json() == before and len(emma.get(JOBS).json()) == 4

    def test_a_deadline_without_a_zone_is_in_that_of_who_posts(self, emma: APIClient, job: str) -> None:
        User.objects.filter(pk=205).update(timezone="America/New_York", timezone_chosen=True)
        for sent, shown in DEADLINES:
            assert emma.patch(job, {"deadline": sent}).json()["deadline"] == shown


class TestReading:
    def test_an_open_one_is_everybodys_a_closed_one_its_organizations(
        self, emma: APIClient, cam: APIClient, nora: APIClient, api: APIClient, job: str
    ) -> None:
        assert [client.get(job).status_code for client in (cam, nora, api)] == [200, 200, 401]
        assert emma.patch(job, {"status": "closed"}).json()["closed_at"]
        assert [client.get(job).status_code for client in (cam, nora, emma)] == [404, 404, 200]
        assert titles(emma, status="closed") == ["Senior Software Engineer"]
        assert titles(emma, status="closed", q="writer") == []
        assert emma.get(f"{JOBS}{10**25}/").status_code == 404

    def test_of_its_ranking_members_alone_are_told(
        self, emma: APIClient, cam: APIClient, nora: APIClient, api: APIClient, job: str
    ) -> None:
        key = int(job.split("/")[-2])
        Posting.objects.of(INCLUSIVE_WORKS).filter(pk=key).update(
            candidate_ranking_data={"7": 0.5}, ranking_status="ranked", ranking_task_id="t-1"
        )
        secret = {"candidate_ranking_data": {"7": 0.5}, "ranking_status": "ranked", "ranking_task_id": "t-1"}
        assert emma.get(job).json().items() >= secret.items()
        assert emma.get(JOBS).json()[0].items() >= secret.items()
        for told in (cam.get(job), nora.get(job), api.get(BROWSE), emma.get(BROWSE)):
            assert "t-1" not in told.content.decode() and "@" not in told.content.decode()
            assert '"7"' not in told.content.decode() and '"ranked"' not in told.content.decode()
        for client in (cam, nora):
            assert client.get(f"{job}ranking-data/").status_code == 403

    def test_both_renderings_agree(self, emma: APIClient, job: str) -> None:
        keys = list(Posting.objects.of(INCLUSIVE_WORKS).values_list("pk", flat=True))
        for member_of in (INCLUSIVE_WORKS, None):
            assert_renders_equal(PAGE, keys, member_of=member_of)


class TestChanging:
    def test_what_was_read_may_be_sent_back_and_what_is_not_sent_stays(
        self, emma: APIClient, job: str
    ) -> None:
        before = emma.patch(job, {"deadline": "2099-12-31T18:00:00Z"}).json()
        assert emma.put(job, before).json() == before
        required = {name: before[name] for name in ("title", "job_desc", "workplace_type", "job_type")}
        assert emma.put(job, required).json() == before
        assert emma.put(job, {"title": "x"}).status_code == 400
        assert emma.patch(job, {"skills": [], "estimated_salary": None}).json()["estimated_salary"] == ""

    def test_nobody_else_changes_it(
        self, emma: APIClient, cam: APIClient, nora: APIClient, staff: APIClient, job: str
    ) -> None:
        for client in (cam, nora, staff):
            answers = [client.put(job, PRINTED), client.patch(job, {"title": "x"}), client.delete(job)]
            assert {answer.status_code for answer in answers} == {403}
        assert emma.get(job).json()["title"] == PRINTED["title"]

    def test_one_of_a_requisition_is_changed_in_the_talent_engine(
        self, signed_in: SignIn, world: None
    ) -> None:
        requisition = requisition_of()
        posting = Posting.objects.create(
            organization=requisition.organization, requisition=requisition, **PRINTED, created_at=NOW,
            updated_at=NOW,
        )  # fmt: skip
        owner, address = signed_in("mahummed"), f"{JOBS}{posting.pk}/"
        assert owner.get(address).json()["user"] is None
        answers = [owner.patch(address, {"title": "x"}), owner.put(address, PRINTED), owner.delete(address)]
        assert {answer.status_code for answer in answers} == {403}
        assert requisition.code in answers[0].json()["detail"]
        assert "Talent Engine" in answers[0].json()["detail"]

    def test_deleting_takes_it_out_of_every_list_and_leaves_applications(
        self, emma: APIClient, cam: APIClient, job: str
    ) -> None:
        made = cam.post(f"{job}apply/").json()
        assert emma.delete(job).status_code == 204
        answers = [emma.get(job), cam.get(job), emma.delete(job), cam.post(f"{job}apply/")]
        assert {answer.status_code for answer in answers} == {404}
        assert len(titles(emma)) == 3
        assert made["job"]["id"] not in [each["id"] for each in emma.get(BROWSE).json()]
        assert [each["id"] for each in emma.get(f"{job}applications/").json()] == [made["id"]]
        assert cam.get("/api/channels/candidate/applications/").json()[0]["job"]["status"] == "closed"
