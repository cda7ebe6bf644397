"""Published keys are fetched by one at a time, outside any transaction, and never kept when they are none."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.crowd import at_once
from tests.issuers import Issuer, issuer_running
from trellis.core.published import NotPublished, fetch
from trellis.domain.identities.models import PublishedKeys
from trellis.domain.identities.refusals import InvalidIdToken, KeysAway
from trellis.domain.identities.services.keys import key_of


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with issuer_running() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    running.status, running.published, running.asked = 200, ["one"], 0
    return running


def outcome(issuer: Issuer, key_id: str, now: datetime) -> str:
    try:
        return str(key_of(issuer.url, key_id, now=now).key_id)
    except (InvalidIdToken, KeysAway) as refusal:
        return type(refusal).__name__


@pytest.mark.django_db(transaction=True)
def test_of_8_at_once_one_asks_and_nobody_is_told_a_lie(issuer: Issuer) -> None:
    now = timezone.now()
    told = at_once(8, lambda _: outcome(issuer, "one", now))
    assert (issuer.asked, set(told) <= {"one", "KeysAway"}, "one" in told) == (1, True, True)
    assert outcome(issuer, "one", now) == "one"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_fetched_while_a_transaction_is_open(issuer: Issuer) -> None:
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        key_of(issuer.url, "one", now=timezone.now())
    assert issuer.asked == 0


@pytest.mark.django_db
def test_an_outage_is_asked_about_once_a_minute_and_takes_no_known_key_away(issuer: Issuer) -> None:
    start = timezone.now()
    assert outcome(issuer, "one", start) == "one"
    issuer.status = 503
    later = [start + timedelta(minutes=minutes) for minutes in (61, 61.5, 62.5)]
    assert [outcome(issuer, "one", now) for now in later] == ["one"] * 3
    assert [outcome(issuer, "two", now) for now in later[1:]] == ["KeysAway"] * 2
    assert issuer.asked == 3


@pytest.mark.django_db
@pytest.mark.parametrize("document", [[], "x", None, {}, {"keys": 7}, {"keys": [{"kty": "oct"}]}])
def test_what_is_no_set_of_keys_takes_the_place_of_none(
    issuer: Issuer, document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = timezone.now()
    assert outcome(issuer, "one", start) == "one"
    monkeypatch.setattr("trellis.domain.identities.services.keys.fetch", lambda url: document)
    assert outcome(issuer, "one", start + timedelta(hours=2)) == "one"
    assert PublishedKeys.objects.get().document == issuer.document()


def test_whatever_is_no_document_is_not_published(issuer: Issuer) -> None:
    for url in ("http://127.0.0.1:9/keys", issuer.url.replace("http:", "https:")):
        with pytest.raises(NotPublished):
            fetch(url)
    issuer.status = 302
    with pytest.raises(NotPublished):
        fetch(issuer.url)
