"""The pages of jobs: what they show, to everybody alike, and that hostile words stay words."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.domain.requisitions.factory import APPBREW, OTHER, TWO_STAGES, job_of, requisition_of
from tests.web.jobs.search_engines import faults_of
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import ComplianceItem, Requisition
from trellis.domain.requisitions.rules.choices import JobType
from trellis.web.jobs.posting import posting
from trellis.web.jobs.shown import of_requisition

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")
TODAY = timezone.now().date()
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)> & \" ' \u2028"
TENANT = f"/jobs/tenants/{APPBREW}/"
# What search engines demand of a job, and what a job of nobody's choice lacks.
ADVERTISED: dict[str, Any] = {"job_location": "London, UK", "job_description": "Build and ship."}


def _page(client: Client, address: str, status: int = 200, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == status
    return response.content.decode()


def _job_page(client: Client, job: Requisition, status: int = 200) -> str:
    return _page(client, f"/jobs/{job.unique_link}", status)


def _posting(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told: dict[str, Any] = json.loads(text)
    return told


class TestTheBoard:
    def test_it_shows_what_takes_applications_of_all_tenants(self, client: Client) -> None:
        job_of(title="Shown One")
        job_of(OTHER, title="Shown Two", deadline_date=TODAY)
        job_of(title="Past", deadline_date=TODAY - timedelta(days=1))
        job_of(title="Shut", status="closed")
        requisition_of(title="Draft")
        page = _page(client, "/jobs/")
        assert "2 open jobs" in page
        assert "Shown One" in page and "Shown Two" in page and "(today)" in page
        for word in ("Past", "Shut", "Draft"):
            assert word not in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"q": "python"}, {"Python Coder"}),
            ({"q": "coder LONDON"}, {"Python Coder"}),
            ({"q": "northwind"}, {"Nurse"}),
            ({"q": "techcorp"}, {"Python Coder"}),
            ({"q": "100%"}, set()),
            ({"q": "\x00"}, {"Python Coder", "Nurse"}),
            ({"q": "Zurich"}, {"Nurse"}),
            ({"q": "zÜRICH nurse"}, {"Nurse"}),
            ({"q": "c++"}, {"Python Coder"}),
            ({"q": "+++"}, set()),
            ({"q": "工程"}, {"Python Coder"}),
            ({"location_type": "on_site"}, {"Nurse"}),
            ({"job_type": "part_time"}, {"Nurse"}),
            ({"location_type": "remote", "job_type": "part_time"}, set()),
            ({"workplace": "nonsense", "type": "'"}, {"Python Coder", "Nurse"}),
            ({"workplace": "on_site"}, {"Nurse"}),
            ({"type": "part_time", "location_type": "remote"}, set()),
            ({"job_type": "freelance"}, set()),
            ({"page": "x"}, {"Python Coder", "Nurse"}),
            ({"page": "-1"}, {"Python Coder", "Nurse"}),
            ({"page": "9" * 30}, {"Python Coder", "Nurse"}),
        ],
    )
    def test_it_is_searched_and_filtered(
        self, client: Client, query: dict[str, str], found: set[str]
    ) -> None:
        job_of(title="Python Coder", company_name="TechCorp Ltd (C++ 软件工程)", job_location="London, UK")
        job_of(OTHER, title="Nurse", job_location="Zürich", location_type="on_site", job_type="part_time")
        page = _page(client, "/jobs/", **query)
        assert {title for title in ("Python Coder", "Nurse") if f">{title}</a>" in page} == found

    def test_its_pages_keep_the_search_and_take_the_same_queries(
        self, client: Client, django_assert_num_queries: Any
    ) -> None:
        job_of(title="Coder 0")
        with django_assert_num_queries(2):
            _page(client, "/jobs/")
        for number in range(1, 25):
            job_of(title=f"Coder {number}")
        with django_assert_num_queries(2):
            first = _page(client, "/jobs/", q="coder")
        assert 'href="?q=coder&amp;page=2"' in first
        assert "25 open jobs, page 1 of 2" in first
        assert "Coder 0<" in _page(client, "/jobs/", q="coder", page=2)

    def test_what_was_looked_for_stays_text(self, client: Client) -> None:
        page = _page(client, "/jobs/", q=EVIL)
        assert "<script" not in page and "<img src=x" not in page


class TestAJob:
    def test_it_shows_what_is_public_and_nothing_else(self, client: Client) -> None:
        job = job_of(
            title="Senior Python Developer",
            company_name="TechCorp Ltd",
            job_location="London, UK (Remote)",
            job_description="First line\n\nSecond line",
            requirements=["5+ years of Python"],
            responsibilities=["Code review"],
            documents_required=["Portfolio"],
            qualification_requirement="Bachelor's degree",
            experience_requirement="5 years",
            salary_range="£60,000 - £80,000",
            deadline_date=TODAY + timedelta(days=1),
            approval_workflow=TWO_STAGES,
            reason="secret-reason",
            comment="secret-comment",
            company_address="secret-address",
            interview_location="secret-place",
        )
        ComplianceItem.objects.create(
            requisition=job, position=0, name="DBS Check", notes="secret-notes", status="failed"
        )
        page = _job_page(client, job)
        for shown in (
            "Senior Python Developer",
            "TechCorp Ltd, London, UK (Remote)",
            "<p>Second line</p>",
            "5+ years of Python",
            "Code review",
            "Portfolio",
            "Bachelor&#x27;s degree",
            "£60,000 - £80,000",
            "(tomorrow)",
            "DBS Check",
            job.application_code,
            "https://appbrew.com",
        ):
            assert shown in page, shown
        for word in ("secret", "hr@company.com", "@appbrew.com", "failed", "Mahummed"):
            assert word not in page, word

    @pytest.mark.parametrize(
        ("days", "said", "is_over"),
        [(None, "No deadline", False), (0, "(today)", False), (3, "(in 3 days)", False), (-1, "was", True)],
    )
    def test_it_says_until_when(self, client: Client, days: int | None, said: str, is_over: bool) -> None:
        deadline = None if days is None else TODAY + timedelta(days=days)
        page = _job_page(client, job_of(deadline_date=deadline, **ADVERTISED))
        assert said in page
        assert ("Too late to apply" in page) is ("noindex" in page) is is_over
        assert ("ld+json" in page) is not is_over

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"status": "closed"}, 410),
            ({"status": "closed", "publish_status": False}, 410),
            ({"publish_status": False}, 410),
            ({"is_deleted": True}, 410),
            ({"publish_status": False, "published_at": None}, 404),
            ({"status": "draft", "publish_status": False, "published_at": None}, 404),
        ],
    )
    def test_what_was_public_once_is_gone_and_the_rest_unknown(
        self, client: Client, fields: dict[str, Any], status: int
    ) -> None:
        page = _job_page(client, job_of(title="A title of ours", **fields), status)
        assert "A title of ours" not in page
        assert "noindex" in page
        assert (TENANT in page) is (status == 410)

    def test_no_address_fails(self, client: Client) -> None:
        for link in ("nothing", "a%00b", "%FF", "x" * 3000, "tenants"):
            assert client.get(f"/jobs/{link}").status_code == 404
        job = job_of()
        moved = client.get(f"/jobs/{job.unique_link}/")
        assert (moved.status_code, moved["Location"]) == (301, f"/jobs/{job.unique_link}")
        assert client.post("/jobs/").status_code == 405


class TestWhatSearchEnginesRead:
    def test_the_posting_has_schema_orgs_words(self, client: Client, settings: Any) -> None:
        settings.TRELLIS_PUBLIC_URL = "https://trellis.example"
        Organization.objects.filter(pk=APPBREW).update(logo="organizations/logo.png")
        job = job_of(
            job_description="Build & ship.\nTogether.",
            requirements=["<Python>"],
            company_name="TechCorp Ltd",
            job_location="London, UK",
            salary_range="£60,000 - £80,000",
            deadline_date=TODAY,
            number_of_candidates=3,
        )
        assert _posting(_job_page(client, job)) == {
            "@context": "https://schema.org/",
            "@type": "JobPosting",
            "title": "Senior Python Developer",
            "description": "<p>Build &amp; ship.</p><p>Together.</p>"
            "<h2>Requirements</h2><ul><li>&lt;Python&gt;</li></ul>",
            "datePosted": "2026-03-02",
            "validThrough": f"{TODAY}T23:59:59Z",
            "employmentType": "FULL_TIME",
            "hiringOrganization": {
                "@type": "Organization",
                "name": "TechCorp Ltd",
                "sameAs": "https://appbrew.com",
                "logo": "https://trellis.example/media/organizations/logo.png",
            },
            "jobLocation": {
                "@type": "Place",
                "address": {"@type": "PostalAddress", "addressLocality": "London", "addressCountry": "GB"},
            },
            "jobLocationType": "TELECOMMUTE",
            "applicantLocationRequirements": {"@type": "Country", "name": "UK"},
            "identifier": {"@type": "PropertyValue", "name": "AppBrew", "value": job.code},
            "url": f"https://trellis.example/jobs/{job.unique_link}",
            "directApply": True,
            "totalJobOpenings": 3,
            "baseSalary": {
                "@type": "MonetaryAmount",
                "currency": "GBP",
                "value": {
                    "@type": "QuantitativeValue",
                    "minValue": 60000,
                    "maxValue": 80000,
                    "unitText": "YEAR",
                },
            },
        }

    def test_what_is_not_known_is_not_said(self, client: Client) -> None:
        job = job_of(location_type="hybrid", job_type="internship", **ADVERTISED)
        told = _posting(_job_page(client, job))
        assert told["employmentType"] == "INTERN"
        assert told["hiringOrganization"]["name"] == "AppBrew"
        left_out = {"validThrough", "jobLocationType", "applicantLocationRequirements", "baseSalary"}
        assert not left_out & set(told)

    @pytest.mark.parametrize("location_type", ["on_site", "hybrid", "remote"])
    def test_what_is_there_is_as_search_engines_want_it(self, client: Client, location_type: str) -> None:
        job = job_of(**{**ADVERTISED, "location_type": location_type, "salary_range": "£60,000 - £80,000"})
        assert faults_of(_posting(_job_page(client, job))) == []
        for job_type in JobType.values:
            for salary in ("", "£60,000 - £80,000", "OTE 60,000", "60k-80k EUR", "CHF 30.50 an hour"):
                job.job_type, job.salary_range = job_type, salary
                told = posting(of_requisition(job, number=1))
                assert told is not None and faults_of(told) == []
                assert ("baseSalary" in told) is (salary not in ("", "OTE 60,000"))

    @pytest.mark.parametrize("location_type", ["on_site", "hybrid", "remote"])
    @pytest.mark.parametrize(
        "lacking",
        [{"job_location": ""}, {"job_location": "Springfield"}, {"job_description": " \n"}],
        ids=str,
    )
    def test_a_job_that_lacks_what_they_demand_claims_to_be_none(
        self, client: Client, lacking: dict[str, str], location_type: str
    ) -> None:
        page = _job_page(client, job_of(**{**ADVERTISED, **lacking, "location_type": location_type}))
        assert "ld+json" not in page and "JobPosting" not in page and "TELECOMMUTE" not in page

    @pytest.mark.parametrize(
        ("name", "spoilt"),
        [
            ("title", " "),
            ("description", "Plain"),
            ("description", "<p>Engineer</p>"),
            ("datePosted", "yesterday"),
            ("hiringOrganization", {}),
            ("jobLocation", None),
            ("jobLocation", {"@type": "Place", "address": "London"}),
            ("jobLocation", {"@type": "Place", "address": {"@type": "PostalAddress"}}),
            ("jobLocationType", "TELECOMMUTE"),
            ("employmentType", "FREELANCE"),
            ("validThrough", "2030-01-01T00:00:00"),
            ("directApply", False),
            ("baseSalary", {"@type": "MonetaryAmount", "currency": "OTE", "value": {}}),
        ],
    )
    def test_who_checks_that_would_notice(self, name: str, spoilt: Any) -> None:
        address = {"@type": "PostalAddress", "addressCountry": "GB"}
        good: dict[str, Any] = {
            "@context": "https://schema.org/",
            "@type": "JobPosting",
            "title": "Engineer",
            "description": "<p>Build.</p>",
            "datePosted": "2026-03-02",
            "hiringOrganization": {"@type": "Organization", "name": "AppBrew"},
            "jobLocation": {"@type": "Place", "address": address},
        }
        assert faults_of(good) == []
        left = {key: value for key, value in {**good, name: spoilt}.items() if value is not None}
        assert faults_of(left)

    def test_hostile_words_stay_words(self, client: Client) -> None:
        job = job_of(
            title=EVIL,
            company_name=EVIL,
            job_location=f"{EVIL.replace('/', '')}, UK",
            job_description=EVIL,
            salary_range=EVIL[:100],
            requirements=[EVIL],
            experience_requirement=EVIL,
        )
        Organization.objects.filter(pk=APPBREW).update(name=EVIL)
        page = _job_page(client, job)
        assert page.count("<script") == 1 and page.count("</script>") == 1
        assert "<img src=x" not in page
        assert _posting(page)["title"] == EVIL
        for address in ("/jobs/", TENANT):
            assert "<script" not in _page(client, address) and "<img src=x" not in _page(client, address)


class TestATenant:
    def test_it_shows_its_jobs_alone_and_where_to_follow_them(self, client: Client) -> None:
        job_of(title="Ours")
        job_of(OTHER, title="Theirs")
        page = _page(client, TENANT)
        assert "Ours" in page and "Theirs" not in page
        assert f'type="application/rss+xml" title="Jobs at AppBrew" href="{TENANT}feed.rss"' in page
        assert f'href="{TENANT}feed.xml"' in page

    def test_without_jobs_it_says_so_and_an_unknown_one_is_404(self, client: Client) -> None:
        assert "Nothing is open right now" in _page(client, TENANT)
        _page(client, "/jobs/tenants/00000000-0000-4000-8000-000000000000/", 404)


class TestKeeping:
    def test_every_page_may_be_kept_and_is_asked_for_again(self, client: Client) -> None:
        job = job_of()
        for address in ("/jobs/", f"/jobs/{job.unique_link}", TENANT):
            whole = client.get(address)
            assert whole["Cache-Control"] == "public, max-age=60"
            assert not whole.cookies
            assert "script-src" not in whole["Content-Security-Policy"]
            assert "default-src 'none'" in whole["Content-Security-Policy"]
            kept = client.get(address, headers={"If-None-Match": whole["ETag"]})
            assert (kept.status_code, kept.content) == (304, b"")
        Requisition.objects.of(APPBREW).update(title="Another")
        assert client.get("/jobs/", headers={"If-None-Match": whole["ETag"]}).status_code == 200

    def test_what_is_gone_is_not_kept(self, client: Client) -> None:
        gone = client.get(f"/jobs/{job_of(status='closed').unique_link}")
        assert gone.status_code == 410
        assert "Cache-Control" not in gone and "ETag" not in gone
