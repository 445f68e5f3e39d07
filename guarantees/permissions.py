"""Who may do what to a guarantee (spec section 1): predicates of actor and guarantee."""

from acts.common.refusals import NotAllowed
from guarantees.enums import GuaranteeKind
from guarantees.models import Claim, Guarantee
from offices.actors import Actor
from offices.enums import AppointmentKind, EmployeeRole, OfficerRole


def officer(actor: Actor, guarantee: Guarantee) -> bool:
    """An officer of guarantee acting at the guarantee's office, on no guarantee of the own firm."""
    return actor.officer(OfficerRole.GUARANTEE, guarantee.office_id) and not own_firm(actor, guarantee)


def supervisor(actor: Actor, guarantee: Guarantee) -> bool:
    """The second person: a supervisor acting at the guarantee's office, on no guarantee of the own firm."""
    return actor.officer(OfficerRole.SUPERVISOR, guarantee.office_id) and not own_firm(actor, guarantee)


def own_firm(actor: Actor, guarantee: Guarantee) -> bool:
    """Whether the actor belongs to the principal or the guarantor: then never as officer (spec section 1)."""
    guarantor = guarantee.guarantor
    firms = (guarantee.principal_id, guarantor.firm_id if guarantor is not None else None)
    return actor.firm_id is not None and actor.firm_id in firms


def reads_evidence(actor: Actor, guarantee: Guarantee) -> bool:
    """Who may see the papers for a reduction or waiver, which may tell of goods: the office's officers and supervisor,
    the principal, an auditor. Never the bank.
    """
    if actor.is_system or actor.appointed(AppointmentKind.AUDITOR):
        return True
    roles = {OfficerRole.GUARANTEE.value, OfficerRole.SUPERVISOR.value}
    posted = any(row.office_id == guarantee.office_id and roles & set(row.roles) for row in actor.postings)
    own = guarantee.principal_id == actor.firm_id and bool(actor.duties)
    return own or (posted and not own_firm(actor, guarantee))


def brings_evidence(actor: Actor, guarantee: Guarantee) -> bool:
    """Who may attach papers for a reduction or waiver: the office, or the principal that asks for it."""
    return officer(actor, guarantee) or principal(actor, guarantee)


def bank(actor: Actor, guarantee: Guarantee) -> bool:
    """An employee of the guarantor who may bind it."""
    guarantor = guarantee.guarantor
    return guarantor is not None and guarantor.firm_id == actor.firm_id and actor.may(EmployeeRole.LODGE)


def principal(actor: Actor, guarantee: Guarantee) -> bool:
    """An employee of the principal who administers."""
    return guarantee.principal_id == actor.firm_id and actor.may(EmployeeRole.ADMINISTER)


def giver(actor: Actor, guarantee: Guarantee) -> bool:
    """Who gave the guarantee and so may change its amount: the bank; for deposit and waiver the officer."""
    if guarantee.kind in (GuaranteeKind.CASH_DEPOSIT, GuaranteeKind.WAIVER):
        return officer(actor, guarantee)
    return bank(actor, guarantee)


def debtor(actor: Actor, claim: Claim) -> bool:
    """Who answers a claim and pays it: the giver of the guarantee; of a deposit the officer who keeps it."""
    return giver(actor, claim.guarantee)


def recovery(actor: Actor, claim: Claim) -> bool:
    """An officer of recovery acting at the office that claims, on no guarantee of the own firm; or the system."""
    if actor.is_system:
        return True
    return actor.officer(OfficerRole.RECOVERY, claim.office) and not own_firm(actor, claim.guarantee)


def manages_webhooks(actor: Actor) -> str:
    """The number of the firm whose webhooks the actor manages: as its administrator, or as its program by scope."""
    if not actor.firm_number or not (actor.client or actor.may(EmployeeRole.ADMINISTER)):
        raise NotAllowed("only an employee who administers the firm manages its webhooks")
    return actor.firm_number
