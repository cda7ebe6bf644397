"""Migrating in a tenth of the time: after each change Django makes the classes of far too many models anew.

A changed model is made anew with whatever is tied to it in either direction, over any number of steps. Nearly
everything is tied to accounts, so a new database had each of its models made more than a hundred times. What
a changed model points at need not change, though: it learns of the new class as the class is made.
"""

from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

_Key = tuple[str, str]


class ForwardState(ProjectState):
    """The models at one moment; a changed one is made anew with those alone that hold on to its class."""

    def _find_reload_model(self, app_label: str, model_name: str, delay: bool = False) -> set[_Key]:
        found: set[_Key] = set()
        waiting = {(app_label, model_name)}
        while waiting:
            key = waiting.pop()
            found.add(key)
            waiting |= self._holders(*key) - found
        return found

    def _holders(self, app_label: str, model_name: str) -> set[_Key]:
        """Return which models point at this one or inherit from it; a new one has none."""
        try:
            model: Any = self.apps.get_model(app_label, model_name)
        except LookupError:
            return set()
        fields = model._meta.get_fields(include_hidden=True)
        pointing = {field.related_model for field in fields if field.auto_created and not field.concrete}
        return {
            (each._meta.app_label, each._meta.model_name) for each in {*pointing, *model.__subclasses__()}
        }


class Executor(MigrationExecutor):
    """Django's, for which the way forward is shorter."""

    def _migrate_all_forwards(self, state: ProjectState, *args: Any, **options: Any) -> ProjectState:
        # Its models and not their classes, which know those of a state that does not change any more.
        models = {key: model.clone() for key, model in state.models.items()}
        forward = ForwardState(models, state.real_apps)
        return super()._migrate_all_forwards(forward, *args, **options)  # type: ignore[misc, no-any-return]
