"""The history of a guarantee and of the claims on it in words (spec section 9)."""

from django.utils.translation import gettext_lazy as _

from offices.pages.timeline import Told

TOLD = Told(
    {
        "issue": _("Issued"),
        "book": _("Booked"),
        "accept": _("Accepted, GRN given"),
        "refuse": _("Refused"),
        "suspend": _("Suspended"),
        "resume": _("In use again"),
        "give_notice": _("Notice given"),
        "withdraw_notice": _("Notice withdrawn"),
        "cancel": _("Cancelled"),
        "expire": _("Expired"),
        "use": _("Used for its journey"),
        "give_back": _("Given back unused"),
        "raise_amount": _("Amount raised"),
        "lower_amount": _("Amount lowered"),
        "set_thresholds": _("Alerts set"),
        "make_access_code": _("Access code made"),
        "renew_access_code": _("Access code renewed"),
        "withdraw_access_code": _("Access code withdrawn"),
        # Reduction and waiver
        "attach_evidence": _("Evidence attached"),
        "propose_grant_reduction": _("Reduction proposed"),
        "grant_reduction": _("Reduction granted"),
        "refuse_grant_reduction": _("Reduction refused"),
        "lapse_grant_reduction": _("Proposal of a reduction lapsed"),
        "propose_grant_waiver": _("Waiver proposed"),
        "grant_waiver": _("Waiver granted"),
        "refuse_grant_waiver": _("Waiver refused"),
        "lapse_grant_waiver": _("Proposal of a waiver lapsed"),
        # Claims
        "claim_notify": _("Claim notified"),
        "claim_acknowledge": _("Claim acknowledged"),
        "claim_demand": _("Claim demanded"),
        "claim_contest": _("Claim contested"),
        "claim_uphold": _("Claim upheld"),
        "claim_pay": _("Payment of the claim recorded"),
        "claim_give_back": _("Payment of the claim given back"),
        "claim_withdraw": _("Claim withdrawn"),
    }
)
