"""Job posts on the board, in feeds, and on pages of their own, as requisitions are."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.domain.jobs.factory import NOW, colleague, job
from tests.domain.requisitions.factory import job_of
from tests.web.jobs.search_engines import faults_of
from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.services.postings import change_posting, delete_posting
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Role

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
LATER = datetime(2046, 12, 31, 17, 30, tzinfo=UTC)


@pytest.fixture
def emma() -> Membership:
    """Owner of Inclusive Works."""
    return Membership.objects.select_related("organization", "user").get(user__username="employer")


def page(client: Client, address: str, status: int = 200, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == status
    return response.content.decode()


def told(text: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    about: dict[str, Any] = json.loads(found)
    return about


def test_one_board_shows_both_and_one_search_finds_both(
    client: Client, emma: Membership, django_assert_num_queries: Any
) -> None:
    first = job_of(title="Welder of Lifts", location_type="on_site", job_location="Toronto")
    post = job(emma, title="Welder of Ships", workplace_type=1, location="Toronto", skills=["TIG welding"])
    job(emma, title="Volunteer", job_type=6)
    job(emma, title="Shut", status="closed")
    with django_assert_num_queries(2):
        board = page(client, "/jobs/", q="welder tor", workplace="on_site", type="full_time")
    links = re.findall(r'<h3 class="job-card__title"><a href="([^"]+)">', board)
    assert links == [f"/jobs/{post.pk}", f"/jobs/{first.unique_link}"]
    assert ">Inclusive Works<" in board and "2 open jobs" in board
    assert "Welder of Ships" in page(client, "/jobs/", q="tig")
    assert "1 open job" in page(client, "/jobs/", type="volunteer") and "Shut" not in page(client, "/jobs/")


def test_it_has_a_page_with_what_is_known(client: Client, emma: Membership) -> None:
    post = job(
        emma,
        title="Tester",
        job_desc="First line\n\nSecond line",
        location="Toronto, Canada",
        estimated_salary="CAD 80,000 - CAD 90,000",
        skills=["WCAG", "Screen readers"],
        visa_required=True,
        deadline_at=LATER,
    )
    text = page(client, f"/jobs/{post.pk}")
    for shown in (
        *("Tester", "Inclusive Works, Toronto, Canada", "<p>Second line</p>", "WCAG", "Visa"),
        *("Apply by 31 December 2046, 17:30 UTC", f'href="/jobs/{post.pk}/apply"', "CAD 80,000"),
    ):
        assert shown in text, shown
    about = told(text)
    assert faults_of(about) == []
    assert (about["validThrough"], about["directApply"]) == ("2046-12-31T17:30:00Z", True)
    assert about["identifier"]["value"] == str(post.pk) and "totalJobOpenings" not in about
    assert "ld+json" not in page(client, f"/jobs/{job(emma, location='Remote').pk}")
    moved = client.get(f"/jobs/{post.pk}/")
    assert (moved.status_code, moved["Location"]) == (301, f"/jobs/{post.pk}")


def test_a_deadline_that_has_passed_is_told(client: Client, emma: Membership) -> None:
    post = job(emma, deadline_at=NOW + timedelta(hours=1))
    text = page(client, f"/jobs/{post.pk}")
    assert "The deadline was 2 March 2026, 10:30 UTC" in text and "Too late to apply" in text
    assert "noindex" in text and f"/jobs/{post.pk}/apply" not in text


def test_what_was_there_once_is_gone_and_the_rest_unknown(client: Client, emma: Membership) -> None:
    closed, deleted, secret = job(emma), job(emma), job(emma, title="Secret", status="closed")
    change_posting(posting=closed, member=emma, fields={"status": "closed"}, now=NOW + timedelta(days=1))
    delete_posting(posting=deleted, member=emma, now=NOW)
    assert "Inclusive Works has closed it" in page(client, f"/jobs/{closed.pk}", 410)
    for number in (deleted.pk, secret.pk, 2**70):
        assert "Secret" not in page(client, f"/jobs/{number}", 404)


def test_a_requisitions_number_leads_to_its_page(client: Client) -> None:
    requisition = job_of()
    number = Posting.objects.of(requisition.organization_id).get(requisition=requisition).pk
    answer = client.get(f"/jobs/{number}")
    assert (answer.status_code, answer["Location"]) == (302, f"/jobs/{requisition.unique_link}")
    assert f'href="/jobs/{number}/apply"' in page(client, f"/jobs/{requisition.unique_link}")


def test_feeds_and_the_sitemap_have_it(client: Client, emma: Membership) -> None:
    post = job(emma, title="Tester", location="Toronto", deadline_at=LATER)
    tenant = f"/jobs/tenants/{INCLUSIVE_WORKS}"
    assert "Tester" in page(client, f"{tenant}/")
    assert f"/jobs/{post.pk}</link>" in page(client, f"{tenant}/feed.rss")
    xml = page(client, f"{tenant}/feed.xml")
    assert f"<referencenumber><![CDATA[{post.pk}]]>" in xml
    assert "<expirationdate><![CDATA[2046-12-31T17:30:00+00:00]]>" in xml
    assert f"/jobs/{post.pk}</loc>" in page(client, "/jobs/sitemap.xml")


def test_hostile_words_stay_words_and_the_page_is_everybodys(client: Client, emma: Membership) -> None:
    colleague(emma, Role.STAFF)
    post = job(
        emma, title=EVIL, job_desc=EVIL, location="Toronto, Canada", skills=[EVIL], estimated_salary=EVIL
    )
    text = page(client, f"/jobs/{post.pk}")
    assert text.count("<script") == 1 and "<img src=x" not in text
    client.force_login(emma.user)
    answer = client.get(f"/jobs/{post.pk}")
    assert answer["Cache-Control"] == "public, max-age=60" and answer.content.decode() == text
