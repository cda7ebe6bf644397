"""What workers do: have subcategories and profiles understood, where that could not be at once."""

from procrastinate.contrib.django import app

from trellis.core.tasks import RETRY
from trellis.domain.catalog.services import phrases, recommending


@app.task(retry=RETRY)
def embed_phrases() -> None:
    """Embed every phrase anew, where the model in use has not yet."""
    phrases.embed_all()


@app.task(retry=RETRY)
def derive_profile(profile_id: int, version: int) -> None:
    """Derive what follows from a version of a profile, where no model was to be had when it was written."""
    recommending.derive_of(profile_id=profile_id, version=version)


@app.task(retry=RETRY)
def derive_profiles() -> None:
    """Derive anew what another model has understood."""
    recommending.derive_anew()
