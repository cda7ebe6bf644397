"""How the processes of the web server are ended, and what is told of it."""

import multiprocessing
import signal
import threading
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event

import pytest
from granian.log import LogLevels

from trellis.launcher.web_server import WebServer

pytestmark = pytest.mark.whole


def _work(stubborn: bool, ready: Event) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN if stubborn else signal.SIG_DFL)
    ready.set()
    signal.pause()


class Worker:
    """A process as granian keeps it, collected by a thread of its own; `is_alive` lags behind."""

    def __init__(self, *, idx: int, stubborn: bool = False) -> None:
        self.idx = idx
        ready = multiprocessing.Event()
        self.inner: BaseProcess = multiprocessing.Process(target=_work, args=(stubborn, ready))
        self.inner.start()
        assert ready.wait(30)
        threading.Thread(target=self.inner.join).start()
        self.terminate, self.kill, self.join = self.inner.terminate, self.inner.kill, self.inner.join

    def is_alive(self) -> bool:
        return True


def _stop(*workers: Worker, patience: int) -> None:
    server = WebServer(
        "trellis.config.asgi:application", workers_kill_timeout=60, log_level=LogLevels.warning
    )
    server.workers_kill_timeout = patience
    server.wrks = list(workers)
    server._stop_workers()
    assert server.wrks == []
    assert all(connection.wait([worker.inner.sentinel], timeout=30) for worker in workers)


def test_nothing_is_told_of_processes_that_end_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    _stop(Worker(idx=0), Worker(idx=1), patience=60)
    assert capsys.readouterr().out == ""


def test_one_that_does_not_end_is_killed_and_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    _stop(Worker(idx=0), Worker(idx=1, stubborn=True), patience=1)
    assert capsys.readouterr().out == "[WARNING] Killing worker-2, which has not ended in time\n"
