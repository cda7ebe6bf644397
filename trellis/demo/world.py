"""The world that every demo server starts with. Loading it twice changes nothing."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from trellis.demo.assistant import load_assistant
from trellis.demo.community import load_community
from trellis.demo.credentials import load_credentials
from trellis.demo.directory import load_directory
from trellis.demo.guardians import load_guardians
from trellis.demo.hiring.candidates import load_candidates
from trellis.demo.hiring.interviews import load_interviews
from trellis.demo.hiring.jobs import load_jobs
from trellis.demo.hiring.needs import load_needs
from trellis.demo.hiring.requisitions import load_requisitions
from trellis.demo.hiring.workplace import load_workplace
from trellis.demo.learning.courses import load_learning
from trellis.demo.learning.paths import load_paths
from trellis.demo.mentorship import load_mentorship
from trellis.demo.messaging import load_messaging
from trellis.demo.people import load_accounts
from trellis.demo.portfolio import load_portfolio
from trellis.demo.scouting import load_scouting
from trellis.demo.tenants import load_tenants
from trellis.domain.accounts.models import User
from trellis.domain.catalog.services.planting import plant
from trellis.domain.learning.services.planting import plant as plant_learning
from trellis.domain.scouting.models import Coach, Post, Talent

# Ids below this belong to the demo world, whose documents print them.
_FIRST_FREE_ID = 1000
_NUMBERED: list[type[models.Model]] = [User, Talent, Coach, Post]


class NotInProduction(Exception):
    """The demo world is never loaded with TRELLIS_ENV=production."""


def load_world(*, say: Callable[[str], None]) -> None:
    """Load what is missing of the demo world; `say` is told each step."""
    if settings.IS_PRODUCTION:
        raise NotInProduction
    with transaction.atomic():
        say("accounts")
        load_accounts()
        load_guardians()
        load_directory()
        plant()
        plant_learning(now=timezone.now())
        say("talents, coaches and their posts")
        load_scouting()
        say("mentors")
        load_mentorship()
        say("tenants and their people")
        load_tenants()
        say("requisitions")
        load_requisitions()
        say("candidates")
        load_candidates()
        say("jobs")
        load_jobs()
        load_needs()
        say("what can be learned")
        load_learning()
        load_credentials()
        load_paths()
        say("requests of the workplace")
        load_workplace()
        say("interviews")
        load_interviews()
        say("who acts for others")
        load_assistant()
        say("portfolios")
        load_portfolio()
        say("what is said, and told")
        load_messaging()
        say("groups and events")
        load_community()
        _reserve_ids()


def _reserve_ids() -> None:
    """Let new rows start above the demo world's ids."""
    with connection.cursor() as cursor:
        for model in _NUMBERED:
            # Drawn one by one: that needs no right to set the sequence, and cannot set it back
            # while others insert.
            cursor.execute(
                "SELECT count(nextval(sequence::regclass))"
                " FROM pg_get_serial_sequence(%s, 'id') AS sequence, generate_series(1,"
                " %s - coalesce(pg_sequence_last_value(sequence::regclass), 0))",
                [model._meta.db_table, _FIRST_FREE_ID - 1],
            )
