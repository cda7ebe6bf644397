"""The port of the web server: free or not, and answering or not."""

from __future__ import annotations

import errno
import http.client
import socket

from trellis.launcher.errors import LauncherError

_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104


def port_is_free(*, host: str, port: int) -> bool:
    """Tell whether a server could listen there now."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise LauncherError(f"The host {host!r} of --host is not an address of this machine.") from None
    with socket.socket(family, kind) as probe:
        # Without this a port whose last connections are fading away would look busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise LauncherError(
                f"Trellis cannot listen on {host} port {port}: {error.strerror};"
                " choose others with --host and --port."
            ) from None
    return True


def refuse_busy_port(*, host: str, port: int) -> None:
    """Raise when another program listens there."""
    if not port_is_free(host=host, port=port):
        raise LauncherError(
            f"Port {port} on {host} is in use by another program;"
            f" choose another with --port, for example --port {port + 1}."
        )


def ready_answer(*, host: str, port: int) -> int | None:
    """Ask the web server whether it is ready; return the status, or None when nothing answers."""
    connection = http.client.HTTPConnection(_ANY_ADDRESS.get(host, host), port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def address(*, host: str, port: int) -> str:
    """Return the address to type into a browser."""
    name = "localhost" if host in {"127.0.0.1", "::1", *_ANY_ADDRESS} else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
