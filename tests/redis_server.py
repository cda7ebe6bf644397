"""A Redis of the tests' own: a process on a free port that keeps nothing on the disk."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import pytest
import redis

from tests.launcher.support import free_port
from trellis.core.embedded.throwaway import throwaway_place
from trellis.core.processes import wait_until

PROGRAM = shutil.which("redis-server")
_OPTIONS = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning")


class RedisServer:
    """A Redis that can go away and come back, at the same address and empty."""

    def __init__(self, place: str) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._place = place
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "RedisServer":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, where it does not run."""
        if self._process is not None:
            return
        command = [str(PROGRAM), "--port", str(self.port), "--dir", self._place, *_OPTIONS]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        assert wait_until(self._answers, timeout=20)

    def stop(self) -> None:
        """End it at once, with all that it knows and everybody who is connected."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=20)
            self._process = None

    def ask(self, *command: str | int) -> object:
        """Ask it as an operator does."""
        with redis.Redis.from_url(self.url, decode_responses=True) as client:
            return client.execute_command(*command)  # type: ignore[no-untyped-call]

    def end_connections(self, name: str) -> int:
        """End the connections that bear this name; return how many they were."""
        with redis.Redis.from_url(self.url, decode_responses=True) as client:
            ids = [each["id"] for each in client.client_list() if each["name"] == name]
            return sum(client.client_kill_filter(_id=number) for number in ids)

    def _answers(self) -> bool:
        try:
            return bool(self.ask("PING"))
        except (redis.RedisError, OSError):
            return False


@contextmanager
def redis_running() -> Iterator[RedisServer]:
    """Have a Redis, or skip the test where none is installed."""
    if PROGRAM is None:
        pytest.skip("there is no redis-server on this machine")
    with throwaway_place() as place, RedisServer(str(place)) as server:
        yield server
