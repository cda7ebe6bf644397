"""Applying on the pages: once, in one's own name, and told in words where it cannot be."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from tests.domain.jobs.factory import NOW, candidate, job
from tests.domain.requisitions.factory import job_of
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.jobs.services.deciding import decide
from trellis.domain.jobs.services.postings import change_posting
from trellis.domain.organizations.models import Membership

pytestmark = pytest.mark.usefixtures("world", "no_requisitions")


@pytest.fixture
def emma() -> Membership:
    """Owner of Inclusive Works."""
    return Membership.objects.select_related("organization", "user").get(user__username="employer")


@pytest.fixture
def post(emma: Membership) -> Posting:
    """One of its jobs."""
    return job(emma, title="Tester")


@pytest.fixture
def pat() -> User:
    """Somebody with a profile who lives in Berlin."""
    return candidate(timezone="Europe/Berlin", timezone_chosen=True)


def browser(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def press(client: Client, address: str, button: str, status: int = 302) -> str:
    """Press a button of a page, and return what is shown then."""
    shown = client.get(address).content.decode()
    form = next(each for each in re.findall(r"<form.*?</form>", shown, re.DOTALL) if button in each)
    (target,) = re.findall(r'action="([^"]+)"', form)
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    answer = client.post(target, {name: unescape(value) for name, value in fields})
    assert answer.status_code == status, answer.content
    return (client.get(answer["Location"]) if status == 302 else answer).content.decode()


def test_who_is_not_signed_in_signs_in_first(client: Client, post: Posting) -> None:
    for answer in (client.get(f"/jobs/{post.pk}/apply"), client.post(f"/jobs/{post.pk}/apply")):
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next=/jobs/{post.pk}/apply")
    assert client.post(f"/jobs/{post.pk}/withdraw").status_code == 302
    assert not Application.objects.of_all_tenants().exists()


def test_it_shows_what_is_sent_then_the_application_which_can_be_withdrawn(
    post: Posting, pat: User, emma: Membership
) -> None:
    address, client = f"/jobs/{post.pk}/apply", browser(pat)
    asked = client.get(address)
    assert "no-store" in asked["Cache-Control"]
    for words in (pat.email, "Name a language.", "Nothing is sent about disability"):
        assert words in asked.content.decode()
    shown = press(client, address, "Send the application")
    application = Application.objects.of_all_tenants().get(candidate=pat)
    assert application.number in shown and "Applied" in shown
    decide(application=application, member=emma, decision=Stage.SHORTLISTED, message="Hello <b>", now=NOW)
    shown = client.get(address).content.decode()
    assert "Shortlisted" in shown and "Hello &lt;b&gt;" in shown
    shown = press(client, address, "Withdraw it")
    assert "Withdrawn" in shown and "Withdraw it" not in shown and "Send the application" not in shown
    application.refresh_from_db()
    assert application.stage == Stage.WITHDRAWN


def test_pressed_again_and_again_it_is_one_application(post: Posting, pat: User) -> None:
    client = Client()
    client.force_login(pat)
    for _ in range(3):
        assert client.post(f"/jobs/{post.pk}/apply").status_code == 302
    assert Application.objects.of_all_tenants().filter(candidate=pat).count() == 1


def test_another_site_cannot_press_the_buttons(post: Posting, pat: User) -> None:
    for verb in ("apply", "withdraw"):
        assert browser(pat).post(f"/jobs/{post.pk}/{verb}").status_code == 403
    assert not Application.objects.of_all_tenants().exists()


def test_who_has_no_profile_is_told_how_to_make_one(post: Posting) -> None:
    client = Client()
    client.force_login(User.objects.get(username="robin"))
    for answer in (client.get(f"/jobs/{post.pk}/apply"), client.post(f"/jobs/{post.pk}/apply")):
        text = answer.content.decode()
        assert answer.status_code == 200 and "Make a candidate profile first" in text
        assert "/api/docs/enabled-talent/" in text and "Send the application" not in text
        assert client.get("/api/docs/enabled-talent/").status_code == 200


def test_who_works_there_is_told_so(post: Posting, emma: Membership) -> None:
    text = browser(emma.user).get(f"/jobs/{post.pk}/apply").content.decode()
    assert "You are a member of the organization that has posted this job." in text


@pytest.mark.parametrize("is_closed", [True, False])
def test_too_late_is_told_with_day_hour_and_zone(emma: Membership, pat: User, is_closed: bool) -> None:
    at = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    post = job(emma, deadline_at=None if is_closed else at)
    client = browser(pat)
    if is_closed:
        form = client.get(f"/jobs/{post.pk}/apply").content.decode()
        change_posting(posting=post, member=emma, fields={"status": "closed"}, now=at)
        (secret,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', form)
        late = client.post(f"/jobs/{post.pk}/apply", {"csrfmiddlewaretoken": secret})
        assert late.status_code == 409
    else:
        late = client.get(f"/jobs/{post.pk}/apply")
    assert "Monday 2 March 2026, 18:30" in late.content.decode()
    assert "Berlin" in late.content.decode()
    assert not Application.objects.of_all_tenants().exists()


def test_a_withdrawal_that_comes_too_late_is_told(post: Posting, pat: User, emma: Membership) -> None:
    client = Client()
    client.force_login(pat)
    assert client.post(f"/jobs/{post.pk}/withdraw").status_code == 404
    client.post(f"/jobs/{post.pk}/apply")
    application = Application.objects.of_all_tenants().get(candidate=pat)
    decide(application=application, member=emma, decision=Stage.HIRED, now=NOW)
    late = client.post(f"/jobs/{post.pk}/withdraw")
    assert late.status_code == 409 and "that is hired" in late.content.decode()


def test_a_requisition_takes_applications_there_too(pat: User) -> None:
    requisition = job_of(title="Mechanic", deadline_date=NOW.date() + timedelta(days=20_000))
    number = Posting.objects.of(requisition.organization_id).get(requisition=requisition).pk
    pat_client = browser(pat)
    page = pat_client.get(f"/jobs/{requisition.unique_link}").content.decode()
    (address,) = re.findall(r'href="(/jobs/\d+/apply)"', page)
    assert address == f"/jobs/{number}/apply"
    assert "Your application" in press(pat_client, address, "Send the application")
    requisition.refresh_from_db()
    assert requisition.num_of_applications == 1


def test_a_resume_goes_along_and_no_other_job_is_told_of(post: Posting, pat: User, emma: Membership) -> None:
    pat.candidate_profile.resume_file.save("cv.txt", ContentFile(b"Pat"))
    client = browser(pat)
    assert "A copy of the one in your profile" in client.get(f"/jobs/{post.pk}/apply").content.decode()
    secret = job(emma, title="Secret", status="closed")
    for number in (secret.pk, 2**70):
        assert client.get(f"/jobs/{number}/apply").status_code == 404


def test_of_a_blind_job_the_page_says_what_is_seen_and_since_when(emma: Membership, pat: User) -> None:
    post = job(emma, title="Tester", blind_until_shortlisted=True)
    client, address = browser(pat), f"/jobs/{post.pk}/apply"
    words = "Inclusive Works reads it without your name"
    assert words in client.get(address).content.decode()
    assert words in press(client, address, "Send the application")
    made = Application.objects.of(emma.organization_id).get(candidate=pat)
    decide(application=made, member=emma, decision=Stage.SHORTLISTED, now=NOW)
    shown = client.get(address).content.decode()
    assert words not in shown
    assert "Inclusive Works sees who you are since Monday 2 March 2026, 10:30" in shown
