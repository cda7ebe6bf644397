"""`trellis serve`: the web server, granian, on the one ASGI application."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import resource
import signal
from typing import Any

from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from trellis.core.processes import die_with_parent
from trellis.launcher.environment import SUPERVISED
from trellis.launcher.ports import refuse_busy_port
from trellis.launcher.web_server import WebServer

_MODULE, _NAME = "trellis.config.asgi", "application"
_GRACE_SECONDS = 8
# Clients that dawdle cost memory, not threads; the web server would count 512 of them and listen no more.
_CONNECTIONS = 8192


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are finished."""
    # granian shares its port between processes, and would silently share it with a stranger too.
    refuse_busy_port(host=host, port=port)
    allow_many_files()
    supervised = bool(os.environ.get(SUPERVISED))
    WebServer(
        f"{_MODULE}:{_NAME}",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=workers,
        backlog=4096,
        backpressure=_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE_SECONDS,
        log_level=LogLevels.warning if supervised else LogLevels.info,
        log_access=False,
    ).serve(target_loader=load_application, wrap_loader=False)


def allow_many_files() -> None:
    """Let this process and its children have as many files and sockets open as the system permits."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # what it has must do
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def load_application() -> Any:
    """Load the application in a worker process that will not outlive granian's main process."""
    # Until granian sets its own handlers, those inherited from its main process would swallow a stop.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main = multiprocessing.parent_process()
    if main is not None and main.pid is not None:
        # Killed outright: nothing else would ever stop it, and it holds the port.
        die_with_parent(parent_pid=main.pid, death_signal=signal.SIGKILL)
    return getattr(importlib.import_module(_MODULE), _NAME)
