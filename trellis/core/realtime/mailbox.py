"""What waits for one socket, bounded in number and size."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Mailbox(Generic[Item]):
    """A queue of one reader. Full, it forgets everything and takes nothing more: its owner must close.

    Thousands of them are empty most of the time, so an empty one takes next to nothing.
    """

    __slots__ = ("_items", "_most_items", "_most_size", "_on_overflow", "_size", "_waiting", "has_overflowed")

    def __init__(
        self,
        *,
        items: int = 256,
        size: int = 1024 * 1024,
        on_overflow: Callable[[], object] = lambda: None,
    ) -> None:
        self._items: list[tuple[Item, int]] = []
        self._most_items = items
        self._most_size = size
        self._on_overflow = on_overflow
        self._size = 0
        self._waiting: asyncio.Future[None] | None = None
        self.has_overflowed = False

    def put(self, item: Item, *, size: int = 0) -> None:
        """Add an item, never waiting; the first that is too many calls `on_overflow`."""
        if self.has_overflowed:
            return
        if len(self._items) >= self._most_items or self._size + size > self._most_size:
            self._items.clear()
            self._size = 0
            self.has_overflowed = True
            self._on_overflow()
            return
        self._items.append((item, size))
        self._size += size
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def get(self) -> Item:
        """Take the oldest item, waiting for one."""
        while not self._items:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        item, size = self._items.pop(0)
        self._size -= size
        return item
