"""Web, worker and PostgreSQL are killed between charge and answer: no money is lost, and none comes twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
import pytest_django
from django.conf import settings

from tests.launcher.money.books import assert_money_and_bookings_agree, left_undone, sweep
from tests.launcher.money.clients import PATIENCE, SECRET, Client, Site, Teller
from tests.launcher.money.instance import People, in_database_of
from tests.launcher.money.traps import TURNS, Trap
from tests.launcher.support import Up, run_trellis
from tests.rounds import rounds
from tests.stripe_fake import Fake, fake_running
from trellis.core.processes import wait_until

pytestmark = [pytest.mark.whole, pytest.mark.soak, pytest.mark.xdist_group("launcher")]
_KILLS = rounds(50)
_MENTEES = 9


def test_killed_between_charge_and_answer_money_and_bookings_agree(
    up: Up, initialised: Path, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    with fake_running() as fake:
        _start(up, initialised, fake)
        with in_database_of(up, django_db_blocker):
            people = People(_MENTEES)
        with closing(Site(f"http://127.0.0.1:{up.port}")) as site:
            _kill_in_turns(up, fake, site, people)
            with in_database_of(up, django_db_blocker):
                assert wait_until(lambda: not left_undone(), timeout=PATIENCE, on_wait=sweep), left_undone()
                assert_money_and_bookings_agree(fake.account)
        assert site.faults == []
    verified = run_trellis("ledger", "verify", "--data-dir", str(up.data_dir))
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _start(up: Up, initialised: Path, fake: Fake) -> None:
    up.start_on_copy(
        initialised,
        TRELLIS_SECRET_KEY=settings.SECRET_KEY,
        TRELLIS_STRIPE_KEY="sk_test_of_the_soak",
        TRELLIS_STRIPE_URL=f"{fake.url}/",
        TRELLIS_STRIPE_WEBHOOK_SECRETS=SECRET,
    )
    up.wait_ready()


def _kill_in_turns(up: Up, fake: Fake, site: Site, people: People) -> None:
    chance = Random(11)
    trap = Trap(up, chance)
    fake.between = trap.between
    with Teller(site, fake, chance, trap.tells) as teller, ThreadPoolExecutor(_MENTEES) as pool:
        for number in range(_KILLS):
            part, moment = TURNS[number % len(TURNS)]
            trap.set(part, moment)
            _crowd(pool, fake, site, people)
            assert trap.sprung.wait(timeout=PATIENCE), f"{part} never came to {moment}"
        assert wait_until(lambda: teller.has_told_all, timeout=PATIENCE)


def _crowd(pool: ThreadPoolExecutor, fake: Fake, site: Site, people: People) -> None:
    """Have nine mentees book at once, two of them the same hour."""
    clients = [Client(site, fake, mentee, *people.free_hour()) for mentee in people.mentees]
    first, second, *others = clients
    rivals = (first, first.wants_what_another_wants(second.mentee))
    wanting = [pool.submit(rival.pays_if_first) for rival in rivals]
    doing = (
        Client.pays,
        Client.pays_by_a_card_that_asks,
        Client.pays_slowly,
        Client.pays_and_calls_off,
        Client.pays_and_is_put_off,
        Client.calls_off,
        Client.calls_off_and_pays,
    )
    runs = [pool.submit(does, client) for does, client in zip(doing, others, strict=True)]
    assert Counter(each.result() for each in wanting) == {True: 1, False: 1}
    for run in runs:
        run.result()
