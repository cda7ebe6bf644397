"""Robin, with an agent, as the door knows them."""

from typing import Any

from rest_framework.test import APIClient

from tests.apis.conftest import client_of
from tests.domain.mentorship.world import person
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import Journey

API = "/api/v1/ai-agent"
# As soosh-api.md prints it.
PRINTED = {
    "agent_name": "Soosh Assistant",
    "agent_personality": {"tone": "friendly", "verbosity": "concise"},
    "voice_id": "default",
    "language": "en-US",
    "auto_schedule_enabled": True,
    "auto_respond_messages": True,
    "auto_manage_calendar": True,
}
QUIET = {"auto_schedule_enabled": False, "auto_respond_messages": False, "auto_manage_calendar": False}


class Person:
    """Somebody whom an agent is for, and what they ask in their name; `settings` None is without one."""

    def __init__(self, name: str = "robin", settings: dict[str, Any] | None = PRINTED) -> None:
        self.user: User = person(name, journey=Journey.DISABLED)
        self.client: APIClient = client_of(name)
        if settings is not None:
            self.ask("post", "create", settings, status=201)

    def ask(self, method: str, path: str, body: Any = None, *, status: int = 200, **headers: str) -> Any:
        """Return what is answered, once it is of that status."""
        response = self.answer(method, path, body, **headers)
        assert response.status_code == status, response.content
        return response.json()

    def answer(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Return the answer."""
        return getattr(self.client, method)(f"{API}/{path}", body, format="json", headers=headers)

    def log(self) -> list[dict[str, Any]]:
        """Return what the agent did."""
        actions: list[dict[str, Any]] = self.ask("get", "actions-log")["actions"]
        return actions
