"""Where the process of the models listens."""

from pathlib import Path

from trellis.core.embedded.server import choose_socket_dir

_NAME = "models.sock"


def socket_path(data_dir: Path) -> Path:
    """Return the path of the socket: in the data directory, unless that is too deep for one."""
    return choose_socket_dir(data_dir) / _NAME
