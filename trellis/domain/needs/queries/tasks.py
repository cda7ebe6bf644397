"""What is needed for an application, for those who see the application; and what an employer has to do."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.db.prepared import Argument
from trellis.core.rendering.rows import literal
from trellis.domain.jobs.models import Application
from trellis.domain.jobs.rules.blindness import IS_HIDDEN_SQL, is_blind
from trellis.domain.needs.models import Need, NeedTask
from trellis.domain.needs.refusals import NoNeed

_SHOWN = ("need", "application", "owner", "done_by")
# rules/tasks.py says the same.
STANDING_SQL = """CASE WHEN {waived_at} IS NOT NULL THEN 'waived'
    WHEN {done_at} IS NOT NULL THEN 'met' ELSE 'open' END"""
# While an application is blind, its organization reads neither words of the candidate's own nor the key of
# the need, which another application of theirs has, too.
_OWN_WORDS = "Something in the candidate's own words, which show once the application is shortlisted"
_IS_HIDDEN_SQL = IS_HIDDEN_SQL.replace("{is_blind}", "{application.is_blind}")
TITLE_SQL = f"""CASE WHEN {_IS_HIDDEN_SQL} AND {{need.added_id}} IS NOT NULL
    THEN {literal(_OWN_WORDS)} ELSE {{title}} END"""
NEED_SQL = f"CASE WHEN {_IS_HIDDEN_SQL} THEN NULL ELSE {{need_id}} END"
# Whether an interview of an application is under way, the app of interviews above this one knows: its apps.py
# adds itself.
UNDER_WAY: list[Callable[[Application], bool]] = []


def tasks_for(application: Application) -> QuerySet[NeedTask]:
    """Return what is shared with an application, the first first."""
    rows = NeedTask.objects.of(application.organization_id).filter(application=application)
    return rows.select_related(*_SHOWN).order_by("pk")


def open_tasks_for(application: Application) -> QuerySet[NeedTask]:
    """Return what is neither met nor waived."""
    return tasks_for(application).filter(done_at=None, waived_at=None)


def task_for(application: Application, task_id: int) -> NeedTask:
    """Return what is shared with an application under this key; raise NoNeed."""
    found = tasks_for(application).filter(pk=task_id).first()
    if found is None:
        raise NoNeed
    return found


def tasks_of(need: Need) -> QuerySet[NeedTask]:
    """Return with which applications a person shares a need, wherever, in the order of these."""
    rows = NeedTask.objects.of_all_tenants().filter(need=need)
    return rows.select_related("application").order_by("application_id")


def title_shown(task: NeedTask, *, is_own: bool) -> str:
    """Return what TITLE_SQL gives the organization; the candidate, of their own, is told all."""
    is_hidden = not is_own and is_blind(task.application) and task.need.added_id is not None
    return _OWN_WORDS if is_hidden else task.title


def need_shown(task: NeedTask, *, is_own: bool) -> int | None:
    """Return what NEED_SQL gives the organization; the candidate, of their own, is told all."""
    return None if not is_own and is_blind(task.application) else task.need_id


def open_tasks_of(organization_id: UUID | Argument) -> QuerySet[NeedTask]:
    """Return what an organization has left to do."""
    return NeedTask.objects.of(organization_id).filter(done_at=None, waived_at=None)


def is_under_way(application: Application) -> bool:
    """Tell whether somebody is in an interview of this application."""
    return any(asked(application) for asked in UNDER_WAY)
