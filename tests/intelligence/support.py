"""The process of the models as a thread of the test, with whatever answers a test wants."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from trellis.intelligence.process.place import socket_path
from trellis.intelligence.process.server import Answers, ModelServer


@contextmanager
def models(data_dir: Path, answers: Answers) -> Iterator[Path]:
    """Serve them in that data directory; the path of the socket."""
    path = socket_path(data_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    with ModelServer(path, answers=answers) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield path
        finally:
            server.shutdown()
            thread.join()
