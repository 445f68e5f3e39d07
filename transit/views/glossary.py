"""The words of the trade in plain words, for who meets them for the first time."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from acts.common import clock
from offices.pages import acting

Words = Sequence[tuple[str | Promise, str | Promise]]

_PEOPLE: Words = (
    (_("Principal"), _("the trader in whose name the goods travel, and who answers for the duties until they arrive")),
    (_("Guarantor"), _("the bank that pays if duties fall due and the principal does not pay")),
    (_("ATT"), _("authorised transit trader: may begin or end journeys at its own premises, or use its own seals")),
    (_("Office of departure"), _("where the journey begins: accepts the declaration, seals, releases, closes")),
    (_("Office of transit"), _("a border post on the way; each border has one where the truck leaves and one beyond")),
    (_("Office of destination"), _("where the journey ends: records the arrival and what was found")),
    (_("Office of guarantee"), _("accepts the guarantees of its country and claims on them")),
    (_("Posting"), _("an officer's place of work: an office, the roles there, a first and a last day")),
    (_("Supervisor"), _("the second person of an office, who confirms what another has proposed")),
)
_NUMBERS: Words = (
    (_("LRN"), _("local reference number: the trader's own name for a declaration")),
    (_("MRN"), _("movement reference number: given when the declaration is accepted; all offices know it by this")),
    (_("GRN"), _("guarantee reference number: given when the office accepts a guarantee")),
    (_("Access code"), _("four characters that let whoever knows them use a guarantee; made on the guarantee's page")),
    (_("AHTN"), _("the ASEAN list of goods: eight digits for each kind of goods")),
    (_("AGVCBP"), _("the permit that lets one truck or trailer cross borders in ASEAN")),
    (_("TAD"), _("transit accompanying document: the paper that travels with the goods")),
    (_("IE and a number"), _("the name of a message between offices, as in the European transit system")),
)
_JOURNEY: Words = (
    (_("Draft"), _("a declaration only its writers know of")),
    (_("Lodge"), _("to send the declaration to the office of departure; from then on it binds")),
    (_("Pre-lodged"), _("lodged before the goods are there; somebody says later that they are")),
    (_("Channel"), _("how closely the goods are looked at: green not, yellow the papers, red the goods")),
    (_("Release"), _("the truck may leave; the guarantee now holds the amount at risk")),
    (_("Limit date"), _("when the goods must be at their destination")),
    (_("Binding route"), _("the truck must pass the named posts and no others")),
    (_("Late fact"), _("something told when the movement had moved on; the office of departure decides about it")),
    (_("A1, A2, A3, B1"), _("results: A1 right after a control, A2 taken to be right, A3 simplified, B1 not right")),
    (_("Discharge"), _("the journey ended well: the guarantee is free again")),
    (_("Invalidated"), _("the declaration was taken back: no journey came of it")),
)
_MONEY: Words = (
    (_("Amount at risk"), _("the duties and taxes of the country on the way where they are highest")),
    (_("Reference amount"), _("what a guarantee can hold in all")),
    (_("Reserved"), _("held for journeys under way; free again when they are discharged")),
    (_("Available"), _("the reference amount less what is reserved or paid")),
    (_("Multiple journey"), _("a guarantee for many journeys at once; single journey: for one, then it is used")),
    (_("Reduction, waiver"), _("the bank answers for a part only, or a trusted trader needs no bank")),
    (_("Notice"), _("the bank's word that it ends a guarantee; it takes effect after the country's period")),
    (_("Claim"), _("the office asks the bank for duties that fell due: notified, demanded, paid")),
)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The list, for everybody who is logged in."""
    at = clock.now()
    parts = [
        (_("People and offices"), _PEOPLE),
        (_("Numbers and papers"), _NUMBERS),
        (_("The journey"), _JOURNEY),
        (_("Guarantees and money"), _MONEY),
    ]
    context = {"parts": parts, **acting.frame(acting.actor_of(request, at), at=at)}
    return render(request, "transit/glossary.html", context)
