"""Package kinds of UN/ECE Recommendation 21 (codes of its Annexes V and VI), and how they are counted."""

import json
from pathlib import Path

PACKAGE_KINDS: frozenset[str] = frozenset(json.loads(Path(__file__).with_suffix(".json").read_text("ascii")))

BULK: frozenset[str] = frozenset({"VG", "VL", "VO", "VQ", "VR", "VS", "VY"})
"""Gas, liquids, solids, scrap: neither count nor marks."""

UNPACKED: frozenset[str] = frozenset({"NE", "NF", "NG"})
"""Unpacked goods: a count, no marks."""
