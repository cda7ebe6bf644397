"""Which pictures an achievement can have: each is a file of the web, which a test looks for."""

ICONS = (
    *("book", "books", "chairs", "chip", "comet", "compass", "flag", "flame", "footsteps", "medal"),
    *("megaphone", "mountain", "path", "quill", "scales", "speech", "star", "summit"),
)
