"""Connections are ended by the kernel when their client takes nothing."""

import socket
import sys

import pytest

from trellis.core.http.bridge.listeners import end_stalled_connections


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has the option")
def test_connections_of_a_listening_socket_have_the_time_and_others_have_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as idle:
        assert end_stalled_connections(seconds=1.5) >= 1
        with socket.create_connection(listener.getsockname()) as client, listener.accept()[0] as accepted:
            found = [
                each.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
                for each in (accepted, client, idle)
            ]
    assert found == [1500, 0, 0]
