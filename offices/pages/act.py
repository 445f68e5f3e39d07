"""What an act is to a page: what it is called, who may do it, whether it can be done now, what it tells whom."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.utils.functional import Promise

from offices.actors import Actor
from offices.enums import OfficerRole
from offices.pages.forms import ActForm, NoQuestions

LEADS_ON = 20
"""Acts of a lower rank lead their subject on; what may also be done stands closed until it is asked for."""

S = TypeVar("S")
"""What acts are done to: a row whose `version` changes with every act."""


class Act(ABC, Generic[S]):
    """One verb as pages offer it. `slug` names its route; the family of one kind of subject keeps its acts in `known`.

    `tells` says beforehand whom it tells, `money` whether and how it moves any; `rank` puts the acts that are
    possible at once into order: the first stands open if its rank says that it leads the subject on. `role` and
    `office` say in which posting it is done. `service` does it; of the judged body it is given what `asked` picks:
    only what `takes` names, if it names anything.
    """

    slug: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    tells: ClassVar[str | Promise] = ""
    money: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = ""
    danger: ClassVar[bool] = False
    rank: ClassVar[int] = 50
    role: ClassVar[OfficerRole | None] = None
    asks: ClassVar[type[ActForm]] = NoQuestions
    service: ClassVar[Callable[..., Any]]
    takes: ClassVar[tuple[str, ...]] = ()
    known: ClassVar[list[Any]]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "slug" in cls.__dict__:
            cls.known.append(cls)

    @classmethod
    @abstractmethod
    def office(cls, subject: S) -> str | None:
        """The office at which this act is done."""

    @classmethod
    def places(cls, subject: S) -> list[str]:
        """The offices for which it is offered one by one; one empty name where it is offered once."""
        return [""]

    @classmethod
    def acting(cls, actor: Actor, subject: S, place: str) -> Actor:
        """The actor in the posting this is done in: derived from the office, so that nobody is asked needlessly."""
        return actor if cls.role is None else actor.posted_at(place or cls.office(subject), cls.role)

    @classmethod
    @abstractmethod
    def may(cls, actor: Actor, subject: S, place: str, *, at: datetime) -> bool:
        """Whether the actor may do this to the subject, in whatever state it is."""

    @classmethod
    @abstractmethod
    def hindrance(cls, subject: S, place: str) -> str:
        """Why it cannot be done now; nothing if it can."""

    @classmethod
    def called(cls, subject: S, place: str) -> str:
        """The title, with the place where there is one."""
        return str(cls.title)

    @classmethod
    def will(cls, subject: S, place: str) -> str:
        """What it will do beside moving money: whom it tells."""
        return str(cls.tells)

    @classmethod
    @abstractmethod
    def url(cls, subject: S, place: str) -> str:
        """Where its form is sent."""

    @classmethod
    def form(cls, subject: S, place: str, zones: Mapping[str, str], *, data: Any = None, files: Any = None) -> ActForm:
        """What it asks; instants are typed in the time of the office where it is done."""
        office = place or cls.office(subject)
        zone = zones.get(str(office or "")[:2], "UTC")
        name = f"{cls.slug}-{place}" if place else cls.slug
        return cls.asks(data, files, subject=subject, zone=zone, name=name)

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        """What the service takes of the judged body."""
        return {name: body[name] for name in self.takes} if self.takes else body


@dataclass(frozen=True, slots=True)
class Offer:
    """One act as the page shows it: a form to send, or the reason why it is not possible now."""

    act: type[Act[Any]]
    title: str
    url: str = ""
    form: ActForm | None = None
    will: str = ""
    hindrance: str = ""
    open: bool = False
    place: str = ""


Failed = tuple[type[Act[Any]], str, ActForm]
"""An act at a place whose form could not be done."""


def offers(
    actor: Actor,
    subject: S,
    *,
    acts: Iterable[type[Act[S]]],
    zones: Mapping[str, str],
    at: datetime,
    failed: Failed | None = None,
) -> dict[str, Any]:
    """The next act, open; the others that are possible, closed; those that are not, with the reason."""
    possible, hindered = [], []
    ranked = sorted(acts, key=lambda row: row.rank)
    for act, place in ((row, place) for row in ranked for place in row.places(subject)):
        if not act.may(act.acting(actor, subject, place), subject, place, at=at):
            continue
        title = act.called(subject, place)
        is_failed = failed is not None and failed[:2] == (act, place)
        if hindrance := act.hindrance(subject, place):
            hindered.append(Offer(act, title, hindrance=hindrance, place=place))
            continue
        form = failed[2] if failed is not None and is_failed else act.form(subject, place, zones)
        will = act.will(subject, place)
        possible.append(Offer(act, title, act.url(subject, place), form, will, open=is_failed, place=place))
    first = next((offer for offer in possible if offer.open), possible[0] if possible else None)
    if first is not None and not first.open and (first.act.danger or first.act.rank >= LEADS_ON):
        first = None
    return {"next": first, "others": [offer for offer in possible if offer is not first], "hindered": hindered}
