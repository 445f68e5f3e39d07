"""Kept files as both faces hand them out: to be saved, never shown in the site's own name."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from acts.common.refusals import NotFound


def handed_out(file: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """The file under the name it was sent with; NotFound if the store has lost it."""
    try:
        content = file.open()
    except FileNotFoundError as error:
        raise NotFound("the file is no longer kept") from error
    answer = FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    answer["Cache-Control"] = "private, no-store"
    return answer
