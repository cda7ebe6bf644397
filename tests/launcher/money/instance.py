"""The database of a running Trellis; those who book there: mentors with a price, mentees, their tokens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from threading import Lock

import pytest_django
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from tests.domain.mentorship.bought import priced
from tests.domain.mentorship.world import person
from tests.launcher.support import Up
from tests.stored_world import connected_to
from trellis.core.embedded import Cluster
from trellis.core.embedded.bootstrap import APPLICATION, DATABASE
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.launcher.layout import DataDirectory

_MENTORS = 4
_HOURS = range(9, 17)  # in which they can be booked, each day
_FIRST_DAY = 3  # from now: whatever is called off until a day before is paid back in full


@contextmanager
def in_database_of(up: Up, blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Have the models of this process be those of an instance that runs."""
    database = connections.create_connection("default")
    database.settings_dict = {
        **database.settings_dict,
        "NAME": DATABASE,
        "USER": APPLICATION,
        "HOST": str(Cluster(DataDirectory(up.data_dir).cluster_dir()).socket_dir),
    }
    with blocker.unblock(), connected_to(database):
        try:
            yield
        finally:
            database.close()


@dataclass(frozen=True)
class Person:
    """Somebody who asks the site."""

    public_id: str
    token: str


class People:
    """Mentors whose hour costs 75 dollars, and mentees; made once, in the database of the instance."""

    def __init__(self, mentees: int) -> None:
        now = timezone.now()
        self.mentors = [_known(priced(f"mentor{number}").user, now) for number in range(_MENTORS)]
        self.mentees = [_known(person(f"mentee{number}"), now) for number in range(mentees)]
        self._hours = count()
        self._lock = Lock()

    def free_hour(self) -> tuple[Person, datetime]:
        """Return a mentor, and an hour of theirs that is given to nobody else."""
        with self._lock:
            number = next(self._hours)
        number, mentor = divmod(number, _MENTORS)
        day, hour = divmod(number, len(_HOURS))
        midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return self.mentors[mentor], midnight + timedelta(days=_FIRST_DAY + day, hours=_HOURS[hour])


def _known(user: User, now: datetime) -> Person:
    # As long as the longest soak.
    with override_settings(ACCESS_TOKEN_LIFETIME=timedelta(days=1)):
        return Person(str(user.public_id), access_token(user=user, now=now))
