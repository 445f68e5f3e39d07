"""OpenAPI: the one error answer of every operation, and who may read the description."""

from typing import Any, ClassVar, cast

from csp.decorators import csp_update
from django.conf import settings
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from acts import openapi_fields
from acts.common.api.once import WRITES
from acts.common.idempotency import HEADER
from guarantees.api.machines import InScope

__all__ = ["Documentation", "Schema", "document_problems", "openapi_fields"]

_PROBLEM = {
    "type": "object",
    "description": "Every error answer (RFC 9457), with all findings at once.",
    "required": ["type", "title", "status", "detail", "findings"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["class", "code", "path", "text", "value"],
                "properties": {
                    "class": {"type": "integer", "enum": [12, 13, 14, 15, 26, 92, 93]},
                    "code": {"type": "string"},
                    "path": {"type": "string", "examples": ["consignments[0].items[2].net_mass"]},
                    "text": {"type": "string"},
                    "value": {"type": ["string", "null"]},
                },
            },
        },
    },
}
_IDEMPOTENCY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": (
        "A name of your own for this request, kept 7 days. Sent again with the same body it is done once and answered "
        "alike, refusals by the rules included (header `Idempotent-Replayed: true`); with another body 422; while it "
        "is still being worked 409."
    ),
}
_MEANING = {
    "400": "Not readable.",
    "401": "No log-in.",
    "403": "Not allowed; or, by its type `/problems/step-up-needed`, not before a proof is sent to `step-up/`.",
    "404": "Unknown, or not to be known.",
    "406": "Not given in that media type.",
    "409": "Not possible in this state (class 92), or the same key is still being worked.",
    "413": "Too large.",
    "415": "No such media type.",
    "422": "Findings, all at once.",
    "5XX": "Our own failure.",
}
_OF_A_READ = ("401", "403", "404", "406", "422", "5XX")


def document_problems(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """A drf-spectacular hook: every answer in `application/problem+json` an operation may give; writes take a key.

    An operation that says itself what a 401 looks like speaks OAuth: it keeps to its own answers and takes no key.
    """
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        f"Problem{status}": {"description": text, "content": content} for status, text in _MEANING.items()
    }
    components.setdefault("parameters", {})[HEADER] = _IDEMPOTENCY
    for path in result["paths"].values():
        for method, operation in path.items():
            if "401" in operation["responses"]:
                continue
            for status in _MEANING if method in WRITES else _OF_A_READ:
                operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
            if method in WRITES:
                operation.setdefault("parameters", []).append({"$ref": f"#/components/parameters/{HEADER}"})
    return result


class ReadsDocumentation(IsAuthenticated):
    """Whoever is logged in; in a demo, everybody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(settings.DEMO) or super().has_permission(request, view)


def _in_json(view: APIView, answer: Response) -> Response:
    """An error in the API's own shape, whatever the view renders otherwise."""
    view.request.accepted_renderer = JSONRenderer()
    return answer


class Described(SchemaGenerator):
    """Makes the description once for each language: it takes seconds, and follows from the code alone."""

    _made: ClassVar[dict[str | None, Any]] = {}

    def get_schema(self, request: Request | None = None, public: bool = False) -> Any:
        language, library = get_language(), cast(Any, super())
        if language not in self._made:
            self._made[language] = library.get_schema(request, public)
        return self._made[language]


class Schema(SpectacularAPIView):
    """The description of this API, OpenAPI 3.1."""

    generator_class = Described
    permission_classes = [ReadsDocumentation, InScope]

    def handle_exception(self, exc: Exception) -> Response:
        return _in_json(self, super().handle_exception(exc))


# Swagger's page alone styles itself inline and carries its pictures as data.
@method_decorator(csp_update({"style-src": ["'unsafe-inline'"], "img-src": ["data:"]}), name="dispatch")
class Documentation(SpectacularSwaggerSplitView):
    """The same to read and to try."""

    permission_classes = [ReadsDocumentation, InScope]

    def handle_exception(self, exc: Exception) -> Response:
        return _in_json(self, super().handle_exception(exc))
