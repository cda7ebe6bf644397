"""Published jobs for anybody: what is shown, and above all what is not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.domain.requisitions.factory import APPBREW, MANAGER, OTHER, OWNER, TWO_STAGES, job_of
from trellis.apis.talent_engine.requisitions.public.output import JOBS, SHORT_JOBS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import ComplianceItem, Requisition

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")
ROOT = "/api/talent-engine/requisitions"
PUBLISHED, UPCOMING = f"{ROOT}/public/published/", f"{ROOT}/upcoming/public/jobs/"
OF_TENANT = f"{PUBLISHED}{APPBREW}/"
TODAY = timezone.now().date()
LONG = [
    "id",
    "requisition_number",
    "job_requisition_code",
    "job_application_code",
    "tenant_id",
    "title",
    "unique_link",
    "status",
    "job_type",
    "position_type",
    "location_type",
    "job_description",
    "requirements",
    "qualification_requirement",
    "experience_requirement",
    "number_of_candidates",
    "urgency_level",
    "company_name",
    "job_location",
    "salary_range",
    "deadline_date",
    "responsibilities",
    "documents_required",
    "compliance_checklist",
    "approval_workflow",
    "num_of_applications",
    "publish_status",
    "created_at",
]
SHORT = [
    "id",
    "title",
    "job_type",
    "location_type",
    "job_description",
    "company_name",
    "job_location",
    "salary_range",
    "deadline_date",
    "num_of_applications",
    "created_at",
]


def _full_job(**fields: Any) -> Requisition:
    """A job of which every column holds something that could leak."""
    job = job_of(
        **{
            "title": "Senior Python Developer",
            "job_description": "We are looking for an experienced Python developer...",
            "requirements": ["5+ years", "Django"],
            "responsibilities": ["Develop"],
            "documents_required": ["CV", "Cover Letter"],
            "company_name": "TechCorp Ltd",
            "company_address": "secret-company-address",
            "interview_location": "secret-interview-location",
            "reason": "secret-reason",
            "comment": "secret-comment",
            "knowledge_requirement": "REST",
            "salary_range": "£60,000 - £80,000",
            "job_location": "London, UK (Remote)",
            "approval_workflow": TWO_STAGES,
            "approved_by": User.objects.get(username=MANAGER),
            "num_of_applications": 12,
            **fields,
        }
    )
    ComplianceItem.objects.create(
        requisition=job,
        position=0,
        name="DBS Check",
        description="Background check required",
        notes="secret-notes",
        status="failed",
    )
    return job


def _codes(api: APIClient, address: str, **query: Any) -> list[str]:
    answer = api.get(address, query)
    assert answer.status_code == 200, answer.content
    return [job["id"] for job in answer.json()["results"]]


def _by_link(job: Requisition) -> str:
    return f"{ROOT}/by-link/{job.unique_link}/"


class TestAsPrinted:
    def test_a_job_has_just_the_printed_keys(self, api: APIClient) -> None:
        job = _full_job(deadline_date=TODAY)
        body = api.get(PUBLISHED).json()
        assert list(body) == ["count", "results"]
        (shown,) = body["results"]
        assert list(shown) == LONG
        assert (shown["id"], shown["job_requisition_code"]) == (job.code, job.code)
        assert (shown["tenant_id"], shown["status"]) == (str(APPBREW), "open")
        assert shown["compliance_checklist"] == [
            {"name": "DBS Check", "description": "Background check required", "required": True}
        ]
        assert shown["approval_workflow"] == {
            "stages": [
                {"name": "Manager Approval", "required": True},
                {"name": "HR Approval", "required": True},
            ]
        }
        assert shown["created_at"] == "2026-03-02T09:30:00.000Z"
        assert api.get(_by_link(job)).json() == shown
        assert api.get(UPCOMING).json() == body

    def test_a_tenants_list_is_short_and_has_its_card(self, api: APIClient) -> None:
        Organization.objects.filter(pk=APPBREW).update(logo="organizations/a b.png")
        _full_job()
        job_of(OTHER)
        body = api.get(OF_TENANT).json()
        assert list(body) == ["tenant", "count", "results"]
        assert body["tenant"] == {
            "id": str(APPBREW),
            "name": "AppBrew",
            "domain": "appbrew.com",
            "logo_url": "http://localhost:8000/media/organizations/a%20b.png",
        }
        assert body["count"] == 1
        assert list(body["results"][0]) == SHORT

    def test_a_tenant_without_jobs_has_its_card_and_one_that_is_not_there_404(self, api: APIClient) -> None:
        assert api.get(OF_TENANT).json()["results"] == []
        assert api.get(OF_TENANT).json()["tenant"]["logo_url"] is None
        absent = api.get(f"{PUBLISHED}00000000-0000-4000-8000-000000000000/")
        assert (absent.status_code, absent.json()) == (404, {"detail": "Not found."})


def test_nothing_internal_is_in_any_answer(api: APIClient) -> None:
    job = _full_job(deadline_date=TODAY)
    for address in (PUBLISHED, UPCOMING, OF_TENANT, _by_link(job)):
        text = api.get(address).content.decode()
        assert "Senior Python Developer" in text
        for word in ("secret", "@", "requested_by", "approved_by", "Jane", "failed", "comment", "reason"):
            assert word not in text, (address, word)


class TestWhatIsShown:
    @pytest.mark.parametrize(
        ("fields", "listed", "upcoming", "by_link"),
        [
            ({"status": "open"}, True, False, True),
            ({"status": "approved"}, True, False, True),
            ({"deadline_date": TODAY}, True, True, True),
            ({"deadline_date": TODAY + timedelta(days=1)}, True, True, True),
            ({"deadline_date": TODAY - timedelta(days=1)}, False, False, True),
            ({"status": "closed", "deadline_date": TODAY}, False, False, False),
            ({"publish_status": False, "deadline_date": TODAY}, False, False, False),
            ({"is_deleted": True, "deadline_date": TODAY}, False, False, False),
            ({"status": "draft", "publish_status": False}, False, False, False),
        ],
    )
    def test_it_is_what_takes_applications_today(
        self, api: APIClient, fields: dict[str, Any], listed: bool, upcoming: bool, by_link: bool
    ) -> None:
        job = job_of(**fields)
        assert _codes(api, PUBLISHED) == [job.code] * listed
        assert _codes(api, OF_TENANT) == [job.code] * listed
        assert _codes(api, UPCOMING) == [job.code] * upcoming
        assert api.get(_by_link(job)).status_code == (200 if by_link else 404)

    def test_the_newest_come_first_and_the_nearest_deadline(self, api: APIClient) -> None:
        late = job_of(deadline_date=TODAY + timedelta(days=9))
        soon = job_of(OTHER, deadline_date=TODAY + timedelta(days=2))
        later = job_of(deadline_date=TODAY + timedelta(days=9))
        assert _codes(api, PUBLISHED) == [later.code, soon.code, late.code]
        assert _codes(api, UPCOMING) == [soon.code, late.code, later.code]

    def test_no_link_of_any_kind_fails(self, api: APIClient) -> None:
        for link in ("nothing", "a%00b", "%FF%FE", "x" * 3000, "'; DROP TABLE"):
            assert api.get(f"{ROOT}/by-link/{link}/").status_code == 404


class TestPages:
    def test_the_link_header_leads_on_and_back(self, api: APIClient) -> None:
        jobs = [job_of() for _ in range(5)]
        codes = [job.code for job in reversed(jobs)]
        first = api.get(PUBLISHED, {"page_size": 2})
        assert (first.json()["count"], first["Link"]) == (
            5,
            f'<http://testserver{PUBLISHED}?page=2&page_size=2>; rel="next"',
        )
        middle = api.get(PUBLISHED, {"page_size": 2, "page": 2})
        assert [job["id"] for job in middle.json()["results"]] == codes[2:4]
        assert 'rel="prev"' in middle["Link"] and 'rel="next"' in middle["Link"]
        assert "Link" not in api.get(PUBLISHED)
        for page in ("0", "-1", "4", "x", "1e400", "9" * 30):
            assert api.get(PUBLISHED, {"page_size": 2, "page": page}).status_code == 404
        assert api.get(PUBLISHED, {"page_size": "x"}).json()["count"] == 5

    def test_a_list_takes_two_queries_however_long(
        self, api: APIClient, django_assert_num_queries: Any
    ) -> None:
        for number in range(20):
            _full_job(deadline_date=TODAY, title=f"T{number}")
        for address, queries in [(PUBLISHED, 3), (UPCOMING, 3), (OF_TENANT, 4), (_by_link(_full_job()), 2)]:
            with django_assert_num_queries(queries):
                api.get(address)


class TestKeeping:
    def test_who_has_it_gets_304(self, api: APIClient) -> None:
        job = _full_job(deadline_date=TODAY)
        for address in (PUBLISHED, UPCOMING, OF_TENANT, _by_link(job)):
            whole = api.get(address)
            assert whole["Cache-Control"] == "public, max-age=60"
            assert "Accept" in whole["Vary"] and "Cookie" not in whole["Vary"]
            assert whole["ETag"].startswith('"')
            kept = api.get(address, headers={"If-None-Match": whole["ETag"]})
            assert (kept.status_code, kept.content, kept["ETag"]) == (304, b"", whole["ETag"])
            assert kept["Cache-Control"] == "public, max-age=60"

    @pytest.mark.parametrize("change", ["job", "item", "tenant"])
    def test_any_change_is_another_tag(self, api: APIClient, change: str) -> None:
        job = _full_job()
        address = OF_TENANT if change == "tenant" else PUBLISHED
        before = api.get(address)["ETag"]
        if change == "job":
            Requisition.objects.of(APPBREW).filter(pk=job.pk).update(num_of_applications=13)
        elif change == "item":
            ComplianceItem.objects.update(name="Enhanced DBS Check")
        else:
            Organization.objects.filter(pk=APPBREW).update(name="AppBrew Ltd")
        answer = api.get(address, headers={"If-None-Match": before})
        assert answer.status_code == 200
        assert answer["ETag"] != before

    def test_a_token_changes_nothing_not_even_a_bad_one(self, signed_in: SignIn) -> None:
        _full_job()
        bad = APIClient(HTTP_AUTHORIZATION="Bearer nonsense").get(PUBLISHED)
        assert bad.status_code == 200
        assert signed_in(OWNER).get(PUBLISHED).content == bad.content


class TestCompiledPages:
    def test_they_are_what_plain_drf_prints(self) -> None:
        jobs = [
            job_of(),
            _full_job(deadline_date=TODAY),
            job_of(
                OTHER, title='</script> "ü" \\', requirements=['a"b', "ü"], approval_workflow={"stages": "x"}
            ),
            job_of(approval_workflow={"stages": [{"name": "S"}, {"required": False, "name": "T"}]}),
        ]
        keys = [job.pk for job in jobs]
        assert_renders_equal(JOBS, keys)
        assert_renders_equal(SHORT_JOBS, keys)
