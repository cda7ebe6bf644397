"""People who ask the community over HTTP."""

from typing import Any

from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from trellis.domain.accounts.models import User

API = "/api/v1/community"


class Neighbour:
    """Somebody with an account, and what they ask in its name."""

    def __init__(self, name: str, **fields: Any) -> None:
        self.user = User.objects.create_user(
            name, f"{name}@example.com", "x", first_name=name.title(), **fields
        )
        self.id = str(self.user.public_id)
        self.client: APIClient = client_of(name)

    def ask(self, method: str, path: str, body: Any = None, *, status: int = 200, **headers: str) -> Any:
        """Return what is answered, once it is of that status."""
        response = self.answer(method, path, body, **headers)
        assert response.status_code == status, response.content
        return response.json() if response.content else None

    def answer(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Return the answer."""
        return getattr(self.client, method)(f"{API}/{path}", body, format="json", headers=headers)

    def found(self, name: str = "Design", **more: Any) -> str:
        """Make a group; return its id."""
        return str(self.ask("post", "groups", {"name": name, **more}, status=201)["group"]["id"])

    def join(self, group: str) -> None:
        """Come to a group."""
        self.ask("post", f"groups/{group}/join", status=201)

    def write(self, group: str, text: str = "Hello") -> str:
        """Write a post; return its id."""
        return str(self.ask("post", f"groups/{group}/posts", {"text": text}, status=201)["post"]["id"])
