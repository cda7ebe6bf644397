"""granian, with a way of its own to end its processes."""

from __future__ import annotations

import time
from multiprocessing import connection
from typing import Any

from granian.log import logger
from granian.server.mp import MPServer


class WebServer(MPServer):
    """Ends its processes within `workers_kill_timeout` seconds, and tells only of those that it had to kill.

    granian itself waits for each in two threads. To one of them a process that the other has just collected
    seems alive for a moment: then it tells of killing one that had ended in order.
    """

    def _stop_workers(self) -> None:
        for worker in self.wrks:
            worker.terminate()  # type: ignore[no-untyped-call]
        for worker in _late(self.wrks, seconds=self.workers_kill_timeout or 0):
            logger.warning(f"Killing worker-{worker.idx + 1}, which has not ended in time")
            worker.kill()
        for worker in self.wrks:
            worker.inner.join()
        self.wrks.clear()


def _late(workers: list[Any], *, seconds: float) -> list[Any]:
    """Wait for processes to end, and return those that do not."""
    left = {worker.inner.sentinel: worker for worker in workers}
    deadline = time.monotonic() + seconds
    while left and (remaining := deadline - time.monotonic()) > 0:
        for ended in connection.wait(list(left), timeout=remaining):
            del left[ended]
    return list(left.values())
