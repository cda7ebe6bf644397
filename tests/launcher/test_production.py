"""Trellis with the settings of production: what it says, whom it sends to https, how many it is."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.config.environment.support import BOLD, GOOD
from tests.launcher.support import Up, assert_stops_in_order, web_processes
from tests.serving import Server
from trellis.core.processes import is_alive, wait_until

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("launcher")]


@pytest.fixture(scope="module")
def production(django_db_setup: None) -> Iterator[Server]:
    with Server(**GOOD, **BOLD, TRELLIS_WEB_WORKERS="2") as server:
        yield server


def bold_settings_in(output: str) -> list[str]:
    return [line.split()[1] for line in output.splitlines() if "Bold:" in line]


def test_bold_settings_are_said_once_at_a_start_of_two_web_processes(production: Server) -> None:
    assert bold_settings_in(production.output) == list(BOLD)


def test_plain_http_that_a_proxy_passes_on_is_sent_to_https(production: Server) -> None:
    told = {"Host": "trellis.example", "X-Forwarded-Proto": "http"}
    answer = httpx.get(f"{production.url}/a?b=c", headers=told)
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://trellis.example/a?b=c")
    told["X-Forwarded-Proto"] = "https"
    answer = httpx.get(f"{production.url}/", headers=told)
    assert (answer.status_code, answer.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")


def listeners(up: Up) -> int:
    """Count the sockets that new connections are shared out to; each web process has its own."""
    found = psutil.net_connections("tcp")
    return sum(each.status == psutil.CONN_LISTEN and each.laddr.port == up.port for each in found)


def test_there_are_as_many_web_processes_as_cores_and_the_death_of_one_is_no_outage(
    up: Up, initialised: Path
) -> None:
    cores = len(os.sched_getaffinity(0))
    # With a key of its own, which it keeps beside its database.
    given = {**GOOD, **BOLD, "TRELLIS_SECRET_KEY": "", "TRELLIS_WEB_WORKERS": "" if cores > 1 else "2"}
    up.start_on_copy(initialised, **given)
    up.wait_ready()
    assert bold_settings_in(up.output) == list(BOLD)
    many = max(cores, 2)
    assert len(web_processes(up)) == many
    for _ in range(2):
        assert wait_until(lambda: listeners(up) == many, timeout=30), up.output
        process = web_processes(up)[0]
        process.kill()
        assert wait_until(lambda dead=process: not is_alive(dead) and listeners(up) < many, timeout=5)
        assert {up.get("/healthz") for _ in range(30)} == {200}
        assert wait_until(lambda dead=process: dead not in web_processes(up), timeout=20)
    assert not up.has_ended
    assert_stops_in_order(up, signal.SIGTERM)
