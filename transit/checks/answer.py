"""Short names for the classes of findings, so that a rule reads in one line."""

from functools import partial

from acts.common.findings import Finding, FindingClass

unlisted = partial(Finding, FindingClass.NOT_IN_CODE_LIST)
missing = partial(Finding, FindingClass.MISSING)
broken = partial(Finding, FindingClass.RULE_BROKEN)
not_allowed = partial(Finding, FindingClass.NOT_ALLOWED)
duplicate = partial(Finding, FindingClass.DUPLICATE)
bad_digit = partial(Finding, FindingClass.BAD_CHECK_DIGIT)
