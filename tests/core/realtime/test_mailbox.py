"""What waits for a socket is bounded."""

import asyncio

from trellis.core.realtime.mailbox import Mailbox


def test_it_keeps_the_order() -> None:
    mailbox: Mailbox[int] = Mailbox(items=3)
    for number in (1, 2, 3):
        mailbox.put(number)
    assert [asyncio.run(mailbox.get()) for _ in range(3)] == [1, 2, 3]
    assert not mailbox.has_overflowed


def test_too_many_items_empty_it_for_good() -> None:
    mailbox: Mailbox[int] = Mailbox(items=2)
    for number in (1, 2, 3, 4):
        mailbox.put(number)
    assert mailbox.has_overflowed
    assert not mailbox._items


def test_too_large_items_do_so_too_and_what_is_read_makes_room() -> None:
    mailbox: Mailbox[str] = Mailbox(size=100)
    mailbox.put("a", size=60)
    assert asyncio.run(mailbox.get()) == "a"
    mailbox.put("b", size=60)
    assert not mailbox.has_overflowed
    mailbox.put("c", size=60)
    assert mailbox.has_overflowed


def test_a_reader_waits_for_what_comes() -> None:
    async def story() -> int:
        mailbox: Mailbox[int] = Mailbox()
        reading = asyncio.create_task(mailbox.get())
        await asyncio.sleep(0)
        mailbox.put(7)
        return await asyncio.wait_for(reading, 1)

    assert asyncio.run(story()) == 7
