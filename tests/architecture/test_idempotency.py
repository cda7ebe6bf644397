"""A POST of a door takes an `Idempotency-Key`, or it stands here with the reason why it need not."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from rest_framework.views import APIView

from tests.architecture.test_contract import SNAPSHOT
from tests.reading_yaml import read_yaml
from trellis.config.doors import door_of
from trellis.config.routes import Route, http_routes
from trellis.core.http.idempotency import HEADER, idempotent

# Their answers must be kept nowhere.
_TOKENS = "answers with tokens"
# A unique row, or what is asked for, makes the second time as good as the first.
_SAME = "said twice it is said once"
# A model is asked, which no transaction may wait for.
_QUESTION = "reads and changes nothing"
_NOBODY = "nobody is known to call"
# Of Enabled Talent, whose accounts stand under two prefixes.
_ACCOUNTS = {
    "change-password/": _TOKENS,
    "logout/": _SAME,
    "password_reset/": _NOBODY,
    "password_reset/confirm/": _NOBODY,
    "password_reset/validate_token/": _NOBODY,
    "resend-verification/": _NOBODY,
    "session/login/": _TOKENS,
    "signup/": _NOBODY,
    "token/": _TOKENS,
    "token/refresh/": _TOKENS,
    "verify-email/": _NOBODY,
}
WITHOUT = {
    "/api/users/email-login/": _TOKENS,
    "/api/users/email-login/verify/": _TOKENS,
    "/api/v1/ai-profiling/complete": _SAME,
    "/api/v1/auth/apple": _TOKENS,
    "/api/v1/auth/google": _TOKENS,
    "/api/v1/auth/linkedin": _TOKENS,
    "/api/v1/auth/login": _TOKENS,
    "/api/v1/auth/refresh-token": _TOKENS,
    "/api/v1/auth/register": _TOKENS,
    "/api/v1/auth/resend-verification": _NOBODY,
    "/api/v1/auth/verify-email": _NOBODY,
    "/api/v1/bookings/<booking_id>/cancel": _SAME,
    "/api/v1/bookings/<booking_id>/join": _TOKENS,
    "/api/v1/bookings/bundles/<bundle_id>/cancel": _SAME,
    "/api/v1/bookings/create": _TOKENS,
    "/api/v1/messages/conversation/<user_id>/read": _SAME,
    "/api/v1/messages/conversation/<user_id>/typing": _SAME,
    "/api/v1/messages/conversations/<conversation_id>/read": _SAME,
    "/api/v1/messages/conversations/<conversation_id>/typing": _SAME,
    "/api/v1/notifications/push/subscriptions": _SAME,
    "/api/v1/payments/confirm": _SAME,
    "/api/v1/payments/create-intent": _TOKENS,
    "/api/v1/payments/webhook": _NOBODY,
    "/api/talent-engine/tenants/<tenant_id>/switch/": _TOKENS,
    **{f"{prefix}{path}": why for prefix in ("/api/auth/", "/api/users/") for path, why in _ACCOUNTS.items()},
    "/api/candidates/career-coach/": _QUESTION,
    "/api/candidates/prompt/": _QUESTION,
    "/api/channels/agent/": _QUESTION,
    "/api/talent-engine/video-sessions/join/": _SAME,
    "/api/talent-engine/video-sessions/leave/": _SAME,
    "/api/talent-engine/video-sessions/toggle_camera/": _SAME,
    "/api/talent-engine/video-sessions/toggle_mute/": _SAME,
}
_SECRET = re.compile(r"(?i)(^|_)(access|refresh|tokens?|secret|password|api_key)($|_)")


def without_key(routes: Iterable[Route]) -> set[str]:
    """Return the addresses of doors whose POST does not take a key."""
    return {
        route.address
        for route in routes
        if door_of(route.pattern) is not None
        and hasattr(route.view, "post")
        and not hasattr(route.view.post, "is_idempotent")
    }


def secrets_in(operation: dict[str, Any], schemas: dict[str, Any]) -> set[str]:
    """Return the names of fields of an operation's successes that sound like a token or a secret."""
    successes = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    return {name for name in _names_in(successes, schemas, set()) if _SECRET.search(name)}


def _names_in(part: Any, schemas: dict[str, Any], seen: set[str]) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _names_in(each, schemas, seen)
    if not isinstance(part, dict):
        return
    yield from part.get("properties", {})
    reference = part.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        seen.add(reference)
        yield from _names_in(schemas[reference.rpartition("/")[2]], schemas, seen)
    for each in part.values():
        yield from _names_in(each, schemas, seen)


def test_every_post_of_a_door_takes_a_key_or_says_why_not() -> None:
    found = without_key(http_routes())
    assert found - WITHOUT.keys() == set(), "put @idempotent over it, or say here why it needs no key"
    assert WITHOUT.keys() - found == set(), "these take one by now, or are gone: take them off the list"


def test_no_answer_that_is_kept_has_a_token_or_a_secret() -> None:
    described = read_yaml(SNAPSHOT.read_text())
    taking = {
        path: operation
        for path, operations in described["paths"].items()
        for operation in operations.values()
        if HEADER in (parameter["name"] for parameter in operation.get("parameters", ()))
    }
    assert len(taking) > 20
    found = {path: secrets_in(each, described["components"]["schemas"]) for path, each in taking.items()}
    assert {path: names for path, names in found.items() if names} == {}


class TestWhatIsPlanted:
    def test_a_post_without_a_key_is_found(self) -> None:
        class Planted(APIView):
            def post(self) -> None: ...

        class Taking(APIView):
            @idempotent
            def post(self) -> Any: ...

        class Reading(APIView):
            def get(self) -> None: ...

        routes = [
            Route("/mentor/planted/<int:id>/", Planted),
            Route("/mentor/taking/", Taking),
            Route("/mentor/reading/", Reading),
            Route("/sign-in/", Planted),
        ]
        assert without_key(routes) == {"/mentor/planted/<id>/"}

    def test_a_token_in_an_answer_is_found(self) -> None:
        schemas = {
            "Pair": {"properties": {"user": {"$ref": "#/User"}, "access_token": {}}},
            "User": {"properties": {"pair": {"$ref": "#/Pair"}, "refresh": {}, "tokenized": {}}},
        }
        answer = {"content": {"application/json": {"schema": {"$ref": "#/Pair"}}}}
        assert secrets_in({"responses": {"201": answer}}, schemas) == {"access_token", "refresh"}
        assert secrets_in({"responses": {"400": answer}}, schemas) == set()
