"""Bodies are taken in whole, within bounds of size, time and number, and refused clearly beyond them."""

import asyncio
import errno
import tempfile
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest

from trellis.core.http.bridge.bodies import (
    NO_ROOM,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    Body,
    Bounds,
    ClientGoneError,
    Intake,
    Message,
    Objection,
)

ADDRESS = "192.0.2.7"
# Nobody in these tests waits for long, and what is slow is slow at once.
HURRIED: dict[str, Any] = {"free_seconds": 0.0, "idle_seconds": 0.01, "patience_seconds": 0.05}


class Client:
    """Says what it is given, then waits without an end, or for ever after `is_open` is cleared."""

    def __init__(self, *parts: bytes, is_over: bool = True) -> None:
        self.messages: list[Message] = [
            {"type": "http.request", "body": part, "more_body": not is_over or place < len(parts)}
            for place, part in enumerate(parts, 1)
        ]

    async def receive(self) -> Message:
        if not self.messages:
            await asyncio.Event().wait()
        return self.messages.pop(0)


class Dripping:
    """Sends a byte at a time, without an end."""

    async def receive(self) -> Message:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"x", "more_body": True}


def take(client: Any, *, announced: int = 0, **bounds: Any) -> Body:
    async def taken() -> Body:
        intake = Intake(Bounds(**{"largest": 1_000_000, **bounds}))
        body = await intake.take(client.receive, announced=announced, address=ADDRESS)
        assert nothing_is_counted(intake)
        return body

    return asyncio.run(taken())


def nothing_is_counted(intake: Intake) -> bool:
    return not intake._bodies and not intake._bytes


def objection_to(client: Any, **options: Any) -> Objection | None:
    body = take(client, **options)
    assert (body.length, body.file.read()) == (0, b"")
    return body.objection


@pytest.mark.parametrize(
    "parts", [[b""], [b"abc"], [b"a", b"b", b""], [b"x" * 300_000, b"y" * 300_000, b"z"]]
)
def test_a_body_is_whole_whether_it_is_kept_in_memory_or_in_a_file(parts: list[bytes]) -> None:
    body = take(Client(*parts))
    whole = b"".join(parts)
    with body.file:
        assert (body.objection, body.length, body.file.read()) == (None, len(whole), whole)


def test_a_long_body_is_not_kept_in_memory() -> None:
    body = take(Client(*[b"x" * 1000] * 100), in_memory=5_000)
    assert hasattr(body.file, "fileno")
    body.file.close()


def test_a_body_that_is_announced_too_large_is_refused_unread() -> None:
    client = Client(b"x" * 10)
    assert objection_to(client, announced=1_000_001) == TOO_LARGE
    assert client.messages


def test_a_body_that_grows_too_large_is_refused_as_soon_as_it_does() -> None:
    client = Client(*[b"x" * 1000] * 10, is_over=False)
    assert objection_to(client, largest=4_500) == TOO_LARGE
    assert len(client.messages) == 5


def test_a_client_that_says_nothing_is_refused() -> None:
    assert objection_to(Client(b"abc", is_over=False), **HURRIED) == TOO_SLOW
    assert objection_to(Client(is_over=False), **HURRIED) == TOO_SLOW


def test_a_client_that_says_next_to_nothing_is_refused() -> None:
    hurried = {**HURRIED, "idle_seconds": 60, "slowest_per_second": 10**9}
    assert objection_to(Dripping(), **hurried) == TOO_SLOW


def test_a_client_that_leaves_is_forgotten_with_what_it_sent() -> None:
    files: list[Any] = []
    client = Client(b"x" * 100, b"y" * 100, is_over=False)
    client.messages.append({"type": "http.disconnect"})

    def remembered() -> Any:
        files.append(tempfile.NamedTemporaryFile())  # noqa: SIM115
        return files[-1]

    with pytest.MonkeyPatch.context() as patch, pytest.raises(ClientGoneError):
        patch.setattr(tempfile, "TemporaryFile", remembered)
        take(client, in_memory=10)
    assert [file.closed for file in files] == [True]


def test_a_full_disk_is_told_and_keeps_nothing() -> None:
    def full() -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "TemporaryFile", full)
        assert objection_to(Client(b"x" * 100), in_memory=10) == NO_ROOM


async def _waiting(intake: Intake, addresses: Iterable[str]) -> AsyncIterator[None]:
    """Have bodies on their way from these addresses, each of a first part and no second."""
    counted = len(list(addresses))
    tasks = [
        asyncio.create_task(
            intake.take(Client(b"x" * 100, is_over=False).receive, announced=0, address=address)
        )
        for address in addresses
    ]
    while sum(intake._bodies.values()) < counted:
        await asyncio.sleep(0)
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_an_address_has_so_many_bodies_on_their_way_and_costs_others_nothing() -> None:
    async def scenario() -> list[Objection | None]:
        intake = Intake(Bounds(largest=1000, free_seconds=0, bodies_of_an_address=3))

        async def objection(address: str, client: Client) -> Objection | None:
            return (await intake.take(client.receive, announced=0, address=address)).objection

        async for _ in _waiting(intake, [ADDRESS] * 3):
            objections = [
                await objection(ADDRESS, Client(b"slow", is_over=False)),
                # What is there at once is no burden, whoever sends it.
                await objection(ADDRESS, Client(b"quick")),
                await objection("192.0.2.8", Client(b"quick")),
            ]
        assert nothing_is_counted(intake)
        return objections

    assert asyncio.run(scenario()) == [TOO_MANY, None, None]


def test_an_address_has_so_many_bytes_on_their_way() -> None:
    async def scenario() -> Objection | None:
        intake = Intake(Bounds(largest=1000, free_seconds=0, bytes_of_an_address=250))
        async for _ in _waiting(intake, [ADDRESS] * 2):
            client = Client(b"x" * 100, is_over=False)
            refused = (await intake.take(client.receive, announced=0, address=ADDRESS)).objection
        assert nothing_is_counted(intake)
        return refused

    assert asyncio.run(scenario()) == TOO_MANY
