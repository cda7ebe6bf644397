"""What the kernel is told about connections, because the web server offers no word for it."""

import os
import socket
from contextlib import suppress
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")


def end_stalled_connections(*, seconds: float) -> int:
    """Have the kernel end each future connection whose client takes none of what was sent to it for so long.

    An answer that the web server holds ready is otherwise waited for without an end. Set on this process's
    listening sockets, from which their connections have it; return how many those are. Linux alone knows
    this option (RFC 5482); elsewhere nothing is set.
    """
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if option is None or not _DESCRIPTORS.is_dir():
        return 0
    listeners = 0
    for descriptor in [int(each.name) for each in _DESCRIPTORS.iterdir() if each.is_socket()]:
        with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as found:
            if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                found.setsockopt(socket.IPPROTO_TCP, option, int(seconds * 1000))
                listeners += 1
    return listeners
