"""Posts leave by a job, once each; what is refused has failed, and says so."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import transaction

from tests.crowd import at_once
from tests.domain.mentorship.world import person
from trellis.core.post import social
from trellis.domain.portfolio.models import Share
from trellis.domain.portfolio.services.portfolios import make_portfolio, remove_portfolio
from trellis.domain.portfolio.services.posting import post_waiting
from trellis.domain.portfolio.services.sharing import share_portfolio

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2027, 1, 16, 14, tzinfo=UTC)


class Poster:
    """Whoever posts, on this machine: it remembers what it was sent, and answers as it is told."""

    def __init__(self) -> None:
        self.status, self.answer = 201, b'{"post_url": "https://linkedin.example/1"}'
        self.sent: list[tuple[Any, str]] = []


@pytest.fixture
def poster(settings: Any) -> Iterator[Poster]:
    state = Poster()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.sent.append((body, self.headers["Idempotency-Key"]))
            self.send_response(state.status)
            self.send_header("Content-Length", str(len(state.answer)))
            self.end_headers()
            self.wfile.write(state.answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.SHARE_WEBHOOKS = {"linkedin": f"http://127.0.0.1:{server.server_port}/abc?k=1"}
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def share(poster: Poster) -> Share:
    ann = person("ann")
    make_portfolio(user=ann, said={"bio": "Designer"}, featured=None, now=NOW)
    (row,) = share_portfolio(user=ann, platforms=["linkedin"], caption="Look", now=NOW)
    return row


def _posted(share: Share, *, is_last_try: bool = False) -> Share:
    post_waiting(share_id=share.pk, is_last_try=is_last_try, now=NOW)
    share.refresh_from_db()
    return share


def test_it_is_posted_once_and_its_address_is_kept(share: Share, poster: Poster) -> None:
    assert _posted(_posted(share)).state == "posted"
    assert (share.posted_at, share.post_url) == (NOW, "https://linkedin.example/1")
    ((body, key),) = poster.sent
    assert (body["platform"], body["text"], key) == ("linkedin", share.text, str(share.public_id))
    assert body["url"].endswith("/p/ann")


def test_two_workers_post_it_once(share: Share, poster: Poster) -> None:
    at_once(2, lambda _: post_waiting(share_id=share.pk, is_last_try=False, now=NOW))
    assert len(poster.sent) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{",
        b"[]",
        b'{"post_url": 1}',
        b'{"post_url": "javascript:alert(1)"}',
        b'{"post_url": "https://a\\n"}',
    ],
)
def test_an_answer_that_names_no_address_is_a_yes_all_the_same(
    share: Share, poster: Poster, answer: bytes
) -> None:
    poster.answer = answer
    assert (_posted(share).state, share.post_url) == ("posted", "")


@pytest.mark.parametrize("status", [302, 400, 403, 404])
def test_what_is_refused_has_failed_and_can_still_be_posted_by_hand(
    share: Share, poster: Poster, status: int
) -> None:
    page, poster.status = share.post_url, status
    assert (_posted(share).state, share.posted_at, share.post_url) == ("failed", None, page)
    assert len(poster.sent) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_is_busy_is_asked_again_with_the_same_key_and_fails_in_the_end(
    share: Share, poster: Poster, status: int
) -> None:
    poster.status = status
    with pytest.raises(social.PosterBusy):
        _posted(share)
    assert Share.objects.get().state == "waiting"
    assert _posted(share, is_last_try=True).state == "failed"
    assert len({key for _, key in poster.sent}) == 1


def test_what_was_taken_away_meanwhile_is_not_posted(share: Share, poster: Poster) -> None:
    remove_portfolio(user=share.user, now=NOW)
    assert _posted(share).state == "failed"
    assert poster.sent == []


def test_what_was_hidden_meanwhile_is_not_posted(share: Share, poster: Poster) -> None:
    make_portfolio(user=share.user, said={"is_published": False}, featured=None, now=NOW)
    assert _posted(share).state == "failed"
    assert poster.sent == []


def test_where_nobody_posts_any_more_it_has_failed(share: Share, poster: Poster, settings: Any) -> None:
    settings.SHARE_WEBHOOKS = {}
    assert _posted(share).state == "failed"


def test_nobody_is_asked_inside_a_transaction(share: Share, poster: Poster) -> None:
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        social.post(social.Post("linkedin", "Look", "https://x.example", "k"))
    assert poster.sent == []
