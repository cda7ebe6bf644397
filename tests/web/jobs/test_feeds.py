"""A tenant's feeds, and the sitemap: well-formed whatever is written in a job."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from tests.domain.requisitions.factory import APPBREW, NOW, OTHER, job_of
from trellis.domain.organizations.models import Organization

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")
TODAY = timezone.now().date()
TENANT = f"/jobs/tenants/{APPBREW}"
EVIL = "a ]]> b </title> <job> & \x01\x1f\ufffe 😀 \" '"
_ABSENT = "/jobs/tenants/00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def public_url(settings: Any) -> None:
    settings.TRELLIS_PUBLIC_URL = "https://trellis.example"


def _xml(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def _texts(element: ElementTree.Element) -> dict[str, str | None]:
    return {child.tag: child.text for child in element}


class TestRss:
    def test_it_has_the_newest_first_with_links(self, client: Client) -> None:
        first, second = job_of(title="First"), job_of(title="Second", job_description="Do <it>.")
        job_of(OTHER, title="Theirs")
        job_of(title="Past", deadline_date=TODAY - timedelta(days=1))
        channel = _xml(client, f"{TENANT}/feed.rss")[0]
        assert channel.findtext("title") == "Jobs at AppBrew"
        assert channel.findtext("link") == f"https://trellis.example{TENANT}/"
        assert channel.findtext("lastBuildDate") == "Mon, 02 Mar 2026 09:30:00 +0000"
        items = [_texts(item) for item in channel.findall("item")]
        assert [item["title"] for item in items] == ["Second", "First"]
        assert items[0]["link"] == items[0]["guid"] == f"https://trellis.example/jobs/{second.unique_link}"
        assert items[0]["pubDate"] == "Mon, 02 Mar 2026 09:30:00 +0000"
        assert items[0]["description"] == "<p>Do &lt;it&gt;.</p>"
        assert first.unique_link in str(items[1]["link"])

    def test_an_empty_one_is_the_same_every_time(self, client: Client) -> None:
        first = client.get(f"{TENANT}/feed.rss")
        assert first["Content-Type"] == "application/rss+xml; charset=utf-8"
        again = client.get(f"{TENANT}/feed.rss", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert again["Cache-Control"] == "public, max-age=300"


class TestXmlForJobBoards:
    def test_a_job_has_the_names_they_know(self, client: Client) -> None:
        job = job_of(
            job_description="Build.",
            company_name="TechCorp Ltd",
            job_location="London, UK",
            salary_range="£60,000",
            deadline_date=TODAY,
            experience_requirement="5 years",
        )
        source = _xml(client, f"{TENANT}/feed.xml")
        assert source.tag == "source"
        assert source.findtext("publisher") == "AppBrew"
        (found,) = source.findall("job")
        assert _texts(found) == {
            "title": "Senior Python Developer",
            "date": "Mon, 02 Mar 2026 09:30:00 +0000",
            "referencenumber": job.code,
            "requisitionid": job.requisition_number,
            "url": f"https://trellis.example/jobs/{job.unique_link}",
            "company": "TechCorp Ltd",
            "sourcename": "AppBrew",
            "city": "London, UK",
            "description": "<p>Build.</p>",
            "salary": "£60,000",
            "jobtype": "fulltime",
            "remotetype": "Fully remote",
            "experience": "5 years",
            "expirationdate": TODAY.isoformat(),
        }
        assert b"<title><![CDATA[Senior" in client.get(f"{TENANT}/feed.xml").content


@pytest.mark.parametrize("name", ["feed.rss", "feed.xml"])
class TestBoth:
    def test_hostile_words_leave_them_well_formed(self, client: Client, name: str) -> None:
        Organization.objects.filter(pk=APPBREW).update(name=EVIL)
        job_of(title=EVIL, job_description=EVIL, company_name=EVIL, requirements=[EVIL], job_location=EVIL)
        feed = _xml(client, f"{TENANT}/{name}")
        titles = [element.text for element in feed.iter("title")]
        assert titles[-1] == "a ]]> b </title> <job> &  😀 \" '"
        assert len(list(feed.iter("job"))) == (name == "feed.xml")

    def test_they_take_two_queries(self, client: Client, name: str, django_assert_num_queries: Any) -> None:
        for _ in range(7):
            job_of()
        with django_assert_num_queries(2):
            client.get(f"{TENANT}/{name}")

    def test_nothing_internal_is_in_them(self, client: Client, name: str) -> None:
        job_of(reason="secret", comment="secret", company_address="secret", interview_location="secret")
        text = client.get(f"{TENANT}/{name}").content
        assert b"secret" not in text and b"@" not in text

    def test_an_unknown_tenant_is_404(self, client: Client, name: str) -> None:
        assert client.get(f"{_ABSENT}/{name}").status_code == 404


class TestTheSitemap:
    def test_it_names_the_board_the_tenants_and_the_jobs(self, client: Client) -> None:
        job, past = job_of(), job_of(OTHER, deadline_date=TODAY - timedelta(days=1))
        found = [
            element.text
            for element in _xml(client, "/jobs/sitemap.xml").iter()
            if (element.text or "").strip()
        ]
        root = "https://trellis.example/jobs/"
        assert found == [root, f"{root}tenants/{APPBREW}/", f"{root}{job.unique_link}", f"{NOW:%Y-%m-%d}"]
        assert past.unique_link not in str(found)

    def test_robots_find_it(self, client: Client) -> None:
        answer = client.get("/robots.txt")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert b"\nSitemap: https://trellis.example/jobs/sitemap.xml\n" in answer.content
