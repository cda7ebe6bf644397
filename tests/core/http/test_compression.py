"""Pages and JSON are compressed, but nothing that holds a secret."""

import gzip
import json
from collections.abc import Iterator

import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from trellis.core.http.compression import SECRET_FIELDS, SHORTEST, Compression, uncompressed

LONG = "all that is said here is said again and again. " * 100
GZIP = {"Accept-Encoding": "gzip, br"}


def answered(answer: HttpResponseBase, *, headers: dict[str, str] = GZIP) -> HttpResponseBase:
    """Return what becomes of an answer on its way out."""
    return Compression(lambda request: answer)(RequestFactory().get("/", headers=headers))


@pytest.mark.parametrize(
    "kind",
    [
        "text/html; charset=utf-8",
        "application/json",
        "application/problem+json",
        "application/xml",
        "image/svg+xml",
    ],
)
def test_texts_are_compressed(kind: str) -> None:
    answer = answered(HttpResponse(LONG, content_type=kind))
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.content).decode() == LONG  # type: ignore[attr-defined]
    assert answer["Content-Length"] == str(len(answer.content))  # type: ignore[attr-defined]


def test_two_answers_alike_differ_in_length() -> None:
    lengths = {answered(HttpResponse(LONG))["Content-Length"] for _ in range(40)}
    assert len(lengths) > 1


def test_who_does_not_take_gzip_is_not_sent_any() -> None:
    answer = answered(HttpResponse(LONG), headers={})
    assert "Content-Encoding" not in answer
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(b"\0" * 5000, content_type="image/png"),
        HttpResponse(LONG, content_type="application/pdf"),
        HttpResponse("x" * (SHORTEST - 1)),
        HttpResponse(LONG, headers={"Content-Encoding": "identity"}),
    ],
    ids=["picture", "document", "short", "encoded"],
)
def test_what_gains_nothing_is_left_as_it_is(answer: HttpResponse) -> None:
    before = bytes(answer.content)
    assert answered(answer).content == before  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["text/event-stream", "application/json"])
def test_a_stream_goes_out_piece_by_piece(kind: str) -> None:
    def pieces() -> Iterator[str]:
        yield LONG
        yield "end"

    answer = answered(StreamingHttpResponse(pieces(), content_type=kind))
    assert "Content-Encoding" not in answer
    assert [piece.decode() for piece in answer] == [LONG, "end"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", SECRET_FIELDS)
def test_an_answer_with_a_secret_is_left_as_it_is(name: str) -> None:
    inside = {"said": LONG, "results": [{name: "secret"}]}
    assert "Content-Encoding" not in answered(JsonResponse(inside))
    compact = HttpResponse(json.dumps(inside, separators=(",", ":")), content_type="application/json")
    assert "Content-Encoding" not in answered(compact)
    nothing = answered(JsonResponse({"said": LONG, name: None}))
    assert nothing["Content-Encoding"] == "gzip"
    example = answered(HttpResponse(LONG + f'"{name}":"(.*)"'))
    assert example["Content-Encoding"] == "gzip"


def test_a_page_can_be_marked() -> None:
    @uncompressed
    def page() -> HttpResponse:
        return HttpResponse(LONG)

    assert "Content-Encoding" not in answered(page())


def test_a_compressed_version_is_the_same_version() -> None:
    answer = answered(HttpResponse(LONG, headers={"ETag": '"seven"'}))
    assert answer["ETag"] == 'W/"seven"'


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/join/?token=abc",
        "/guardians/invitations/?token=abc",
        "/reset-password/?token=abc",
        "/verify-email/?token=abc",
        "/keep-account/?token=abc",
        "/notifications/unsubscribe/?t=abc",
    ],
)
def test_pages_whose_address_has_a_token_are_left_as_they_are(client: Client, address: str) -> None:
    answer = client.get(address, headers=GZIP)
    assert answer.resolver_match is not None
    assert len(answer.content) > SHORTEST
    assert "Content-Encoding" not in answer


@pytest.mark.django_db
def test_the_front_page_is_compressed(client: Client) -> None:
    plain = client.get("/")
    answer = client.get("/", headers=GZIP)
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(plain.content) / 2
