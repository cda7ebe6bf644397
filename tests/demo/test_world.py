"""The demo world: there after one load, the same after two, never in production."""

from importlib import import_module
from io import StringIO
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from trellis import demo
from trellis.demo import world
from trellis.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from trellis.domain.accounts.models import User

pytestmark = pytest.mark.django_db


def _all_rows() -> dict[str, list[dict[str, object]]]:
    """Return the rows of every table, so that a subject that is new among them is here too."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()
    }


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
    assert sum(map(bool, before.values())) > 15
    _load()
    assert _all_rows() == before


def test_everything_that_loads_is_called_by_the_world() -> None:
    modules = [import_module(f"trellis.demo.{found.name}") for found in iter_modules(demo.__path__)]
    loaders = {name for module in modules for name in vars(module) if name.startswith("load_")}
    assert len(loaders) > 5
    assert loaders - {"load_world"} <= set(world.load_world.__code__.co_names)


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
