"""What members of an organization may do is shown whole: docs/permissions.md leaves no app's table out."""

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from trellis.config.permissions.talent_engine import RIGHTS
from trellis.domain.organizations.rights import Grant, Right


def tables_of(module: object) -> set[type[Right]]:
    """Return the tables of rights that a module has; Right itself is none."""
    found = {value for value in vars(module).values() if isinstance(value, type)}
    return {value for value in found if issubclass(value, Right) and len(value)}


def forgotten(tables: Iterable[type[Right]]) -> set[str]:
    """Return the tables that the page would leave out."""
    return {table.__module__ for table in set(tables) - set(RIGHTS)}


def test_the_page_shows_the_rights_of_every_app() -> None:
    names = [f"{app.name}.rights" for app in apps.get_app_configs() if find_spec(f"{app.name}.rights")]
    tables = {table for name in names for table in tables_of(import_module(name))}
    assert len(tables) >= 5
    assert forgotten(tables) == set(), "write it into RIGHTS of config/permissions/talent_engine.py"


def test_a_planted_table_is_found() -> None:
    class Planted(Right):
        LOOK = "look", Grant.ALL, Grant.ALL, Grant.ALL, Grant.ALL

    class Module:
        table = Planted
        base = Right

    assert tables_of(Module) == {Planted}
    assert forgotten({Planted, *RIGHTS}) == {__name__}
