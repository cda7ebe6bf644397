"""What is encrypted is read by the browser that it is for, and by nobody else."""

import os

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from tests.push_service import Browser, decoded, decrypt, encoded, point_of
from trellis.core.post.push.encryption import LARGEST_PAYLOAD, BadKeys, BrowserKeys, encrypt, read_keys

BROWSER = Browser("")
GOOD = {"p256dh": BROWSER.p256dh, "auth": BROWSER.auth}
# RFC 8291, appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95b"
    "Qpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_letter_for_letter() -> None:
    sender = ec.derive_private_key(int.from_bytes(decoded(SENDER)), ec.SECP256R1())
    keys = read_keys(p256dh=RECEIVER, auth=AUTH)
    assert encoded(encrypt(PLAIN, keys, salt=decoded(SALT), sender=sender)) == BODY


@given(st.binary(max_size=200))
def test_whatever_is_sent_is_what_the_browser_reads(payload: bytes) -> None:
    body = encrypt(payload, read_keys(**GOOD))
    assert decrypt(body, private=BROWSER.private, secret=BROWSER.secret) == payload
    assert payload not in body or len(payload) < 8


def test_the_largest_fills_what_a_service_must_take_and_one_byte_more_is_refused() -> None:
    body = encrypt(b"x" * LARGEST_PAYLOAD, read_keys(**GOOD))
    assert len(body) == 4_096
    assert decrypt(body, private=BROWSER.private, secret=BROWSER.secret) == b"x" * LARGEST_PAYLOAD
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (LARGEST_PAYLOAD + 1), read_keys(**GOOD))


def test_no_two_messages_are_encrypted_alike() -> None:
    keys = read_keys(**GOOD)
    assert len({encrypt(b"the same", keys)[:86] for _ in range(5)}) == 5


def test_another_browser_cannot_read_it() -> None:
    body = encrypt(b"for one", read_keys(**GOOD))
    for private, secret in ((Browser("").private, BROWSER.secret), (BROWSER.private, os.urandom(16))):
        with pytest.raises(InvalidTag):
            decrypt(body, private=private, secret=secret)


def test_padded_keys_are_the_same_keys() -> None:
    padded = {name: key + "=" * (-len(key) % 4) for name, key in GOOD.items()}
    assert isinstance(read_keys(**padded), BrowserKeys)


_POINT = point_of(BROWSER.private.public_key())
BAD = {
    "p256dh": [
        "",
        "=",
        "A" * 10_000,
        encoded(_POINT[:64]),
        encoded(_POINT + b"\0"),
        encoded(bytes(65)),
        encoded(b"\x04" + b"\xff" * 64),
        encoded(b"\x04" + _POINT[1:64] + bytes([_POINT[64] ^ 1])),
        encoded(b"\x02" + _POINT[1:33]),
        encoded(b"\x06" + _POINT[1:]),
        f"{BROWSER.p256dh[:-1]}\n",
        f" {BROWSER.p256dh}",
        BROWSER.p256dh.replace(BROWSER.p256dh[3], "+"),
        "\x00" * 87,
        "\ud800" * 87,
        "é" * 87,
    ],
    "auth": ["", "A", "A" * 21, encoded(bytes(15)), encoded(bytes(17)), "\x00" * 22, "\ud800" * 22, "/" * 22],
}


@pytest.mark.parametrize(
    ("field", "text"), [(field, text) for field in BAD for text in BAD[field]], ids=ascii
)
def test_what_is_no_key_of_a_browser_is_refused_by_its_name(field: str, text: str) -> None:
    with pytest.raises(BadKeys) as raised:
        read_keys(**{**GOOD, field: text})
    assert raised.value.field == field
