"""The files that customers may send along: photos, videos and PDFs."""

from mimetypes import guess_type

from odoo.exceptions import ValidationError
from odoo.tools import human_size
from odoo.tools.mimetypes import guess_mimetype

from .typed_text import MOST_LETTERS

MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024  # of one file
# By what is in the file, whatever its name says.
FILE_TYPES = {
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heic",
    "image/heif",
    "application/pdf",
    "video/mp4",
    "video/quicktime",
}


def refuse_bad_files(env, files):
    """Refuse files that are too many, too big, empty, or neither photo, video nor PDF.

    :param files: pairs of file name and bytes
    :raise ValidationError: names the file and what to do
    """
    if len(files) > MOST_FILES:
        raise ValidationError(
            env._(
                "“Photos”: %(count)s files are too many. Send at most %(most)s, and the rest "
                "in a message afterwards.",
                count=len(files),
                most=MOST_FILES,
            )
        )
    for name, content in files:
        if "\0" in name or len(name) > MOST_LETTERS:
            raise ValidationError(
                env._("“Photos”: the name of a file is too long. Give it a shorter one.")
            )
        if not content:
            raise ValidationError(env._("“Photos”: the file %s is empty. Choose it again.", name))
        if len(content) > MOST_BYTES:
            raise ValidationError(
                env._(
                    "“Photos”: the file %(name)s is larger than %(most)s. Choose a smaller one.",
                    name=name,
                    most=human_size(MOST_BYTES),
                )
            )
        named = guess_type(name)[0]
        if named and named not in FILE_TYPES:
            raise ValidationError(
                env._(
                    "“Photos”: judging by its name, the file %s is not a photo, video or PDF. "
                    "Give it the right extension, such as .jpg.",
                    name,
                )
            )
        if guess_mimetype(content, default="") not in FILE_TYPES:
            raise ValidationError(
                env._(
                    "“Photos”: the file %s is not a photo, video or PDF. Choose a JPEG, PNG, "
                    "GIF, WebP or HEIC picture, an MP4 video, or a PDF.",
                    name,
                )
            )
