"""The demo world's members directory: there after one load, the same after two, also after a login."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from trellis.domain.accounts.models import User
from trellis.domain.directory.models import DirectoryEntry
from trellis.domain.directory.services.login import log_in

pytestmark = pytest.mark.django_db


def _load() -> None:
    call_command("load_demo", stdout=StringIO())


def _rows() -> list[dict[str, Any]]:
    return list(DirectoryEntry.objects.order_by("email").values())


def test_the_members_are_there_and_only_sarah_has_an_account() -> None:
    _load()
    kinds = {
        "mentor@mansa.example": "mentor",
        "mentee@mansa.example": "mentee",
        "student@mansa.example": "student",
        "both@mansa.example": "mentor, mentee",
        "alumni@mansa.example": "alumni",
        "sarah@example.com": "mentor",
    }
    assert dict(DirectoryEntry.objects.values_list("email", "membershiptype")) == kinds
    assert not User.objects.filter(email__endswith="@mansa.example").exists()
    assert DirectoryEntry.objects.get(user__isnull=False).user == User.objects.get(username="sarahj")


def test_loading_it_twice_changes_nothing_also_after_a_login() -> None:
    _load()
    before = _rows()
    _load()
    assert _rows() == before
    log_in(email="both@mansa.example", now=timezone.now())
    before = _rows()
    _load()
    assert _rows() == before
