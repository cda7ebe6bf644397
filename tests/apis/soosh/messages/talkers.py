"""People who talk over HTTP."""

from typing import Any

from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from trellis.domain.accounts.models import User

API = "/api/v1/messages"


class Talker:
    """Somebody with an account, and what they ask in its name."""

    def __init__(self, name: str, **fields: Any) -> None:
        self.user = User.objects.create_user(
            name, f"{name}@example.com", "x", first_name=name.title(), last_name="Lee", **fields
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

    def say(self, to: "Talker", text: str = "Hi!", **more: Any) -> Any:
        """Say something to somebody; return the message."""
        body = {"recipient_user_id": to.id, "message_text": text, **more}
        return self.ask("post", "send", body, status=201)["message"]

    def say_in(self, conversation_id: str, text: str = "Hi!", **more: Any) -> Any:
        """Say something in a conversation; return the message."""
        body = {"message_text": text, **more}
        return self.ask("post", f"conversations/{conversation_id}/messages", body, status=201)["message"]

    def heard(self, other: "Talker", query: str = "") -> Any:
        """Return what one and somebody else have said to each other; by that it is read."""
        return self.ask("get", f"conversation/{other.id}{query}")

    def conversations(self, query: str = "") -> Any:
        """Return one's conversations."""
        return self.ask("get", f"conversations{query}")["conversations"]

    def unread(self) -> int:
        """Return how much is unread in all of them."""
        return sum(each["unread_count"] for each in self.conversations())

    def heard_in(self, conversation_id: str) -> Any:
        """Return what was said in a conversation."""
        return self.ask("get", f"conversations/{conversation_id}")["messages"]
