"""The front page tells newcomers what is there, and the world outside nothing that it could use."""

import re
from typing import Any

import pytest
from django.test import Client

from trellis.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from trellis.domain.accounts.models import User


@pytest.mark.usefixtures("world")
def test_it_shows_the_doors_the_links_and_the_demo_accounts(client: Client) -> None:
    page = client.get("/").content.decode()
    for door in ("Talent Pool", "SOOSH", "Talent Engine", "Enabled Talent", "Mansa"):
        assert door in page
    for link in ("/api/docs/", "/api/schema/", "/admin/", "/dev/outbox/", "/readyz"):
        assert f'href="{link}"' in page
    for account in ACCOUNTS:
        assert f">{account.email}</code>" in page
        assert f">{User.objects.get(email=account.email).pk}</code>" in page
    assert DEMO_PASSWORD in page


@pytest.mark.usefixtures("world")
def test_the_printed_commands_sign_in_and_list_talents(client: Client) -> None:
    page = client.get("/", headers={"Host": "localhost:9000"}).content.decode()
    urls = re.findall(r"curl -s http://localhost:9000(\S+)", page)
    given = {"email": "mike@example.com", "password": DEMO_PASSWORD}
    signed_in = client.post(urls[0], given, content_type="application/json")
    # What the printed sed expression looks for.
    token = re.sub(r'.*"access_token":"([^"]*)".*', r"\1", signed_in.content.decode())
    talents = client.get(urls[1], headers={"Authorization": f"Bearer {token}"})
    assert talents.status_code == 200
    assert len(talents.json()) == 3


@pytest.mark.django_db
def test_without_the_demo_world_nobody_and_no_password_is_shown(client: Client) -> None:
    page = client.get("/").content.decode()
    assert DEMO_PASSWORD not in page
    assert "Demo accounts" not in page


@pytest.mark.usefixtures("world")
def test_in_production_it_shows_neither_accounts_nor_outbox(client: Client, settings: Any) -> None:
    settings.IS_PRODUCTION, settings.SHOW_OUTBOX = True, False
    page = client.get("/").content.decode()
    assert "Talent Pool" in page
    for secret in (DEMO_PASSWORD, "mike@example.com", "/dev/outbox/", "Development"):
        assert secret not in page


def test_in_production_it_asks_the_database_nothing(client: Client, settings: Any) -> None:
    settings.IS_PRODUCTION, settings.SHOW_OUTBOX = True, False
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_nothing_foreign_and_nothing_inline_can_run(client: Client) -> None:
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script|<style| style=| on\w+=", response.content.decode())


def test_an_unknown_address_is_a_page_that_leads_back(client: Client) -> None:
    response = client.get("/nowhere", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "There is no page at this address." in response.content.decode()
    assert 'href="/"' in response.content.decode()


@pytest.mark.django_db
def test_browsers_that_ask_for_a_favicon_find_the_mark(client: Client) -> None:
    response = client.get("/favicon.ico", follow=True)
    assert response["Content-Type"] == "image/svg+xml"
    response.close()
