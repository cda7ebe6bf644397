"""Conversations with somebody, and who speaks and acts for them."""

from trellis.domain.assistant.models.acts import Action, Proposal
from trellis.domain.assistant.models.agents import Agent
from trellis.domain.assistant.models.dialogues import Dialogue, Spoken, Waits
from trellis.domain.assistant.models.profiling import AnsweredBy, Profiling, ProfilingAnswer

__all__ = [
    "Action",
    "Agent",
    "AnsweredBy",
    "Dialogue",
    "Profiling",
    "ProfilingAnswer",
    "Proposal",
    "Spoken",
    "Waits",
]
