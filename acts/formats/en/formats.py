"""How dates are written in English: day first, and a clock of 24 hours."""

# Its parts stay together in a narrow column.
DATE_FORMAT = "j\u00a0M\u00a0Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j\u00a0M\u00a0Y H:i"
