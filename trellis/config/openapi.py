"""What the API description needs to know beyond the serializers."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from trellis.apis.enabled_talent.cookies import ACCESS
from trellis.config.doors import door_of


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The way in at every door: an access token of any of them."""

    target_class = "trellis.apis.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the security scheme object."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class CookieScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The other way in at one door: the same token in a cookie; changes need a CSRF token then."""

    target_class = "trellis.apis.enabled_talent.authentication.CookieAuthentication"
    name = "cookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the security scheme object."""
        return {"type": "apiKey", "in": "cookie", "name": ACCESS}


def tag_by_door(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Group the operations by the door that they belong to."""
    for path, operations in result["paths"].items():
        door = door_of(path)
        for operation in operations.values():
            operation["tags"] = [door.name if door else "Trellis"]
    return result


def in_words_of_3_0(result: Any, **_: Any) -> Any:
    """Say with `nullable` what our extensions say with the type null: the document promises OpenAPI 3.0."""
    if isinstance(result, list):
        return [in_words_of_3_0(each) for each in result]
    if not isinstance(result, dict):
        return result
    said = {key: in_words_of_3_0(each) for key, each in result.items()}
    kinds = said.get("type")
    if isinstance(kinds, list) and "null" in kinds:
        (said["type"],) = (kind for kind in kinds if kind != "null")
        return {**said, "nullable": True}
    if kinds == "null":
        del said["type"]
        return {**said, "nullable": True, "enum": [None]}
    for word in ("oneOf", "anyOf"):
        if _NULL in said.get(word, ()):
            others = [each for each in said.pop(word) if each != _NULL]
            return {**said, ("allOf" if len(others) == 1 else word): others, "nullable": True}
    return said


_NULL = {"nullable": True, "enum": [None]}
