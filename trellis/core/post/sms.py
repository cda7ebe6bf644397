"""Messages to phones: a row in the caller's transaction, sent by a task, as mail is.

SMS_URL names the gateway: an https address that takes a form with `To`, `Body` and, where
TRELLIS_SMS_FROM is set, `From`, as Twilio's Messages resource does; user and password in the address
become basic authentication. Without it messages stay in the outbox of development, and production
writes none.
"""

import re
from base64 import b64encode
from contextlib import closing
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, unquote, urlencode, urlsplit

import structlog
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from trellis.core.db.locks import locked
from trellis.core.models import Sms
from trellis.core.outside import outside_of_transactions
from trellis.core.tasks import enqueue

log = structlog.get_logger("trellis.sms")
_TIMEOUT = 10  # seconds
_BETWEEN_DIGITS = re.compile(r"[\s().\-/]")
_NUMBER = re.compile(r"\+?[0-9]{6,15}")
_TRY_AGAIN = frozenset({408, 425, 429})


class GatewayError(Exception):
    """The gateway did not take the message."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The gateway answered {status}.")
        self.status = status


class GatewayBusy(GatewayError):
    """It may take the message later."""


class GatewayRefused(GatewayError):
    """It never will: a wrong number, wrong credentials, a wrong address."""


# What a gateway refuses is not tried again: the job fails, and is seen.
RETRY = RetryStrategy(
    max_attempts=6,
    exponential_wait=4,
    retry_exceptions={OSError, HTTPException, GatewayBusy, OperationalError},
)


def send(*, to: str, text: str, now: datetime, expires_at: datetime | None = None) -> Sms | None:
    """Queue one message; it leaves when the current transaction has committed, never after `expires_at`.

    Returns None where nothing can be sent: in production without a gateway, or to no phone number.
    """
    number = phone_number(to)
    if number is None or (settings.IS_PRODUCTION and not settings.SMS_URL):
        return None
    sms = Sms.objects.create(to=number, text=text, created_at=now, expires_at=expires_at)
    enqueue(deliver, sms_id=sms.pk)
    return sms


def phone_number(text: str) -> str | None:
    """Return the digits of a phone number as people write it, with its plus; None if it is none."""
    digits = _BETWEEN_DIGITS.sub("", text)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    return digits if _NUMBER.fullmatch(digits) else None


# Jobs that wait in databases know it by this name, wherever it stands.
@app.task(name="trellis.core.sms.deliver", retry=RETRY)
def deliver(*, sms_id: int) -> None:
    """Send the message of this row once, to the gateway where SMS_URL is set, else into the outbox.

    As with mail, a crash between the gateway's yes and the note of it can send twice.
    """
    with locked("sms", sms_id):
        sms = Sms.objects.filter(pk=sms_id, sent_at=None).first()
        if sms is None:
            return
        now = timezone.now()
        if sms.expires_at is not None and sms.expires_at <= now:
            log.warning("text message came too late", sms_id=sms.pk)
            return
        if settings.SMS_URL:
            _post(sms)
            sms.text = ""
        sms.sent_at = now
        sms.save(update_fields=["text", "sent_at"])


def _post(sms: Sms) -> None:
    outside_of_transactions()
    url = urlsplit(settings.SMS_URL)
    fields = {"To": sms.to, "Body": sms.text}
    if settings.SMS_FROM:
        fields["From"] = settings.SMS_FROM
    target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
    with closing(_connection(url)) as connection:
        connection.request("POST", target, urlencode(fields), _headers(url))
        # No redirect is followed: it would lead the message elsewhere.
        status = connection.getresponse().status
    if 200 <= status < 300:
        return
    raise GatewayBusy(status) if status >= 500 or status in _TRY_AGAIN else GatewayRefused(status)


def _connection(url: SplitResult) -> HTTPConnection:
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    return kind(url.hostname or "", url.port, timeout=_TIMEOUT)


def _headers(url: SplitResult) -> dict[str, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if url.username is not None:
        secret = f"{unquote(url.username)}:{unquote(url.password or '')}"
        headers["Authorization"] = f"Basic {b64encode(secret.encode()).decode()}"
    return headers
