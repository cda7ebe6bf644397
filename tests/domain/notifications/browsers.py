"""Browsers on which people are told things, and a worker that does the jobs for them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.push_service import Browser, PushService
from trellis.core.post.push.sending import ServiceBusy
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import TokenPair, issue_pair
from trellis.domain.notifications import tasks
from trellis.domain.notifications.models import PushSubscription
from trellis.domain.notifications.services.subscribing import subscribe

_PUSH = "trellis.domain.notifications.tasks.push"


def sign_in(user: User) -> TokenPair:
    """Sign somebody in."""
    return issue_pair(user=user, now=timezone.now())


def subscribed(user: User, browser: Browser, *, sign_in_id: UUID | None = None) -> PushSubscription:
    """Tell somebody things on a browser, on which they are signed in by another sign-in than elsewhere."""
    return subscribe(
        person=user,
        sign_in_id=sign_in_id or sign_in(user).family_id,
        endpoint=browser.endpoint,
        p256dh=browser.p256dh,
        auth=browser.auth,
        user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
        now=timezone.now(),
    )


def browser_of(user: User, push: PushService) -> Browser:
    """Return a new browser on which somebody is told things."""
    browser = push.browser()
    subscribed(user, browser)
    return browser


def waiting_jobs() -> list[dict[str, Any]]:
    """Return the arguments of the jobs for browsers, in order."""
    jobs = ProcrastinateJob.objects.filter(task_name=_PUSH, status="todo")
    return list(jobs.order_by("id").values_list("args", flat=True))


def do_jobs() -> list[timedelta]:
    """Do each job for browsers once; return how long services said to wait, of those who were busy."""
    waits = []
    jobs = waiting_jobs()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [_PUSH])
    for args in jobs:
        try:
            tasks.push(**args)
        except ServiceBusy as busy:
            waits.append(busy.wait)
            tasks.push.defer(**args)
    return waits
