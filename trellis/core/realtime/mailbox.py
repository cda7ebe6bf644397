"""What waits for one socket, bounded in number and size."""

import asyncio
from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Mailbox(Generic[Item]):
    """A queue of one reader. Full, it forgets everything and takes nothing more: its owner must close."""

    def __init__(self, *, items: int = 256, size: int = 1024 * 1024) -> None:
        self._items: deque[tuple[Item, int]] = deque()
        self._most_items = items
        self._most_size = size
        self._size = 0
        self._filled = asyncio.Event()
        self.overflowed = asyncio.Event()

    def put(self, item: Item, *, size: int = 0) -> None:
        """Add an item, never waiting."""
        if self.overflowed.is_set():
            return
        if len(self._items) >= self._most_items or self._size + size > self._most_size:
            self._items.clear()
            self._size = 0
            self.overflowed.set()
            return
        self._items.append((item, size))
        self._size += size
        self._filled.set()

    async def get(self) -> Item:
        """Take the oldest item, waiting for one."""
        while not self._items:
            self._filled.clear()
            await self._filled.wait()
        item, size = self._items.popleft()
        self._size -= size
        return item
