"""A load generator that costs little itself: threads with blocking sockets, kept alive."""

import socket
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What one run measured; times in milliseconds."""

    per_second: float
    p50: float
    p99: float


def run(*, clients: int, seconds: float, connect: Callable[[int], Callable[[], None]]) -> Result:
    """Let `clients` threads each call what `connect(number)` gives them, for `seconds`."""
    times: list[list[float]] = [[] for _ in range(clients)]
    failures: list[BaseException] = []
    gate = threading.Barrier(clients + 1)

    def client(number: int) -> None:
        try:
            request = connect(number)
            request()
            gate.wait()
            end = time.perf_counter() + seconds
            while (started := time.perf_counter()) < end:
                request()
                times[number].append(time.perf_counter() - started)
        except BaseException as error:
            failures.append(error)
            gate.abort()
            raise

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    try:
        gate.wait()
    except threading.BrokenBarrierError:
        raise RuntimeError("a client could not start") from (failures or [None])[0]
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    taken = sorted(t for mine in times for t in mine)
    quantiles = statistics.quantiles(taken, n=100)
    return Result(len(taken) / seconds, quantiles[49] * 1000, quantiles[98] * 1000)


def http_get(*, port: int, path: str, token: str) -> Callable[[], None]:
    """Return a function that sends one GET over a connection of its own and reads the answer whole."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    request = (f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n").encode()

    def get() -> None:
        connection.sendall(request)
        head, _, body = _read_head(connection)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head[:200].decode(errors="replace"))
        wanted = _content_length(head) - len(body)
        while wanted > 0:
            wanted -= len(connection.recv(min(wanted, 1 << 18)))

    return get


def _read_head(connection: socket.socket) -> tuple[bytes, bytes, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(1 << 18)
        if not more:
            raise RuntimeError("the server closed the connection")
        data += more
    return data.partition(b"\r\n\r\n")


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise RuntimeError("an answer without Content-Length")
