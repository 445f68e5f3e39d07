"""Django admin of reference data, people and postings; who may edit what follows from appointments (spec section 1)."""

from offices.admin import firms, history, people, reference

__all__ = ["firms", "history", "people", "reference"]
