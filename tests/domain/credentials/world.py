"""People with badges, and strangers who check them by what is published alone."""

import hashlib
import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tests.domain.credentials.ed25519 import is_signed
from tests.domain.learning.factory import opportunity
from trellis.domain.accounts.models import User
from trellis.domain.credentials.models import Badge
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.learning.services.progressing import progress
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.scouting.models import Coach, Selection, Talent

NOW = datetime(2027, 3, 2, 23, 30, 15, 400, tzinfo=UTC)
_names = count(1)
_BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def learner(**fields: Any) -> User:
    """Make an account."""
    name = f"ann{next(_names)}"
    made = {"username": name, "email": f"{name}@ann.example", "first_name": "Ann", "last_name": "Lee"}
    return User.objects.create(**{**made, **fields})


def finished(user: User, *, now: datetime = NOW, **said: Any) -> Badge:
    """Have somebody complete a course; return the badge that comes of it."""
    about = {"title": "Knots", "difficulty": "beginner", "duration_minutes": 90, **said}
    row, _ = enroll(
        user=user, opportunity_id=opportunity(now=now - timedelta(days=9), **about).public_id, now=now
    )
    return complete(row, now=now)


def complete(row: Enrollment, *, now: datetime = NOW) -> Badge:
    """Have an enrolment be over; return the badge that comes of it."""
    progress(user=row.user, enrollment_id=row.public_id, percentage=100, now=now)
    return Badge.objects.get(user=row.user, source=str(row.public_id))


def reviewed(mentee: User, mentor: Mentor, text: str = "Asks good questions.", **changes: Any) -> Booking:
    """Write a session that took place, and what the mentor has said of the mentee."""
    start = NOW - timedelta(days=next(_names))
    said = {
        "starts_at": start,
        "ends_at": start + timedelta(hours=1),
        "blocked_until": start + timedelta(hours=1),
        "expires_at": start,
        "topic": "Portfolio",
        "status": Status.COMPLETED,
        "mentor_feedback": text,
        "created_at": start,
        "updated_at": start,
    }
    return Booking.objects.create(mentor=mentor, mentee=mentee, **{**said, **changes})


def selected(user: User, coach: User) -> Selection:
    """Have a coach select somebody."""
    dates = {"created_at": NOW, "updated_at": NOW}
    return Selection.objects.create(
        coach=Coach.objects.create(user=coach, **dates),
        talent=Talent.objects.create(user=user, **dates),
        verdict="selected",
        judged_at=NOW,
    )


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    """Return header and claims of a JWT, what is signed of it, and the signature."""
    head, body, signature = token.split(".")
    return json.loads(raw(head)), json.loads(raw(body)), f"{head}.{body}".encode(), raw(signature)


def is_genuine(token: str, did: dict[str, Any]) -> bool:
    """Tell whether a JWT is signed by a key that a DID document has now: by arithmetic alone."""
    header, _, message, signature = parts(token)
    keys = [each for each in did["verificationMethod"] if each["id"] == header["kid"]]
    return any(
        each["id"] in did["assertionMethod"] and is_signed(raw(each["publicKeyJwk"]["x"]), message, signature)
        for each in keys
    )


def has_proof(document: dict[str, Any], did: dict[str, Any]) -> bool:
    """Tell the same of a document with a proof in it (eddsa-jcs-2022)."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in document["proof"].items() if name != "proofValue"}
    message = _digest({**options, "@context": document["@context"]}) + _digest(bare)
    keys = [each for each in did["verificationMethod"] if each["id"] == options["verificationMethod"]]
    return any(
        is_signed(_plain(each["publicKeyMultibase"])[2:], message, _plain(document["proof"]["proofValue"]))
        for each in keys
    )


def raw(text: str) -> bytes:
    """Return the bytes of base64url."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _digest(document: dict[str, Any]) -> bytes:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


def _plain(text: str) -> bytes:
    """Return the bytes of base58btc; none of ours begin with a zero."""
    number = 0
    for sign in text.removeprefix("z"):
        number = number * 58 + _BASE_58.index(sign)
    return number.to_bytes((number.bit_length() + 7) // 8)
