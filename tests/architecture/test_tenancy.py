"""Who may look at rows of tenants without saying whose: docs/decisions/tenant-walls.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from trellis.core.db.tenancy import TenantManager, TenantMissing

ROOT = Path(__file__).parents[2] / "trellis"
# module: why it may.
ALLOWED = {
    "core/db/tenancy.py": "the wall itself",
    "domain/interviews/queries/seats.py": "candidates, who belong to no tenant, find their session by its id",
    "core/rendering/compiler.py": "looks at how a manager filters, at no rows",
    "core/rendering/testing.py": "tests alone use it, with keys of theirs",
    "domain/scouting/services.py": "talents and coaches, who belong to no tenant",
    "domain/answers/queries/candidates/own.py": "a person's own, wherever they applied",
    "domain/candidates/queries/notes.py": "a person's own notes, which belong to no tenant",
    "domain/jobs/queries/board.py": "what everybody sees, or has seen",
    "domain/jobs/queries/postings.py": "open jobs, for everybody",
    "domain/jobs/queries/applications.py": "a person's own, wherever they applied; those for a job",
    "domain/fairness/queries/contests.py": "a person's own, wherever they applied; what the clock looks at",
    "domain/needs/queries/tasks.py": "a person's own, wherever they share it",
    "domain/requisitions/queries/published.py": "what is published, for everybody",
    "domain/requisitions/services/renaming.py": "a person's own, wherever they raised them",
    "domain/requisitions/services/locks.py": "what the open contract lets anybody close",
    "domain/requisitions/admin.py": "the back office",
    "domain/privacy/queries/people.py": "a person's own, wherever they are",
    "domain/exports/services/jobs.py": "the worker, to whom an export is a key",
}
WAYS_AROUND = {"unscoped", "of_all_tenants", "_default_manager", "_base_manager"}
# Those that have an organization and are looked up by other means: a person's own, or the platform's.
NOT_TENANTS_ROWS = {"Membership", "Invitation", "Sequence", "Decision"}


# What a model says to have the wall: the plain manager for Django itself, and its name.
DECLARED = {"unscoped", "default_manager_name", "base_manager_name"}


def _goes_around(tree: ast.AST) -> bool:
    declared = {id(name) for node in ast.walk(tree) for name in _declared_in(node)}
    return any(
        (isinstance(node, ast.Attribute) and node.attr in WAYS_AROUND)
        or (isinstance(node, ast.Name) and node.id in WAYS_AROUND)
        or (isinstance(node, ast.Constant) and node.value in WAYS_AROUND)
        for node in ast.walk(tree)
        if id(node) not in declared
    )


def _declared_in(node: ast.AST) -> Iterator[ast.AST]:
    """Give what names the plain manager where a class, or its Meta, declares it."""
    for each in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(each, ast.Assign) and {ast.unparse(name) for name in each.targets} <= DECLARED:
            yield from (*each.targets, each.value)


def test_only_these_modules_go_around_the_wall() -> None:
    sources = {path: path.read_text() for path in ROOT.rglob("*.py") if "migrations" not in path.parts}
    # Whoever goes around it names a way.
    named = (path for path, source in sources.items() if any(way in source for way in WAYS_AROUND))
    found = {str(path.relative_to(ROOT)) for path in named if _goes_around(ast.parse(sources[path]))}
    assert found - set(ALLOWED) == set(), "say why in ALLOWED, or use objects.of(organization_id)"


@pytest.mark.parametrize(
    "planted",
    [
        "Row.unscoped.all()",
        "getattr(Row, 'unscoped')",
        "class Row:\n    unscoped = Manager()\n    def all(self): return self.unscoped.all()",
        "class View:\n    queryset = Row._base_manager",
        "class View:\n    unscoped = Row.unscoped.all()",
    ],
)
def test_a_planted_way_around_is_found(planted: str) -> None:
    assert _goes_around(ast.parse(planted))


def test_a_model_that_declares_the_wall_is_no_way_around() -> None:
    declared = "class Row:\n    unscoped = Manager()\n    class Meta:\n        base_manager_name = 'unscoped'"
    assert not _goes_around(ast.parse(declared))


def test_every_model_with_an_organization_has_the_wall() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("trellis.")]
    tenants = [m for m in ours if any(field.name == "organization" for field in m._meta.concrete_fields)]
    bare = {model.__name__ for model in tenants if not isinstance(_objects(model), TenantManager)}
    assert bare == NOT_TENANTS_ROWS


@pytest.mark.parametrize("label", ["requisitions.Requisition", "interviews.VideoSession"])
def test_nothing_comes_out_without_saying_whose(label: str) -> None:
    objects = _objects(apps.get_model(label))
    for ask in (objects.all, objects.count, lambda: objects.filter(pk=1), lambda: objects.get(pk=1)):
        with pytest.raises(TenantMissing):
            ask()


def _objects(model: type[models.Model]) -> "models.Manager[models.Model]":
    manager: models.Manager[models.Model] = model.objects  # type: ignore[attr-defined]
    return manager
