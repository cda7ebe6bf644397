"""Why something about candidates is refused: one class a reason."""

from trellis.core.refusals import Absent, Conflict, Invalid, NotAllowed


class NoProfile(Absent):
    """There is no such profile, or not for who asks."""


class NoEntry(Absent):
    """There is no such education, skill or language, or it is another's."""


class NoNote(Absent):
    """There is no such note, or not for who asks."""


class NoFile(Absent):
    """The profile has no such file."""


class NotTheirs(NotAllowed):
    """Who asks may read this, and nothing else."""


class HasProfile(Invalid):
    """The account has a profile already."""

    sentence = "You have a candidate profile already."


class NotComplete(Invalid):
    """Something is missing: `errors` says what."""


class NameTaken(Invalid):
    """A skill or a language would be there twice."""

    def __init__(self, field: str) -> None:
        super().__init__({field: ["You have this already."]})


class TooManyEntries(Invalid):
    """There is no room for another one."""

    def __init__(self, most: int) -> None:
        super().__init__(sentence=f"There is room for {most} of these.")


class NotKept(Invalid):
    """The database does not take these disability categories."""

    field = "disability_categories"
    sentence = "This cannot be kept."


class NotShared(Invalid):
    """Some of these fields are none of what the candidate has told."""

    field = "fields"
    sentence = "Only fields of your own disability_categories can be shared."


class NotAnApplicant(Invalid):
    """There is no such organization, or it does not see the profile."""

    field = "organization"
    sentence = "You have applied to no such organization that sees your profile."


class MustNotCount(Invalid):
    """Somebody looks for people by what must play no part in who is chosen."""

    field = "about"

    def __init__(self, protected: str) -> None:
        super().__init__(
            sentence=f"Nobody is looked for by {protected}: say what somebody should be able to do."
        )


class NothingRead(Absent):
    """No resume has been read, or not to its end."""

    sentence = "No resume has been read."


class ReadAgain(Conflict):
    """Another resume was uploaded after what is confirmed had been shown."""

    sentence = "Another resume has been uploaded in the meantime. Look at what was found in that one."


class NotFound(Invalid):
    """What is confirmed was not found in the resume."""

    field = "fields"
    sentence = "This was not found in the resume."
