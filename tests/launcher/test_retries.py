"""What is sent again after a web process was killed is done once all the same."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import httpx
import pytest

from tests.launcher.support import Up, web_processes
from tests.launcher.test_lifecycle import answers_again
from trellis.core.http.idempotency import HEADER, REPLAYED

pytestmark = [pytest.mark.whole, pytest.mark.xdist_group("launcher")]
POSTS = "/mentor/talents/me/posts/"


def a_talent(up: Up) -> httpx.Client:
    """Return a client of somebody who has just become a talent."""
    name = f"new{secrets.token_hex(4)}"
    client = httpx.Client(base_url=f"http://127.0.0.1:{up.port}", timeout=30)
    person = {
        "email": f"{name}@example.com",
        "password": "SecurePass123!",
        "full_name": "A B",
        "username": name,
    }
    token = client.post("/api/v1/auth/register", json=person).json()["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    assert client.post("/mentor/talents/onboarding/", json={}).status_code == 201
    return client


def test_one_key_sent_by_many_while_a_process_is_killed_makes_one_post(ready: Up) -> None:
    with closing(a_talent(ready)) as talent, ThreadPoolExecutor(16) as pool:

        def publish(number: int) -> httpx.Response | None:
            if number == 8:
                web_processes(ready)[0].kill()
            try:
                return talent.post(POSTS, json={"content": "Once"}, headers={HEADER: "once"})
            except httpx.TransportError:
                return None  # it was answered by the one that died

        answers = [answer for answer in pool.map(publish, range(16)) if answer is not None]
        assert answers_again(ready)
        last: Any = publish(0)
        made = [answer for answer in [*answers, last] if answer.status_code == 201]
        assert {answer.status_code for answer in answers} <= {201, 409}
        assert {answer.content for answer in made} == {last.content}
        # Every process knows it, also those that are new.
        for process in web_processes(ready):
            process.kill()
        assert answers_again(ready)
        again: Any = publish(0)
        assert (again.content, again.headers[REPLAYED]) == (last.content, "true")
        assert [post["id"] for post in talent.get(POSTS).json()] == [last.json()["id"]]
