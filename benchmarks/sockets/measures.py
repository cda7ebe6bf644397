"""Measures sockets of Trellis with PostgreSQL alone and with Redis, beside those of Channels."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from statistics import quantiles

from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import timezone

from benchmarks import server
from benchmarks.load import http_post
from benchmarks.sockets.listening import Address, Listeners, moment
from tests.redis_server import PROGRAM, RedisServer
from tests.sockets import WebSocket
from trellis.core.embedded.throwaway import throwaway_place
from trellis.core.realtime import publish
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.messaging.services.groups import create_group
from trellis.launcher.serve import allow_many_files

IDLE = 2_000
GROUP = 500
SAID = 30
# To each of a group, so that a second has 15,000 deliveries.
PER_SECOND, SECONDS = 30, 8
_PAUSE = 0.3
_ROOM = "bench"


def measure() -> Iterator[str]:
    """Return lines about it all."""
    allow_many_files()
    people = _people()
    with ExitStack() as stack:
        carriers = {"PostgreSQL": ""}
        if PROGRAM is not None:
            place = stack.enter_context(throwaway_place())
            carriers["Redis"] = stack.enter_context(RedisServer(str(place))).url
        yield _idle(people)
        for name, url in carriers.items():
            yield f"{'a message to ' + str(GROUP):<28}{name:<16}{_group(people, url)}"
        for name, url in carriers.items():
            yield f"{'15,000 deliveries/s':<28}{name:<16}{_room(url)}"
        if "Redis" in carriers:
            yield f"{'':<28}{'Channels':<16}{_channels(carriers['Redis'])}"
        yield f"{'the generator alone':<28}{'':<16}{_bare()}"


def _people() -> list[User]:
    names = [f"listener{number}" for number in range(IDLE)]
    User.objects.bulk_create(
        User(email=f"{name}@example.com", username=name, first_name="Lis", last_name=name) for name in names
    )
    return list(User.objects.filter(username__in=names).order_by("pk"))


def _token(user: User) -> str:
    return access_token(user=user, now=timezone.now())


def _idle(people: list[User]) -> str:
    """Return what the sockets of so many people take who are told nothing."""
    with server.web_process() as (port, process):
        addresses = [Address(port, "/api/v1/ws/notifications", _token(user)) for user in people]
        with Listeners(addresses[:20]):  # what the first ones load is no matter of sockets
            before = server.memory_mb(process)
            with Listeners(addresses[20:]):
                grown = server.memory_mb(process) - before
    count = len(people) - 20
    each = grown * 1024 / count
    return f"{count} idle sockets: {grown:.0f} MB above {before:.0f} MB, {each:.0f} KB each"


def _group(people: list[User], redis_url: str) -> str:
    """Return how old a message is when it reaches the members of a group, reckoned from before it is sent."""
    members = people[:GROUP]
    room = create_group(creator=members[0], title="All", people=members[1:], now=timezone.now())
    path = f"/api/v1/messages/conversations/{room.pk}/messages"
    with _environment(REDIS_URL=redis_url), server.web_process() as (port, _):
        addresses = [Address(port, f"/api/v1/ws/messages/{user.public_id}", _token(user)) for user in members]
        with Listeners(addresses) as listeners:
            bodies = (
                (_token(members[0]), json.dumps({"message_text": f"Hello {moment()}"}).encode())
                for _ in range(SAID)
            )
            say = http_post(port=port, path=path, bodies=bodies, wanted=(201,))
            for _ in range(SAID):
                say()
                time.sleep(_PAUSE)
            return _told(listeners.ages(wanted=SAID * GROUP, seconds=10), wanted=SAID * GROUP)


def _room(redis_url: str) -> str:
    settings.REDIS_URL = redis_url

    def say(text: str) -> None:
        publish(room=_ROOM, message={"type": "said", "at": text})

    return _offered("/ours", say, REDIS_URL=redis_url)


def _channels(redis_url: str) -> str:
    from channels_redis.core import RedisChannelLayer

    layer = RedisChannelLayer(hosts=[redis_url])
    send = async_to_sync(layer.group_send)
    return _offered(
        "/theirs",
        lambda text: send(_ROOM, {"type": "told", "text": json.dumps({"type": "said", "at": text})}),
        BENCH_CHANNELS=redis_url,
    )


def _bare() -> str:
    """Return what web server and listeners do where nothing lies between them, as fast as they can."""
    with ExitStack() as stack:
        port = stack.enter_context(_served())
        listeners = stack.enter_context(Listeners([Address(port, "/bare")] * GROUP))
        speaker = stack.enter_context(WebSocket(port, "/bare"))
        speaker.receive()
        started = time.monotonic()
        for _ in range(PER_SECOND * SECONDS):
            speaker.send(type="said", at=moment())
            speaker.receive()  # its own comes when most of the others have theirs
        ages = listeners.ages(wanted=PER_SECOND * SECONDS * GROUP, seconds=30)
        return f"{len(ages) / (time.monotonic() - started):,.0f}/s"


def _offered(path: str, say: Callable[[str], None], **environment: str) -> str:
    """Return how old messages are that come at the pace of 15,000 deliveries a second."""
    with ExitStack() as stack:
        stack.enter_context(_environment(**environment))
        port = stack.enter_context(_served())
        listeners = stack.enter_context(Listeners([Address(port, path)] * GROUP))
        started = time.monotonic()
        for number in range(PER_SECOND * SECONDS):
            time.sleep(max(0, started + number / PER_SECOND - time.monotonic()))
            say(moment())
        wanted = PER_SECOND * SECONDS * GROUP
        ages = listeners.ages(wanted=wanted, seconds=30)
        return f"{len(ages) / (time.monotonic() - started):,.0f}/s  {_told(ages, wanted=wanted)}"


def _told(ages: list[float], *, wanted: int) -> str:
    cuts = quantiles([age * 1000 for age in ages], n=100)
    lost = f", {wanted - len(ages)} never came" if len(ages) < wanted else ""
    return f"p50 {cuts[49]:.1f}  p95 {cuts[94]:.1f}  p99 {cuts[98]:.1f} ms{lost}"


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name, "") for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.update(before)


@contextmanager
def _served() -> Iterator[int]:
    """Serve what is compared, in one process, as `trellis serve` would."""
    port = server.free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--loop", "uvloop", "--no-access-log"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "benchmarks.sockets.served:application"], stderr=subprocess.DEVNULL
    )
    try:
        server.wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)
