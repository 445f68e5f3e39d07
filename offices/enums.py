"""Code lists of people and offices; stored values in capitals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeRole(models.TextChoices):
    """What an office may do; the letters of `fixtures/offices.json`."""

    DEPARTURE = "D", _("departure")
    TRANSIT = "T", _("transit")
    DESTINATION = "A", _("destination")
    GUARANTEE = "G", _("guarantee")


class OfficeKind(models.TextChoices):
    INLAND = "INLAND", _("inland")
    BORDER = "BORDER", _("border")
    PORT = "PORT", _("port")


class OfficerRole(models.TextChoices):
    """What an officer may do in a posting (spec section 1)."""

    DEPARTURE = "DEPARTURE", _("departure")
    TRANSIT = "TRANSIT", _("transit")
    DESTINATION = "DESTINATION", _("destination")
    GUARANTEE = "GUARANTEE", _("guarantee")
    ENQUIRY = "ENQUIRY", _("enquiry")
    RECOVERY = "RECOVERY", _("recovery")
    SUPERVISOR = "SUPERVISOR", _("supervisor")


class AppointmentKind(models.TextChoices):
    """Duties that are not tied to one office."""

    NATIONAL_ADMINISTRATOR = "NATIONAL_ADMINISTRATOR", _("national administrator")
    CENTRAL_TEAM = "CENTRAL_TEAM", _("central team")
    AUDITOR = "AUDITOR", _("auditor")


class FirmKind(models.TextChoices):
    TRADER = "TRADER", _("trader")
    CARRIER = "CARRIER", _("carrier")
    BANK = "BANK", _("bank")


class FirmStatus(models.TextChoices):
    REQUESTED = "REQUESTED", _("requested")
    APPROVED = "APPROVED", _("approved")
    REFUSED = "REFUSED", _("refused")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class EmployeeRole(models.TextChoices):
    """What an employee may do for the firm (spec section 1)."""

    VIEW = "VIEW", _("view")
    PREPARE = "PREPARE", _("prepare")
    LODGE = "LODGE", _("lodge")
    ADMINISTER = "ADMINISTER", _("administer")


class AttRightKind(models.TextChoices):
    """The separate rights of an Authorised Transit Trader (spec section 1)."""

    START_AT_PREMISES = "START_AT_PREMISES", _("start at premises")
    END_AT_PREMISES = "END_AT_PREMISES", _("end at premises")
    OWN_SEALS = "OWN_SEALS", _("own seals")
    ARRIVAL_ADVICE = "ARRIVAL_ADVICE", _("arrival advice")
    GUARANTEE_WAIVER = "GUARANTEE_WAIVER", _("guarantee waiver")


class DeadlineKind(models.TextChoices):
    """Deadlines whose length a country profile sets (spec section 10)."""

    DRAFT_REMINDER = "DRAFT_REMINDER", _("draft reminder")
    DRAFT_UNTOUCHED = "DRAFT_UNTOUCHED", _("draft untouched")
    PRESENTATION = "PRESENTATION", _("presentation")
    ACCEPTANCE = "ACCEPTANCE", _("acceptance")
    GUARANTEE_AMENDMENT = "GUARANTEE_AMENDMENT", _("guarantee amendment")
    RELEASE = "RELEASE", _("release")
    AUTOMATIC_RELEASE = "AUTOMATIC_RELEASE", _("automatic release")
    DOCUMENT_CONTROL = "DOCUMENT_CONTROL", _("document control")
    PHYSICAL_CONTROL = "PHYSICAL_CONTROL", _("physical control")
    CONTROL_EXTENSION = "CONTROL_EXTENSION", _("control extension")
    PROPOSAL = "PROPOSAL", _("proposal")
    HELD_PASSAGE = "HELD_PASSAGE", _("held passage")
    LIMIT_DATE_REMINDER = "LIMIT_DATE_REMINDER", _("limit date reminder")
    ENQUIRY = "ENQUIRY", _("enquiry")
    CONTROL_RESULT = "CONTROL_RESULT", _("control result")
    CONTROL_RESULT_ENQUIRY = "CONTROL_RESULT_ENQUIRY", _("control result enquiry")
    UNLOADING_REMARKS = "UNLOADING_REMARKS", _("unloading remarks")
    DISCREPANCY_RESOLUTION = "DISCREPANCY_RESOLUTION", _("discrepancy resolution")
    PROOF_OF_COMPLETION = "PROOF_OF_COMPLETION", _("proof of completion")
    GUARANTEE_ANSWER = "GUARANTEE_ANSWER", _("guarantee answer")
    BANK_NOTICE = "BANK_NOTICE", _("bank notice")
    REGISTRATION_ANSWER = "REGISTRATION_ANSWER", _("registration answer")


class TimeUnit(models.TextChoices):
    MINUTES = "MINUTES", _("minutes")
    HOURS = "HOURS", _("hours")
    DAYS = "DAYS", _("days")
    WORKING_DAYS = "WORKING_DAYS", _("working days")
    WORKING_HOURS = "WORKING_HOURS", _("working hours")
    MONTHS = "MONTHS", _("months")


class Mark(models.TextChoices):
    """How firm a value of a profile is (spec, "How firm a rule is")."""

    A = "A", _("an ACTS source says it for the region")
    A_VN = "A VN", _("Viet Nam's decree says it")
    N = "N", _("taken from NCTS")
    P = "P", _("this project's own choice")


class GoodsRule(models.TextChoices):
    PROHIBITED = "PROHIBITED", _("prohibited")
    RESTRICTED = "RESTRICTED", _("restricted")


class PermitStatus(models.TextChoices):
    VALID = "VALID", _("valid")
    SUSPENDED = "SUSPENDED", _("suspended")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")
