"""The demo world: there after one load, the same after two, never in production."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.forms import model_to_dict

from trellis.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from trellis.domain.accounts.models import User
from trellis.domain.scouting.models import Coach, Judgement, Post, Talent

pytestmark = pytest.mark.django_db


def _all_rows() -> list[dict[str, object]]:
    return [
        {**model_to_dict(row), "pk": row.pk}
        for model in (User, Talent, Coach, Post, Judgement)
        for row in model.objects.order_by("pk")
    ]


def _load() -> None:
    call_command("load_demo", stdout=StringIO())


def test_every_account_signs_in_with_the_published_password_and_is_verified() -> None:
    _load()
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(DEMO_PASSWORD)
        assert user.email_verified_at is not None
        assert user.get_full_name() == account.full_name


def test_loading_it_twice_changes_nothing() -> None:
    _load()
    before = _all_rows()
    _load()
    assert _all_rows() == before


def test_new_accounts_get_ids_beyond_the_demo_worlds() -> None:
    _load()
    newcomer = User.objects.create_user("newcomer", "new@example.com")
    assert newcomer.pk >= 1000


def test_it_is_refused_in_production(settings: object) -> None:
    settings.IS_PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        _load()
    assert not User.objects.exists()


def test_the_accounts_are_listed_with_their_ids() -> None:
    _load()
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert " 123  mike@example.com" in out.getvalue()
