"""The sidebar leads to every table of the back office; none is one that nobody finds, and each opens."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.browsers import sign_in
from trellis.config.backoffice import UNFOLD
from trellis.domain.accounts.models import User

GROUPS: list[dict[str, Any]] = UNFOLD["SIDEBAR"]["navigation"]
LINKS = [str(item["link"]) for group in GROUPS for item in group["items"]]


def _address(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def _tables() -> list[type[models.Model]]:
    return [model for model in admin.site._registry if model.__module__.startswith("trellis.")]


def test_every_table_is_in_it_once() -> None:
    missing = {
        model._meta.label for model in admin.site._registry if _address(model, "changelist") not in LINKS
    }
    assert missing == set(), "write it into trellis/config/backoffice.py"
    assert len(LINKS) == len(set(LINKS))


def test_no_two_groups_have_one_title() -> None:
    titles = [group["title"] for group in GROUPS if "title" in group]
    assert len(titles) > 5
    assert sorted(titles) == sorted(set(titles))


@pytest.fixture
def office(client: Client, world: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The back office, whose sidebar was shown once: it is the same on every page, and most of its work."""
    office = sign_in(client, User.objects.get(username="admin"))
    shown = office.get(LINKS[-1])
    assert shown.status_code == 200
    assert all(link in shown.content.decode() for link in LINKS)
    monkeypatch.setattr(admin.site, "get_sidebar_list", lambda request: [])
    return office


def test_every_table_opens_and_so_does_what_is_in_it(office: Client) -> None:
    opened = 0
    for model in _tables():
        assert office.get(_address(model, "changelist"), {"q": ""}).status_code == 200, model
        row = model._base_manager.first()
        if row is not None:
            assert office.get(_address(model, "change", row.pk)).status_code == 200, model
            opened += 1
    assert opened > 10


def test_every_table_is_searched_whatever_the_words(office: Client) -> None:
    for model in _tables():
        for words in ("\x00", "%_'", "0"):
            assert office.get(_address(model, "changelist"), {"q": words}).status_code == 200, model
