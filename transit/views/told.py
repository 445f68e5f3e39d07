"""The history of a movement in words: every verb of the two tables of states in the past tense (spec section 5)."""

from django.utils.translation import gettext_lazy as _

from offices.pages.timeline import Told
from transit.enums import Result

RESULTS = {
    Result.A1.value: _("satisfactory after control"),
    Result.A2.value: _("considered satisfactory"),
    Result.A3.value: _("simplified"),
    Result.B1.value: _("not satisfactory"),
}

TOLD = Told(
    {
        # The draft
        "create": _("Draft begun"),
        "edit_draft": _("Draft changed"),
        "delete_draft": _("Draft deleted"),
        "attach_file": _("File attached"),
        # Before release
        "lodge": _("Lodged"),
        "lodge>PRE_LODGED": _("Lodged before the goods are presented"),
        "present_goods": _("Goods presented"),
        "reject": _("Declaration rejected"),
        "accept": _("Accepted, MRN given"),
        "refuse_guarantee": _("Guarantee refused"),
        "amend_guarantee": _("Other guarantees named, accepted"),
        "amend_guarantee>GUARANTEE_REFUSED": _("Other guarantees named, refused again"),
        "amend": _("Declaration amended"),
        "request_amendment": _("Amendment asked for"),
        "reassess": _("Risk assessed again"),
        "order_control": _("Control ordered"),
        "extend_control": _("More time given for the control"),
        "record_departure_control": _("Control recorded, satisfactory"),
        "record_departure_control>UNDER_CONTROL": _("Control recorded, not satisfactory"),
        "refuse_release": _("Release refused"),
        "release": _("Released for transit"),
        "invalidate": _("Invalidated before the release"),
        # On the road
        "record_passage": _("Passage recorded at %(office)s"),
        "record_passage.present": _("Presented at %(office)s"),
        "record_passage.cross": _("Crossed %(office)s"),
        "record_passage.hold": _("Held at %(office)s"),
        "record_passage.refuse_entry": _("Entry refused at %(office)s"),
        "record_passage.seize": _("Seized at %(office)s"),
        "keep_late_fact": _("Late fact kept"),
        "decide_late_fact": _("Late fact decided on"),
        "propose_invalidation": _("Proposed to invalidate it after the release"),
        "invalidate_after_release": _("Invalidated after the release"),
        # At destination
        "record_arrival": _("Arrived at destination"),
        "permit_unloading": _("Unloading permitted"),
        "record_unloading": _("Unloading remarks sent"),
        "order_destination_control": _("Control ordered at destination"),
        "record_results": _("Result recorded"),
        "report_discrepancies": _("Discrepancies reported to departure"),
        "propose_resolution": _("Proposed that the discrepancies are explained"),
        "resolve": _("Discrepancies explained, movement discharged"),
        "discharge": _("Discharged"),
        "refuse_proposal": _("Proposal refused"),
        "lapse_proposal": _("Proposal lapsed"),
    },
    RESULTS,
)


def late_fact(verb: str, office: str) -> str:
    """What happened at a post and was told late: `Crossed Tuas Checkpoint`."""
    key = f"record_passage.{verb}"
    return str(TOLD.lines[key if key in TOLD.lines else verb]) % {"office": office}
