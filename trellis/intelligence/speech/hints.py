"""Words that are likely to be said: in an answer to one of profiling's questions, or to somebody's agent."""

from collections.abc import Sequence

# No subject stands here: in noise one would be heard that nobody named.
_USUAL: tuple[tuple[str, ...], ...] = (
    ("I'm passionate about", "I love", "I enjoy", "I'm interested in"),
    ("I'm a complete beginner", "I'm intermediate", "I'm advanced", "I'm an expert"),
    ("My goal is to", "I want to become", "I'd like to"),
    (
        *("two hours a day", "ten hours a week", "thirty minutes", "on weekends", "every evening"),
        *("I learn by watching videos", "reading", "listening", "hands-on projects"),
    ),
)


def hints_for(step: int, *, said: Sequence[str] = ()) -> list[str]:
    """Return hints for the answer to question `step` (from 1); `said` are subjects named before."""
    usual = _USUAL[step - 1] if 0 < step <= len(_USUAL) else ()
    return [*said, *usual]


# No yes is among them: in noise one would be heard that nobody said.
_COMMANDS = (
    *("Book a session with", "cancel my session with", "reschedule", "move it to", "read my messages"),
    *("send a message to", "pay", "undo that"),
)


def hints_for_commands(names: Sequence[str]) -> list[str]:
    """Return hints for a command; `names` are of those whom the person knows, the likeliest first."""
    return [*_COMMANDS, *names]
