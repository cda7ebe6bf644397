"""The whole pool, without parameters: how long it takes, and what memory it takes of the web process."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from django.db import connection
from django.utils import timezone

from benchmarks import dataset
from benchmarks.pool import PAGE
from benchmarks.server import memory_mb
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.scouting.models import Coach

MANY = 100_000
# Above every key of the other data.
_FIRST = 10_000_000
_ROW = b'{"talent":{'


@dataclass(frozen=True)
class Measured:
    """What one whole list took; memory in MB, of the web process."""

    rows: int
    megabytes: float
    first_byte_ms: float
    seconds: float
    memory_before: float
    memory_most: float

    def __str__(self) -> str:
        return (
            f"{self.rows} talents, {self.megabytes:.0f} MB in {self.seconds:.1f} s, the first byte after"
            f" {self.first_byte_ms:.0f} ms; memory of the web process {self.memory_before:.0f} MB before,"
            f" {self.memory_most:.0f} MB at most"
        )


def load() -> None:
    """Add talents until there are MANY."""
    dataset.load_talents(first=_FIRST, last=_FIRST + MANY - dataset.TALENTS - 1)


def measure(*, port: int, process: psutil.Process) -> Measured:
    """Read the whole pool of one coach once, as fast as it comes."""
    coach = Coach.objects.select_related("user").order_by("id")[0]
    token = access_token(user=coach.user, now=timezone.now())
    connection.close()
    before = memory_mb(process)
    with _most_memory(process) as seen:
        started = time.perf_counter()
        client = http.client.HTTPConnection("127.0.0.1", port)
        client.request("GET", PAGE, headers={"Authorization": f"Bearer {token}"})
        answer = client.getresponse()
        first_byte = time.perf_counter() - started
        rows, size = _read(answer)
        seconds = time.perf_counter() - started
        client.close()
    return Measured(rows, size / 1e6, first_byte * 1000, seconds, before, max(seen))


def _read(answer: http.client.HTTPResponse) -> tuple[int, int]:
    """Return how many rows and bytes come; raises IncompleteRead for a list that breaks off."""
    rows = size = 0
    kept = b""
    while part := answer.read(1 << 18):
        size += len(part)
        text = kept + part
        rows += text.count(_ROW)
        kept = text[-len(_ROW) + 1 :]
    if not kept.endswith(b"]"):
        raise RuntimeError("the list has no end")
    return rows, size


@contextmanager
def _most_memory(process: psutil.Process) -> Iterator[list[float]]:
    """Look at the memory of the process again and again meanwhile."""
    seen = [memory_mb(process)]
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            seen.append(memory_mb(process))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        done.set()
        looking.join()
