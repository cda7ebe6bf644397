"""Messages go to known push services and nowhere else, whatever a browser calls its address."""

from typing import Any

import pytest

from trellis.core.post.push.endpoints import LONGEST_ENDPOINT, endpoint_of

KNOWN = [
    "https://fcm.googleapis.com/fcm/send/dA1_-:APA91bH",
    "https://fcm.googleapis.com:443/wp/dA1",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABn_-",
    "https://a.updates.push.services.mozilla.com/wpush/v2/gAAAAABn_-",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://api.push.apple.com/3/device/x",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%2bz&x=1",
]
# Each leads, or would lead one reader of addresses or another, to somebody else.
UNKNOWN = [
    "",
    "x",
    "/push/abc",
    "https://",
    "https:///fcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
    "http://fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "HTTPS://fcm.googleapis.com/x",
    "https://FCM.googleapis.com/x",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://evil-notify.windows.com/x",
    "https://notify.windows.com/x",
    "https://push.apple.com.evil.example/x",
    "https://fcm.googleapis.com./x",
    "https://user@fcm.googleapis.com/x",
    "https://user:password@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@evil.example/x",
    "https://evil.example#@fcm.googleapis.com/x",
    "https://evil.example?@fcm.googleapis.com/x",
    "https://evil.example/@fcm.googleapis.com/x",
    "https://evil.example\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\.evil.example/x",
    "https://fcm.googleapis.com:22/x",
    "https://fcm.googleapis.com:80/x",
    "https://fcm.googleapis.com:/x",
    "https://fcm.googleapis.com:443443/x",
    "https://fcm.googleapis.com/x#y",
    "https://fcm.googleapis.com/x y",
    "https://fcm.googleapis.com/x\r\nHost: evil.example",
    "https://fcm.googleapis.com/x\n",
    "https://fcm.googleapis.com/\x00",
    "https://fcm.googleapis.com/\ud800",
    "https://fcm.googleapis.com/ü",
    "https://ｆcm.googleapis.com/x",
    "https://fcm\u3002googleapis.com/x",
    "https://127.0.0.1/x",
    "http://127.0.0.1:9/x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://017700000001/x",
    "https://localhost/x",
    "https://localhost./x",
    "https://127.0.0.1.nip.io/x",
    "https://169.254.169.254/latest/meta-data",
    "https://metadata.google.internal/x",
    "https://postgres/x",
    "file:///etc/passwd",
    "https://fcm.googleapis.com/" + "x" * LONGEST_ENDPOINT,
]


@pytest.mark.parametrize("address", KNOWN)
def test_the_browsers_own_services_are_known(address: str) -> None:
    found = endpoint_of(address)
    assert found is not None
    assert f"{found.origin}{found.target}" == address


@pytest.mark.parametrize("address", UNKNOWN, ids=lambda text: ascii(text)[:60])
def test_nobody_else_is_written_to(address: str) -> None:
    assert endpoint_of(address) is None


@pytest.mark.parametrize(
    ("address", "is_known"),
    [
        ("https://push.example:8443/x", True),
        ("https://push.example/x", False),
        ("https://push.example:8444/x", False),
        ("http://push.example:8443/x", False),
        ("https://other.example/x", True),
        ("https://a.other.example/x", False),
        ("http://127.0.0.1:9009/x", True),
        ("https://127.0.0.1:9009/x", False),
        ("http://127.0.0.1:9010/x", False),
        ("http://user@127.0.0.1:9009/x", False),
        ("http://localhost:9009/x", False),
    ],
)
def test_an_operator_adds_a_host_with_its_port(settings: Any, address: str, is_known: bool) -> None:
    settings.PUSH_HOSTS = ["push.example:8443", "other.example", "127.0.0.1:9009"]
    assert (endpoint_of(address) is not None) is is_known
