"""What the API description needs to know beyond the serializers."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

# The first prefix that fits counts.
_DOORS = {
    "/mentor/": "Talent Pool",
    "/api/talent-engine/": "Talent Engine",
    "/api/v1/mentorship/": "Mansa",
    "/api/users/": "Mansa",
    "/api/v1/": "SOOSH",
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The one way in: an access token of any door."""

    target_class = "trellis.apis.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the security scheme object."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def tag_by_door(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Group the operations by the door that they belong to."""
    for path, operations in result["paths"].items():
        door = next((name for prefix, name in _DOORS.items() if path.startswith(prefix)), "Trellis")
        for operation in operations.values():
            operation["tags"] = [door]
    return result
