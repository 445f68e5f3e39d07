"""Code lists of people and offices; stored values in capitals."""

from django.db import models


class OfficeRole(models.TextChoices):
    """What an office may do; the letters of `fixtures/offices.csv`."""

    DEPARTURE = "D", "departure"
    TRANSIT = "T", "transit"
    DESTINATION = "A", "destination"
    GUARANTEE = "G", "guarantee"


class OfficeKind(models.TextChoices):
    INLAND = "INLAND"
    BORDER = "BORDER"
    PORT = "PORT"


class OfficerRole(models.TextChoices):
    """What an officer may do in a posting (spec section 1)."""

    DEPARTURE = "DEPARTURE"
    TRANSIT = "TRANSIT"
    DESTINATION = "DESTINATION"
    GUARANTEE = "GUARANTEE"
    ENQUIRY = "ENQUIRY"
    RECOVERY = "RECOVERY"
    SUPERVISOR = "SUPERVISOR"


class AppointmentKind(models.TextChoices):
    """Duties that are not tied to one office."""

    NATIONAL_ADMINISTRATOR = "NATIONAL_ADMINISTRATOR"
    CENTRAL_TEAM = "CENTRAL_TEAM"
    AUDITOR = "AUDITOR"


class FirmKind(models.TextChoices):
    TRADER = "TRADER"
    CARRIER = "CARRIER"
    BANK = "BANK"


class FirmStatus(models.TextChoices):
    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


class EmployeeRole(models.TextChoices):
    """What an employee may do for the firm (spec section 1)."""

    VIEW = "VIEW"
    PREPARE = "PREPARE"
    LODGE = "LODGE"
    ADMINISTER = "ADMINISTER"


class AttRightKind(models.TextChoices):
    """The separate rights of an Authorised Transit Trader (spec section 1)."""

    START_AT_PREMISES = "START_AT_PREMISES"
    END_AT_PREMISES = "END_AT_PREMISES"
    OWN_SEALS = "OWN_SEALS"
    ARRIVAL_ADVICE = "ARRIVAL_ADVICE"
    GUARANTEE_WAIVER = "GUARANTEE_WAIVER"


class DeadlineKind(models.TextChoices):
    """Deadlines whose length a country profile sets (spec section 10)."""

    DRAFT_REMINDER = "DRAFT_REMINDER"
    DRAFT_UNTOUCHED = "DRAFT_UNTOUCHED"
    PRESENTATION = "PRESENTATION"
    ACCEPTANCE = "ACCEPTANCE"
    GUARANTEE_AMENDMENT = "GUARANTEE_AMENDMENT"
    RELEASE = "RELEASE"
    AUTOMATIC_RELEASE = "AUTOMATIC_RELEASE"
    DOCUMENT_CONTROL = "DOCUMENT_CONTROL"
    PHYSICAL_CONTROL = "PHYSICAL_CONTROL"
    CONTROL_EXTENSION = "CONTROL_EXTENSION"
    PROPOSAL = "PROPOSAL"
    HELD_PASSAGE = "HELD_PASSAGE"
    LIMIT_DATE_REMINDER = "LIMIT_DATE_REMINDER"
    ENQUIRY = "ENQUIRY"
    CONTROL_RESULT = "CONTROL_RESULT"
    CONTROL_RESULT_ENQUIRY = "CONTROL_RESULT_ENQUIRY"
    UNLOADING_REMARKS = "UNLOADING_REMARKS"
    DISCREPANCY_RESOLUTION = "DISCREPANCY_RESOLUTION"
    PROOF_OF_COMPLETION = "PROOF_OF_COMPLETION"
    GUARANTEE_ANSWER = "GUARANTEE_ANSWER"
    BANK_NOTICE = "BANK_NOTICE"
    REGISTRATION_ANSWER = "REGISTRATION_ANSWER"


class TimeUnit(models.TextChoices):
    MINUTES = "MINUTES"
    HOURS = "HOURS"
    DAYS = "DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    WORKING_HOURS = "WORKING_HOURS"
    MONTHS = "MONTHS"


class Mark(models.TextChoices):
    """How firm a value of a profile is (spec, "How firm a rule is")."""

    A = "A", "an ACTS source says it for the region"
    A_VN = "A VN", "Viet Nam's decree says it"
    N = "N", "taken from NCTS"
    P = "P", "this project's own choice"


class GoodsRule(models.TextChoices):
    PROHIBITED = "PROHIBITED"
    RESTRICTED = "RESTRICTED"


class PermitStatus(models.TextChoices):
    VALID = "VALID"
    SUSPENDED = "SUSPENDED"
    WITHDRAWN = "WITHDRAWN"
