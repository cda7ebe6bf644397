"""What comes in is believed where a secret of ours has signed it, within the last five minutes."""

import datetime as dt

import pytest
import stripe as sdk
from django.utils import timezone

from tests.domain.payments.gateways.sides import NEXT_SECRET, SECRET, Side, sent
from trellis.domain.payments.gateways.refusals import BadSignature
from trellis.domain.payments.gateways.signatures import sign, verify

NOW = dt.datetime(2026, 11, 29, 10, tzinfo=dt.UTC)
BODY = b'{"id": "evt_1", "amount": "\xc3\xa4"}'


def good() -> str:
    return sign(BODY, secret=SECRET, now=NOW)


@pytest.mark.parametrize("later", [-60, 0, 299, 300])
def test_a_fresh_one_is_good(later: int) -> None:
    verify(BODY, good(), secrets=[NEXT_SECRET, SECRET], now=NOW + dt.timedelta(seconds=later))


@pytest.mark.parametrize("later", [301, 7 * 86_400], ids=["minutes", "a week"])
def test_an_old_one_is_not_but_one_signed_anew_is(later: int) -> None:
    now = NOW + dt.timedelta(seconds=later)
    with pytest.raises(BadSignature):
        verify(BODY, good(), secrets=[SECRET], now=now)
    verify(BODY, sign(BODY, secret=SECRET, now=now), secrets=[SECRET], now=now)


def test_while_a_secret_is_changed_either_signature_will_do() -> None:
    moment, one = good().split(",")
    _, other = sign(BODY, secret="whsec_nobodys", now=NOW).split(",")
    for signatures in ([one, other], [other, one]):
        verify(BODY, ",".join([moment, "v0=1", *signatures]), secrets=[SECRET], now=NOW)
    with pytest.raises(BadSignature):
        verify(BODY, f"{moment},{other}", secrets=[SECRET], now=NOW)


@pytest.mark.parametrize(
    "header",
    [
        *("", "t", "t=,v1=", "v1=1", "t=1", "t=x,v1=1", "t=²,v1=1", "t=1,v1=ä", ",,,=", "t=1,t=2,v1=1"),
        *("t=" + "9" * 400 + ",v1=1", "t=1," + "v1=1," * 9000, "t=-1,v1=1"),
    ],
)
def test_what_is_no_signature_is_refused(header: str) -> None:
    with pytest.raises(BadSignature):
        verify(BODY, header, secrets=[SECRET], now=NOW)


@pytest.mark.parametrize("secrets", [[], [""], ["whsec_another"]])
def test_without_the_secret_nothing_is_believed(secrets: list[str]) -> None:
    with pytest.raises(BadSignature):
        verify(BODY, good(), secrets=secrets, now=NOW)


def test_another_body_or_moment_is_not_what_was_signed() -> None:
    with pytest.raises(BadSignature):
        verify(BODY + b" ", good(), secrets=[SECRET], now=NOW)
    moment = int(NOW.timestamp())
    with pytest.raises(BadSignature):
        verify(BODY, good().replace(str(moment), str(moment + 1)), secrets=[SECRET], now=NOW)


def test_it_is_what_stripes_own_client_signs_and_takes() -> None:
    now = timezone.now()
    header = sdk.WebhookSignature.generate_signature_header(BODY.decode(), SECRET, int(now.timestamp()))
    assert sign(BODY, secret=SECRET, now=now) == header
    assert sdk.WebhookSignature.verify_header(BODY, header, SECRET, tolerance=300)


class TestEachGateway:
    def test_it_reads_what_its_other_side_has_signed(self, side: Side) -> None:
        event = {"id": "evt_1", "object": "event", "type": "a.b", "created": int(NOW.timestamp())}
        body, header = sent({**event, "data": {"object": {}}}, secret=side.secret, now=NOW)
        read = side.gateway.read_event(body, header, now=NOW)
        assert (read.id, read.type, read.created) == ("evt_1", "a.b", NOW)
        for late, said in ((NOW + dt.timedelta(minutes=6), header), (NOW, good()[:-1]), (NOW, "")):
            with pytest.raises(BadSignature):
                side.gateway.read_event(body, said, now=late)

    @pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"object": "event", "id": 1}'])
    def test_what_is_signed_and_no_event_is_refused(self, side: Side, body: bytes) -> None:
        with pytest.raises(BadSignature):
            side.gateway.read_event(body, sign(body, secret=side.secret, now=NOW), now=NOW)
