"""What an endpoint can give besides JSON. Errors are JSON whatever was asked for."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer

PDF, CSV = "application/pdf", "text/csv"


class _Bytes(BaseRenderer):
    """The view has made the bytes already; what comes here as data is an error."""

    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return JSONRenderer().render(data)


class PdfRenderer(_Bytes):
    """Lets clients ask for PDF."""

    media_type = PDF
    format = "pdf"


class CsvRenderer(_Bytes):
    """Lets clients ask for CSV."""

    media_type = CSV
    format = "csv"
