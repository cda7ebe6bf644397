"""What a portfolio is made of, for whom each part is, and where something of it is shared."""

from django.db.models import TextChoices


class Audience(TextChoices):
    """For whom a part is: for everybody, for who is signed in, or for oneself."""

    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"


class Part(TextChoices):
    """What can be seen, or not, of somebody. How to reach them is no part: it is never shown."""

    BIO = "bio"
    SKILLS = "skills"
    PROJECTS = "projects"
    ACHIEVEMENTS = "achievements"
    CERTIFICATES = "certificates"
    BADGES = "badges"
    RESUME = "resume"


# What somebody writes for a portfolio is for everybody; what is known of them besides is so once they say it.
USUAL: dict[Part, Audience] = {
    Part.BIO: Audience.PUBLIC,
    Part.SKILLS: Audience.PUBLIC,
    Part.PROJECTS: Audience.PUBLIC,
    Part.ACHIEVEMENTS: Audience.MEMBERS,
    Part.CERTIFICATES: Audience.MEMBERS,
    Part.BADGES: Audience.MEMBERS,
    Part.RESUME: Audience.PRIVATE,
}


class Source(TextChoices):
    """Where a resume comes from: the person's history here, or a document that they brought."""

    GENERATED = "generated"
    IMPORTED = "imported"


class Platform(TextChoices):
    """Where something can be shared. X is still called Twitter by many."""

    LINKEDIN = "linkedin"
    TWITTER = "twitter"
    X = "x"
    FACEBOOK = "facebook"


class ShareState(TextChoices):
    """How far a post is: an address was offered, it waits to be posted, it is posted, or it could not be."""

    OFFERED = "offered"
    WAITING = "waiting"
    POSTED = "posted"
    FAILED = "failed"
