"""Whole journeys told by the services: for the demo, `drive`, tests and benchmarks. Nothing here bypasses a verb."""
