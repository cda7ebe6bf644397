"""Robin's agent, with the settings that soosh-api.md prints."""

from datetime import UTC, datetime

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Agent
from trellis.domain.assistant.services.agents import USUAL_NAME

_SINCE = datetime(2025, 1, 14, 9, tzinfo=UTC)


def load_assistant() -> None:
    """Let Robin have an agent that is set up, unless there is one already."""
    robin = User.objects.get(username="robin")
    Agent.objects.get_or_create(
        user=robin,
        defaults={
            "name": USUAL_NAME,
            "created_at": _SINCE,
            "set_up_at": _SINCE,
            "auto_schedule_enabled": True,
            "auto_respond_messages": True,
            "auto_manage_calendar": True,
        },
    )
