"""Code lists of people and offices; stored values in capitals."""

from django.db import models


class OfficeRole(models.TextChoices):
    """What an office may do; the letters of `fixtures/offices.json`."""

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

    NATIONAL_ADMINISTRATOR = "NATIONAL_ADMINISTRATOR", "National administrator"
    CENTRAL_TEAM = "CENTRAL_TEAM", "Central team"
    AUDITOR = "AUDITOR", "Auditor"


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

    START_AT_PREMISES = "START_AT_PREMISES", "Start at premises"
    END_AT_PREMISES = "END_AT_PREMISES", "End at premises"
    OWN_SEALS = "OWN_SEALS", "Own seals"
    ARRIVAL_ADVICE = "ARRIVAL_ADVICE", "Arrival advice"
    GUARANTEE_WAIVER = "GUARANTEE_WAIVER", "Guarantee waiver"


class DeadlineKind(models.TextChoices):
    """Deadlines whose length a country profile sets (spec section 10)."""

    DRAFT_REMINDER = "DRAFT_REMINDER", "Draft reminder"
    DRAFT_UNTOUCHED = "DRAFT_UNTOUCHED", "Draft untouched"
    PRESENTATION = "PRESENTATION", "Presentation"
    ACCEPTANCE = "ACCEPTANCE", "Acceptance"
    GUARANTEE_AMENDMENT = "GUARANTEE_AMENDMENT", "Guarantee amendment"
    RELEASE = "RELEASE", "Release"
    AUTOMATIC_RELEASE = "AUTOMATIC_RELEASE", "Automatic release"
    DOCUMENT_CONTROL = "DOCUMENT_CONTROL", "Document control"
    PHYSICAL_CONTROL = "PHYSICAL_CONTROL", "Physical control"
    CONTROL_EXTENSION = "CONTROL_EXTENSION", "Control extension"
    PROPOSAL = "PROPOSAL", "Proposal"
    HELD_PASSAGE = "HELD_PASSAGE", "Held passage"
    LIMIT_DATE_REMINDER = "LIMIT_DATE_REMINDER", "Limit date reminder"
    ENQUIRY = "ENQUIRY", "Enquiry"
    CONTROL_RESULT = "CONTROL_RESULT", "Control result"
    CONTROL_RESULT_ENQUIRY = "CONTROL_RESULT_ENQUIRY", "Control result enquiry"
    UNLOADING_REMARKS = "UNLOADING_REMARKS", "Unloading remarks"
    DISCREPANCY_RESOLUTION = "DISCREPANCY_RESOLUTION", "Discrepancy resolution"
    PROOF_OF_COMPLETION = "PROOF_OF_COMPLETION", "Proof of completion"
    GUARANTEE_ANSWER = "GUARANTEE_ANSWER", "Guarantee answer"
    BANK_NOTICE = "BANK_NOTICE", "Bank notice"
    REGISTRATION_ANSWER = "REGISTRATION_ANSWER", "Registration answer"


class TimeUnit(models.TextChoices):
    MINUTES = "MINUTES", "Minutes"
    HOURS = "HOURS", "Hours"
    DAYS = "DAYS", "Days"
    WORKING_DAYS = "WORKING_DAYS", "Working days"
    WORKING_HOURS = "WORKING_HOURS", "Working hours"
    MONTHS = "MONTHS", "Months"


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
