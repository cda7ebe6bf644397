"""The pool page: this project, a plain DRF view, and PostgreSQL itself with the same statement."""

from collections.abc import Callable, Iterator
from itertools import cycle

import psycopg
from django.db import connection
from django.utils import timezone

from benchmarks.dataset import COACHES
from benchmarks.load import Result, compare, http_get
from trellis.apis.talent_pool.available_talents_with_posts import AVAILABLE_TALENTS
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.scouting.models import Coach
from trellis.domain.scouting.queries import pool_of

CLIENTS = 4
ROUNDS = 3
SECONDS = 4.0
PAGE = "/mentor/available-talents-with-posts/"
PLAIN = "/plain/available-talents-with-posts/"


def measure(*, port: int, limit: int, url: str) -> dict[str, Result]:
    """Return the medians of three rounds for each of the three, taken in turns."""
    coaches = list(Coach.objects.select_related("user").order_by("id")[:COACHES])
    tokens = [access_token(user=coach.user, now=timezone.now()) for coach in coaches]
    pages = [list(pool_of(c.pk).order_by("-pk").values_list("pk", flat=True)[:limit]) for c in coaches]
    connection.close()
    query = f"?limit={limit}"
    contenders: dict[str, Callable[[int], Callable[[], None]]] = {
        "a": lambda n: http_get(port=port, path=PAGE + query, token=tokens[n]),
        "b": lambda n: http_get(port=port, path=PLAIN + query, token=tokens[n]),
        "c": lambda n: _statement(url, cycle(pages[n:])),
    }
    return compare(contenders, clients=CLIENTS, seconds=SECONDS, rounds=ROUNDS)


def _statement(url: str, pages: Iterator[list[int]]) -> Callable[[], None]:
    database = psycopg.connect(url, autocommit=True)
    database.prepare_threshold = 0
    cursor = psycopg.RawCursor(database)

    def ask() -> None:
        cursor.execute(AVAILABLE_TALENTS.sql, [AVAILABLE_TALENTS.keys(next(pages))])
        if not cursor.fetchone():
            raise RuntimeError("no row")

    return ask
