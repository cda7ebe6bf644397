"""Two web processes, over PostgreSQL alone and over Redis: nobody notices which of them has the socket."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.utils import timezone

from tests.apis.soosh.notifications.told import told
from tests.domain.mentorship.world import person
from tests.domain.messaging.world import say
from tests.meetings import token_of
from tests.rounds import ROUNDS
from tests.serving import Server
from tests.sockets import Refused, WebSocket
from trellis.domain.accounts.models import User
from trellis.domain.messaging.services.blocking import block

pytestmark = pytest.mark.django_db(transaction=True)
_RECONNECTS, _KILLS = 20, max(1, ROUNDS // 4)


def _messages(server: Server, user: User, since: int | None = None) -> WebSocket:
    """Open somebody's socket for messages, to whichever process takes it."""
    query = "" if since is None else f"?since={since}"
    path = f"/api/v1/ws/messages/{user.public_id}{query}"
    return _greeted(WebSocket(server.port, path, Origin=None, Authorization=f"Bearer {token_of(user)}"))


def _notifications(server: Server, user: User) -> WebSocket:
    path = f"/api/v1/ws/notifications?token={token_of(user)}"
    return _greeted(WebSocket(server.port, path, Origin=None))


def _greeted(socket: WebSocket) -> WebSocket:
    """Return the socket once it is greeted; where it is not, nothing stays open."""
    with ExitStack() as opened:
        opened.enter_context(socket)
        socket.until("hello")
        opened.pop_all()
    return socket


@pytest.fixture
def other(pair: Server, settings: LazySettings) -> Iterator[Server]:
    """A web process apart, with a port of its own, beside those of the pair."""
    with Server(REDIS_URL=settings.REDIS_URL) as running:
        yield running


def test_what_one_process_is_told_the_other_tells(pair: Server, other: Server) -> None:
    ann, bob, eve = person("ann"), person("bob"), person("eve")
    block(person=bob, other=eve, now=timezone.now())
    with ExitStack() as opened:
        readers = [opened.enter_context(_messages(server, bob)) for server in (pair, other)]
        writers = [opened.enter_context(_messages(server, ann)) for server in (pair, other)]
        lists = [opened.enter_context(_notifications(server, bob)) for server in (pair, other)]
        for number, writer in enumerate(writers):
            words = {"recipient_user_id": str(bob.public_id), "message_text": f"from {number}"}
            writer.send(type="typing", user_id=str(bob.public_id))
            writer.send(type="send", client_id=str(number), **words)
            assert writer.until("sent")["client_id"] == str(number)
            for reader in readers:
                assert reader.until("new_message")["message"]["message_text"] == f"from {number}"
        with transaction.atomic():
            made = told(bob)
        for each in lists:
            while (frame := each.until("notification"))["notification"]["id"] != str(made.public_id):
                pass
            assert frame["unread_count"] >= 1


def test_through_reconnects_and_deaths_of_processes_everything_comes_once_and_in_order(pair: Server) -> None:
    ann, bob = person("ann"), person("bob")
    dice = random.Random(7)
    deaths = set(dice.sample(range(1, _RECONNECTS), _KILLS))
    heard: list[tuple[int, str]] = []
    with _writing(ann, bob) as said:
        for turn in range(_RECONNECTS):
            with _reconnected(pair, bob, heard) as socket:
                _hear(socket, heard, dice.randrange(1, 12))
                if turn in deaths:
                    pair.kill(pair.process_of(socket))
                    _hear_to_the_end(socket, heard)
    with _reconnected(pair, bob, heard) as socket:
        _hear(socket, heard, len(said) - len(heard))
        socket.send(type="ping")
        assert socket.receive() == {"type": "pong"}, "nothing is left"
    assert heard == [(number, text) for number, text in enumerate(said, 1)]


@contextmanager
def _writing(sender: User, to: User) -> Iterator[list[str]]:
    """Have somebody say one thing after another meanwhile; what they have said is complete at the end."""
    said: list[str] = []
    is_over = Event()

    def write() -> None:
        try:
            while not is_over.is_set():
                say(sender, to, str(len(said)), now=timezone.now())
                said.append(str(len(said)))
        finally:
            connection.close()

    writer = Thread(target=write)
    writer.start()
    try:
        yield said
    finally:
        is_over.set()
        writer.join(20)


def _reconnected(server: Server, user: User, heard: list[Any]) -> WebSocket:
    """Connect as clients do: again and again, until a process takes it, after what was heard last."""
    for _ in range(200):
        try:
            return _messages(server, user, since=heard[-1][0] if heard else 0)
        except (ConnectionError, Refused, TimeoutError):
            continue
    raise AssertionError("nobody takes it")


def _hear(socket: WebSocket, heard: list[tuple[int, str]], count: int) -> None:
    for _ in range(count):
        frame = socket.receive()
        assert frame["type"] == "new_message", frame
        heard.append((frame["number"], frame["message"]["message_text"]))


def _hear_to_the_end(socket: WebSocket, heard: list[tuple[int, str]]) -> None:
    """Take what had left the process before it died."""
    try:
        while True:
            _hear(socket, heard, 1)
    except ConnectionError:
        return
