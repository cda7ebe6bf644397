"""The register of a process: several sockets of somebody count as one, and what is last is what is true."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.domain.mentorship.world import person
from trellis.apis.soosh import presence
from trellis.apis.soosh.presence import Register
from trellis.core.realtime import in_database
from trellis.domain.messaging.models import Presence
from trellis.domain.messaging.queries.presence import is_online

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def frozen() -> None:
    """The clock of processes goes on."""


async def _online(key: int) -> bool:
    return await in_database(lambda: is_online(person_id=key, now=timezone.now()))


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await condition():
            await asyncio.sleep(0.01)


def test_somebody_is_online_until_the_last_of_their_sockets_closes() -> None:
    ada = person("ada").pk

    async def story() -> None:
        register = Register()
        register.enter(ada)
        register.enter(ada)
        await _until(lambda: _online(ada))
        await register.leave(ada)
        assert await _online(ada)
        await register.leave(ada)
        assert not await _online(ada)

    asyncio.run(story())


def test_two_processes_speak_each_for_its_own_sockets() -> None:
    ada = person("ada").pk

    async def story() -> None:
        one, other = Register(), Register()
        one.enter(ada)
        other.enter(ada)
        await _until(lambda: in_database(lambda: Presence.objects.count() == 2))
        await one.leave(ada)
        assert await _online(ada)
        await other.leave(ada)
        assert not await _online(ada)

    asyncio.run(story())


def test_who_goes_and_comes_back_at_once_is_online() -> None:
    ada = person("ada").pk

    async def story() -> None:
        register = Register()
        for _ in range(20):
            register.enter(ada)
            leaving = asyncio.create_task(register.leave(ada))
            await asyncio.sleep(0)
            register.enter(ada)
            await leaving
            assert await _online(ada)
            await register.leave(ada)
            assert not await _online(ada)

    asyncio.run(story())


def test_all_who_are_there_are_said_again_in_one_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    people, said = [person(name).pk for name in ("ada", "ben", "eve")], []
    monkeypatch.setattr(presence, "say_here", lambda people, **_: said.append(sorted(people)))

    async def story() -> None:
        register = Register()
        register.again_seconds = 0.05
        for each in people:
            register.enter(each)
        await _until(lambda: _is(lambda: said.count(people) > 2))

    asyncio.run(story())


def test_what_could_not_be_written_is_written_at_the_next_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, write, tries = person("ada").pk, presence.say_here, []

    def fail_first(**told: Any) -> None:
        tries.append(told)
        if len(tries) == 1:
            raise OperationalError
        write(**told)

    monkeypatch.setattr(presence, "say_here", fail_first)

    async def story() -> None:
        register = Register()
        register.again_seconds = 0.05
        register.enter(ada)
        await _until(lambda: _online(ada))

    asyncio.run(story())


async def _is(condition: Callable[[], bool]) -> bool:
    return condition()
