"""What Cam Didate needs for the interview at Inclusive Works, and the interview that is promised there."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from trellis.demo.tenants import INCLUSIVE_WORKS
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application, InterviewPromise
from trellis.domain.needs.models import AddedNeed, Need, NeedTask
from trellis.domain.needs.rules.catalogue import Known

_DAY = datetime(2025, 11, 5, 9, tzinfo=UTC)
_DUE = date(2025, 11, 12)
_OWN_WORDS = "The names of everybody in the room beforehand"


def load_needs() -> None:
    """Say what Cam needs, unless Cam has: one met, one that Cam does without, one that is shared with nobody.

    Nothing is open, so that an interview of the application can start. Nobody is told anew.
    """
    cam = User.objects.get(username="candidate")
    if Need.objects.filter(user=cam).exists():
        return
    added = AddedNeed.objects.create(user=cam, title=_OWN_WORDS, created_at=_DAY)
    captions, time, _ = (
        Need.objects.create(user=cam, created_at=_DAY, **what)
        for what in ({"known": Known.CAPTIONS}, {"known": Known.MORE_TIME}, {"added": added})
    )
    application = Application.objects.of(INCLUSIVE_WORKS).filter(candidate=cam).order_by("pk").first()
    if application is None:
        return
    emma = User.objects.get(username="employer")
    done_at = _DAY + timedelta(days=2)
    met: dict[str, Any] = {"owner": emma, "due_date": _DUE, "done_by": emma, "done_at": done_at}
    waived: dict[str, Any] = {"waived_at": done_at}
    for need, state in ((captions, met), (time, waived)):
        task = NeedTask(
            need=need, application=application, title=need.title, created_at=_DAY, updated_at=done_at
        )
        for name, value in state.items():
            setattr(task, name, value)
        task.save(force_insert=True)
    _promise(application)


def _promise(application: Application) -> None:
    if application.posting.offers_interview:
        InterviewPromise.objects.get_or_create(
            application=application,
            defaults={"criteria": application.posting.essential_criteria, "opted_in_at": _DAY},
        )
