"""Document types the checks know by name; national lists may ask for others (spec sections 3 and 15)."""

MRN = "MRN"
"""An earlier transit declaration, ACTS or foreign: its reference carries a check digit."""
