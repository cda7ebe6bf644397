"""What cannot follow a law of the house, each with its reason. The list may only shrink."""

from collections.abc import Collection

EXCEPTIONS: dict[str, dict[str, str]] = {
    # Doors catch no refusals: the base view asks the door's answers.py.
    "caught refusals": {
        "authentication InvalidToken": "who asks is known before what a door answers",
        "mansa.availability InvalidWindow": "which of the lists it speaks of, the request alone knows",
    },
    # Every refusal is of a family.
    "families": {
        "MentorshipError": "what the pages of mentorship catch, whichever it is; never raised itself",
    },
    # What speaks to the outside asks first whether a transaction is open.
    "outside": {
        "core/http/bridge/listeners.py": "opens the sockets that we listen at",
        "launcher/ports.py": "asks whether our own server answers, with no database at hand",
    },
    # What people write is a line, a text or an address.
    "texts at doors": {
        "RegisterInput.password": "has a form of its own, in which it is hashed",
        "LoginInput.email": "compared, never kept",
        "LoginInput.password": "compared, never kept",
        "RefreshInput.refresh_token": "ours: compared, never kept",
        "TokenInput.token": "ours: compared, never kept",
        "ProviderInput.token": "signed: read, never kept",
        "ProviderInput.id_token": "signed: read, never kept",
        "ProviderInput.nonce": "compared, never kept",
        "ProviderInput.password": "compared, never kept",
        "ProviderInput.code": "ours: compared, never kept",
        "SignUpInput.password": "has a form of its own, in which it is hashed",
        "CredentialsInput.email": "compared, never kept",
        "CredentialsInput.password": "compared, never kept",
        "TokenRefreshInput.refresh": "ours: compared, never kept",
        "VerifyInput.token": "ours: compared, never kept",
        "ChangePasswordInput.old_password": "compared, never kept",
        "ChangePasswordInput.new_password": "has a form of its own, in which it is hashed",
        "ChangePasswordInput.confirm_password": "compared, never kept",
        "ResetTokenInput.token": "ours: compared, never kept",
        "ResetInput.password": "has a form of its own, in which it is hashed",
        "InvitationToken.token": "ours: compared, never kept",
        "SeatInput.invitation": "ours: compared, never kept",
        "ComplianceChanges.checked_by_id": "names an account",
        "IdsInput.ids": "name requisitions",
        "CloseBatchInput.job_requisition_ids": "name requisitions",
        "_ShortPostWithImage.content": "an answer",
        "_ShortPostWithVideo.content": "an answer",
    },
    "texts on pages": {
        "PasswordForm.password": "compared, never kept",
        "NewPasswordForm.password": "has a form of its own, in which it is hashed",
    },
}


def hold(law: str, breaking: Collection[str], advice: str) -> None:
    """Fail where something breaks the law and is not excused, and where what is excused keeps it by now."""
    excused = EXCEPTIONS.get(law, {}).keys()
    assert set(breaking) - excused == set(), advice
    assert excused - set(breaking) == set(), "these follow by now: take them off the list of exceptions"
