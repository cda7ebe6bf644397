"""Why a document cannot be read: what it is, and what to do."""

from trellis.core.refusals import Invalid


class Unreadable(Invalid):
    """It is nothing that can be read."""

    field = "resume_file"
    code = "damaged"
    sentence = "This file is damaged, or no PDF, DOCX or TXT file. Save it again, and upload that."


class TooLarge(Unreadable):
    """It has too many bytes."""

    code = "too_large"
    sentence = "This file is larger than 10 MB. Save it with smaller pictures, and upload that."


class Empty(Unreadable):
    """Nothing is on its pages."""

    code = "empty"
    sentence = "Nothing is written in this file. Look whether it is the right one."


class Locked(Unreadable):
    """It opens with a password alone."""

    code = "encrypted"
    sentence = "This file is protected with a password. Save it without one, and upload that."


class OnlyPictures(Unreadable):
    """Its pages are pictures, without text."""

    code = "scanned"
    sentence = (
        "The pages of this file are pictures without text."
        " Let a program recognise the text (OCR), or save the resume from where it was written."
    )


class TooManyPages(Unreadable):
    """It has more pages than anybody's resume."""

    code = "too_many_pages"
    sentence = "This file has more than 50 pages. Upload the resume alone."


class TooLargeInside(Unreadable):
    """It is small outside, and large once unpacked."""

    code = "too_large_inside"
    sentence = "This file is too large inside: unpacked, it takes more room than we give it. Save it again."


class NoLetters(Unreadable):
    """Its fonts do not say what letters their signs are."""

    code = "unreadable_letters"
    sentence = (
        "The letters of this file cannot be read: its fonts do not say which they are."
        " Save it as PDF again, with another font, or as DOCX."
    )


class TooHard(Unreadable):
    """Reading it takes more time or memory than it may have."""

    code = "too_hard"
    sentence = "Reading this file takes too long. Save it as a plain PDF or as DOCX, and upload that."
