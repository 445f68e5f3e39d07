"""A declaration typed in the browser, part by part; each is saved by the service the API uses (spec section 3)."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from acts.common import clock
from acts.common.refusals import NotAllowed, NotFound, Refusal, WrongState
from guarantees import selectors as guarantees
from offices import selectors as offices
from offices.actors import Actor
from offices.enums import OfficeRole
from offices.pages import acting
from offices.pages.tags import words
from transit import permissions
from transit.enums import State
from transit.models import Attachment, Movement
from transit.selectors import movements
from transit.services import content as contents
from transit.services import declaration, lines
from transit.views import places
from transit.views.acting import tell_refused_guarantee
from transit.views.forms import lists
from transit.views.forms.goods import Consignment, Item
from transit.views.forms.part import Part, Setting
from transit.views.places import SECTIONS, TITLES
from transit.views.trader import Amend

PAGE = 25
MOST_CONSIGNMENTS = 99


class Page(View):
    """What every page of a draft needs: who asks, the draft, its content. Officers see it on the movement's page.

    Where a declaration that was lodged may be amended (spec section 5, row 7), each part saved is an amendment.
    """

    http_method_names = ["get", "head", "post"]
    current: str = ""
    template: ClassVar[str] = "transit/declare/part.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.at: datetime = clock.now()
        self.actor: Actor = acting.actor_of(request, self.at)
        self.row: Movement = movements.known(self.actor, kwargs.pop("movement"), at=self.at)
        if not permissions.principal_prepares(self.actor, self.row):
            raise NotAllowed(_("Only the principal's people who prepare or lodge write its declarations."))
        self.amends = self.row.state != State.DRAFT
        if self.amends and (not permissions.principal_lodges(self.actor, self.row) or Amend.hindrance(self.row, "")):
            text = _("Nothing was changed: this is no longer a draft. It is now %(state)s.")
            messages.warning(request, text % {"state": words(self.row.state)})
            return redirect("movement", self.row.pk)
        self.content = contents.read(self.row)
        return super().dispatch(request, *args, **kwargs)

    @property
    def consignments(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.content["consignments"]
        return found

    def show(self, request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            **acting.frame(self.actor, at=self.at),
            "movement": self.row,
            "steps": list(_steps(self.row.pk, self.current)),
            "title": TITLES[self.current],
            "amends": self.amends,
            **more,
        }
        return render(request, self.template, context, status=status)


def _steps(movement: uuid.UUID, current: str) -> Iterable[Mapping[str, Any]]:
    for slug, title in TITLES.items():
        yield {"title": title, "url": _address(movement, slug), "current": slug == current}


def _address(movement: uuid.UUID, slug: str) -> str:
    return reverse("declare", args=[movement, slug]) if slug in SECTIONS else reverse("declare-goods", args=[movement])


class Typed(Page, ABC):
    """A page with a form. Subclasses say what the form shows and what saving it changes."""

    part: type[Part]

    def stored(self) -> Mapping[str, Any]:
        """What is stored of this part."""
        return self.content

    def change(self, judged: dict[str, Any]) -> dict[str, Any]:
        """The top-level fields to be replaced."""
        return judged

    @abstractmethod
    def onward(self) -> str:
        """Where to go when it is saved."""

    def lists(self) -> Mapping[str, Any]:
        """What the form chooses from."""
        members = offices.member_states()
        return {
            "members": [(row.pk, row.name) for row in members],
            "countries": lists.countries(members),
            "currencies": lists.currencies(members),
        }

    def prefix(self) -> str:
        """Where in the declaration the paths of the form begin."""
        return ""

    def extra(self) -> Mapping[str, Any]:
        """What else the page shows."""
        return {}

    def form(self, data: Any = None, more: str = "") -> Part:
        setting = Setting(acting.zones(), self.lists())
        return self.part(
            data,
            movement=self.row,
            content=self.stored(),
            setting=setting,
            more=more,
            prefix_path=self.prefix(),
        )

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = self.form()
        if "check" in request.GET and not self.amends:
            verdict = declaration.review(actor=self.actor, movement=self.row.pk, at=self.at)
            form.tell(row.as_dict() for row in verdict.findings if self._mine(row.path))
            if not form.errors:
                messages.info(request, _("Nothing to mend on this part."))
        return self.show(request, form=form, **self.extra())

    def tell_unusual(self, request: HttpRequest) -> None:
        """What was just saved and does not refuse the lodging, but is most often a slip of the pen."""
        verdict = declaration.review(actor=self.actor, movement=self.row.pk, at=self.at)
        for hint in verdict.warnings:
            if places.place(hint.path).slug == self.current:
                messages.warning(request, hint.text)

    def _mine(self, path: str) -> bool:
        inner = path.removeprefix(self.prefix())
        return path.startswith(self.prefix()) and not inner.startswith("items")

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        if "remove" in request.POST:
            return self.remove(request)
        if (more := request.POST.get("add", "")) in self.part.many:
            return self.show(request, form=self.form(request.POST, more), **self.extra())
        form = self.form(request.POST)
        if (form.stale or self.amends) and form.saved_already:
            return redirect(self.onward())
        if form.stale:
            form.full_clean()
            form.changed_elsewhere()
        elif form.is_valid() and self.save(form, lambda: self.change(form.judged)):
            if self.amends:
                return redirect("movement", self.row.pk)
            messages.success(request, _("Saved."))
            self.tell_unusual(request)
            return redirect(self.onward())
        return self.show(request, form=form, status=422, **self.extra())

    def save(self, form: Part | None, change: Callable[[], dict[str, Any]]) -> bool:
        """Whether the declaration took the change; a refusal is told in the form, where there is one."""
        keep = declaration.amend if self.amends else declaration.update
        try:
            done = keep(actor=self.actor, movement=self.row.pk, content=change(), version=self.row.version, at=self.at)
        except declaration.Stale:
            self.row = movements.known(self.actor, self.row.pk, at=self.at)
            if form is not None:
                form.subject = self.row
                form.changed_elsewhere()
            return False
        except (WrongState, NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            if form is None:
                raise
            form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
            return False
        if self.amends and not tell_refused_guarantee(self.request, done):
            messages.success(self.request, str(Amend.done))
        return True

    def remove(self, request: HttpRequest) -> HttpResponse:
        """Take out what the page shows; only goods can be."""
        raise Http404


class Section(Typed):
    """Journey, guarantees, truck and driver, containers and seals."""

    def dispatch(self, request: HttpRequest, *args: Any, section: str, **kwargs: Any) -> Any:
        if section not in SECTIONS:
            raise Http404
        self.current, self.part = section, SECTIONS[section]
        return super().dispatch(request, *args, **kwargs)

    def lists(self) -> Mapping[str, Any]:
        if self.current == "cover":
            rows = guarantees.visible(actor=self.actor).filter(principal=self.row.principal_id).exclude(grn=None)
            return {"own": list(rows.order_by("grn")[:99])}
        if self.current != "journey":
            return super().lists()
        found = offices.open_offices(day=self.at.date())
        roles = (OfficeRole.DEPARTURE, OfficeRole.TRANSIT, OfficeRole.DESTINATION)
        return {**super().lists(), **{role: lists.offices(found, role) for role in roles}}

    def onward(self) -> str:
        slugs = list(TITLES)
        following = slugs[slugs.index(self.current) + 1]
        return _address(self.row.pk, following)


class Goods(Page):
    """The consignments of the draft, with ways to each and to a new one."""

    current = "goods"
    template = "transit/declare/goods.html"

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        page = Paginator(list(enumerate(self.consignments, start=1)), PAGE).get_page(request.GET.get("page"))
        new = len(self.consignments) + 1
        room = new <= MOST_CONSIGNMENTS
        return self.show(request, page=page, new=new if room else None)


class OneConsignment(Typed):
    """A consignment and the list of its items; the number behind the last one is that of a new one."""

    current, template = "goods", "transit/declare/consignment.html"
    part = Consignment

    def dispatch(self, request: HttpRequest, *args: Any, consignment: int, **kwargs: Any) -> Any:
        self.position = consignment - 1
        return super().dispatch(request, *args, **kwargs)

    def setup_place(self) -> None:
        """404 for a place behind the next free one."""
        if not 0 <= self.position <= min(len(self.consignments), MOST_CONSIGNMENTS - 1):
            raise Http404

    def stored(self) -> Mapping[str, Any]:
        self.setup_place()
        return self.consignments[self.position] if self.position < len(self.consignments) else {}

    def prefix(self) -> str:
        return f"consignments[{self.position}]."

    def change(self, judged: dict[str, Any]) -> dict[str, Any]:
        return {"consignments": lines.put_consignment(self.content, self.position, judged)}

    def onward(self) -> str:
        goods = self.stored().get("items") or []
        if goods:
            return reverse("declare-consignment", args=[self.row.pk, self.position + 1])
        return reverse("declare-item", args=[self.row.pk, self.position + 1, 1])

    def extra(self) -> Mapping[str, Any]:
        goods: Sequence[Any] = self.stored().get("items") or []
        page = Paginator(list(enumerate(goods, start=1)), PAGE).get_page(self.request.GET.get("goods"))
        return {
            "position": self.position + 1,
            "page": page,
            "new": self.position == len(self.consignments),
            "next": len(goods) + 1,
        }

    def remove(self, request: HttpRequest) -> HttpResponse:
        self.setup_place()
        if self.form(request.POST).stale or not self.save(
            None, lambda: {"consignments": lines.remove_consignment(self.content, self.position)}
        ):
            messages.warning(request, _("Nothing was removed: the goods were changed since you opened that page."))
        else:
            messages.success(request, _("The consignment is removed."))
        return redirect("declare-goods", self.row.pk)


class OneItem(Typed):
    """An item of a consignment; the number behind the last one is that of a new one."""

    current, template = "goods", "transit/declare/item.html"
    part = Item

    def dispatch(self, request: HttpRequest, *args: Any, consignment: int, item: int, **kwargs: Any) -> Any:
        self.position, self.place = consignment - 1, item - 1
        return super().dispatch(request, *args, **kwargs)

    def setup_place(self) -> list[dict[str, Any]]:
        """The items of the consignment; 404 for a place that is neither one of them nor the next."""
        if not 0 <= self.position < len(self.consignments):
            raise Http404
        goods: list[dict[str, Any]] = self.consignments[self.position]["items"]
        if not 0 <= self.place <= len(goods):
            raise Http404
        return goods

    def stored(self) -> Mapping[str, Any]:
        goods = self.setup_place()
        return goods[self.place] if self.place < len(goods) else {}

    def prefix(self) -> str:
        return f"consignments[{self.position}].items[{self.place}]."

    def lists(self) -> Mapping[str, Any]:
        files = Attachment.objects.filter(movement=self.row.pk).order_by("uploaded_at", "pk")
        return {**super().lists(), "files": [lists.NOTHING, *((str(row.pk), row.name) for row in files)]}

    def change(self, judged: dict[str, Any]) -> dict[str, Any]:
        return {"consignments": lines.put_item(self.content, self.position, self.place, judged)}

    def onward(self) -> str:
        if "another" in self.request.POST:
            known = len(self.setup_place())
            following = known + (2 if self.place == known else 1)
            return reverse("declare-item", args=[self.row.pk, self.position + 1, following])
        return reverse("declare-consignment", args=[self.row.pk, self.position + 1])

    def extra(self) -> Mapping[str, Any]:
        return {
            "position": self.position + 1,
            "place": self.place + 1,
            "new": self.place == len(self.setup_place()),
            "package_kinds": lists.package_kinds(),
            "document_types": lists.DOCUMENT_TYPES,
        }

    def remove(self, request: HttpRequest) -> HttpResponse:
        self.setup_place()
        if self.form(request.POST).stale or not self.save(
            None, lambda: {"consignments": lines.remove_item(self.content, self.position, self.place)}
        ):
            messages.warning(request, _("Nothing was removed: the goods were changed since you opened that page."))
        else:
            messages.success(request, _("The item is removed."))
        return redirect("declare-consignment", self.row.pk, self.position + 1)
