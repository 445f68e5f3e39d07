"""Papers of guarantees as PDF: facts in, bytes out."""
