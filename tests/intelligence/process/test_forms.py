"""Bodies of several parts, as we and others write them."""

import pytest

from trellis.intelligence.process.forms import body_of, fields_of


def test_what_is_written_is_read() -> None:
    file = b"\r\n--x\r\n\r\n\x00\xff--"
    body = body_of({"model": "m", "prompt": "ü, ö"}, file=file, boundary="b0")
    read = fields_of("multipart/form-data; boundary=b0", body)
    assert read == {"model": "m", "prompt": "ü, ö", "file": file}


def test_what_other_clients_write_is_read() -> None:
    body = (
        b"--a b\r\ncontent-disposition: form-data; name=model\r\n\r\nm\r\n"
        b"--a b\r\nContent-Type: audio/wav\r\n"
        b'Content-Disposition: form-data; filename="a;b.wav"; name="file"\r\n\r\n\r\nx\r\n--a b--\r\n'
    )
    assert fields_of('multipart/form-data; boundary="a b"', body) == {"model": "m", "file": b"\r\nx"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--b\r\n\r\n--b--"),
        ("multipart/form-data; boundary=", b"--b\r\n\r\n--b--"),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", b"--b--\r\n"),
        ("multipart/form-data; boundary=b", b"{}"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=x\r\n--b--"),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\n\xff\r\n--b--",
        ),
    ],
)
def test_what_has_no_parts_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(ValueError):
        fields_of(kind, body)
