"""Write a declaration of 1,999 items (the most there may be) in the API's JSON: build/full-declaration.json."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from transit import samples  # noqa: E402  (the project is not installed; its folder is put on the path first)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1999)
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "full-declaration.json")
    given = parser.parse_args()
    content = samples.large(items=given.items, at=datetime.now(UTC))
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(json.dumps(content), encoding="utf-8")
    print(f"{given.output}: {given.items} items, {given.output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
