"""The pages of one's own data: no script is needed, and scanners of mail end nothing."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.organizations.services.organizations import create_organization
from trellis.domain.privacy.models import DataExport, Erasure
from trellis.domain.privacy.services import writing

PAGE, CLOSE, KEEP = "/my-data/", "/my-data/close/", "/keep-account/"


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann", "ann@example.org", "A-l0ng-Passw0rd")


@pytest.fixture
def browser(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def _words(response: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", [PAGE, CLOSE, f"{PAGE}file/"])
def test_who_is_not_signed_in_is_asked_to(client: Client, db: None, page: str) -> None:
    assert client.get(page)["Location"] == f"/sign-in/?next={page}"


def test_the_file_is_asked_for_watched_and_fetched(browser: Client) -> None:
    assert "Get my data" in _words(browser.get(PAGE))
    assert browser.get(f"{PAGE}file/")["Location"] == PAGE
    assert not DataExport.objects.exists()
    assert browser.post(PAGE)["Location"] == PAGE
    DataExport.objects.update(status="running", progress=40)
    assert "Your file is being written: 40 %" in _words(browser.get(PAGE))
    writing.write(DataExport.objects.get().pk)
    assert "Download (" in _words(browser.get(PAGE))
    file = browser.get(f"{PAGE}file/")
    assert b"".join(file.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert 'attachment; filename="trellis-data-' in file["Content-Disposition"]
    DataExport.objects.update(status="failed", file_name="")
    assert "could not be written" in _words(browser.get(PAGE))


def test_who_asks_too_often_is_told_when_again(browser: Client, settings: object) -> None:
    settings.TRELLIS_RATE_LIMITS = True  # type: ignore[attr-defined]
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "my_data": [(1, 3600)]}  # type: ignore[attr-defined]
    browser.post(PAGE)
    DataExport.objects.all().delete()
    told = browser.post(PAGE)
    assert (told.status_code, "often enough" in _words(told)) == (429, True)


def test_the_account_is_closed_by_who_knows_what_it_means_and_kept_by_a_press(
    browser: Client, ann: User
) -> None:
    assert "14 days" in _words(browser.get(CLOSE))
    unsure = browser.post(CLOSE)
    assert (unsure.status_code, "Tick the box" in _words(unsure)) == (422, True)
    assert not Erasure.objects.exists()
    closed = browser.post(CLOSE, {"understood": "on"})
    assert "Your account is closed" in _words(closed)
    assert "sessionid" not in {name for name, each in browser.cookies.items() if each.value}

    found = re.search(r"token=(\S+)", Mail.objects.get(to=ann.email).text)
    assert found
    token = found[1].replace("%3A", ":")
    for look in (browser.get, browser.head):
        assert look(KEEP, {"token": token}).status_code == 200
    assert not User.objects.get().is_active
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(KEEP, {"token": token}).status_code == 403
    kept = browser.post(KEEP, {"token": token})
    assert (kept.status_code, "Your account stays" in _words(kept)) == (200, True)
    assert User.objects.get().is_active
    for dead in (browser.post(KEEP, {"token": token}), browser.get(KEEP)):
        assert (dead.status_code, "This link does not work" in _words(dead)) == (400, True)


def test_the_only_owner_is_told_of_what(browser: Client, ann: User) -> None:
    create_organization(owner=ann, name="<b>Acme", domain="acme.example", now=timezone.now())
    for page in (browser.get(CLOSE), browser.post(CLOSE, {"understood": "on"})):
        assert b"&lt;b&gt;Acme" in page.content
        assert b"<form" not in page.content
    assert page.status_code == 409
    assert not Erasure.objects.exists()
