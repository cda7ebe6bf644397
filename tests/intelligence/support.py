"""The process of the models as a thread of the test, with whatever answers a test wants."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from unittest.mock import patch

from trellis.intelligence.process.asking import Endpoint
from trellis.intelligence.process.place import socket_path
from trellis.intelligence.process.server import Answers, ModelServer

# Longer than users wait: on a busy machine a model, and its thread, may not have their turn.
_PATIENCE = 300.0
_connection = Endpoint._connection


@contextmanager
def models(data_dir: Path, answers: Answers) -> Iterator[Path]:
    """Serve them in that data directory; the path of the socket."""
    path = socket_path(data_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    with ModelServer(path, answers=answers) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            with patch.object(Endpoint, "_connection", _patient):
                yield path
        finally:
            server.shutdown()
            thread.join()


def _patient(endpoint: Endpoint) -> HTTPConnection:
    return _connection(replace(endpoint, seconds=_PATIENCE))
