"""A load generator that costs little itself: threads with blocking sockets, kept alive."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What one run measured; times in milliseconds."""

    per_second: float
    p50: float
    p95: float
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
    return Result(len(taken) / seconds, quantiles[49] * 1000, quantiles[94] * 1000, quantiles[98] * 1000)


def compare(
    contenders: dict[str, Callable[[int], Callable[[], None]]], *, clients: int, seconds: float, rounds: int
) -> dict[str, Result]:
    """Return each contender's medians over some rounds, in which they take turns."""
    results: dict[str, list[Result]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, connect in contenders.items():
            results[name].append(run(clients=clients, seconds=seconds, connect=connect))
    return {name: _median(measured) for name, measured in results.items()}


def http_get(*, port: int, path: str, token: str = "") -> Callable[[], None]:
    """Return a function that sends one GET on its own connection and reads the whole answer."""
    ask = _Connection(port)

    def get() -> None:
        ask(_head("GET", path, token), wanted=(200,))

    return get


def http_post(
    *, port: int, path: str, bodies: Iterator[tuple[str, bytes]], wanted: tuple[int, ...]
) -> Callable[[], None]:
    """Return a function that POSTs the next (token, JSON body) and expects one of these statuses."""
    ask = _Connection(port)

    def post() -> None:
        token, body = next(bodies)
        extra = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        ask(_head("POST", path, token, extra) + body, wanted=wanted)

    return post


class _Connection:
    """One kept-alive connection; calling it sends a request and reads the answer."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __call__(self, request: bytes, *, wanted: tuple[int, ...]) -> None:
        self._socket.sendall(request)
        head, _, body = _read_head(self._socket)
        if int(head[9:12]) not in wanted:
            raise RuntimeError((head + body)[:800].decode(errors="replace"))
        left = _content_length(head) - len(body)
        while left > 0:
            left -= len(self._socket.recv(min(left, 1 << 18)))


def _head(method: str, path: str, token: str, extra: str = "") -> bytes:
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}{extra}\r\n".encode()


def _median(results: list[Result]) -> Result:
    return Result(
        statistics.median(r.per_second for r in results),
        statistics.median(r.p50 for r in results),
        statistics.median(r.p95 for r in results),
        statistics.median(r.p99 for r in results),
    )


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
