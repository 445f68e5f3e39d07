"""The compose file as data."""

from typing import Any

import pytest
import yaml

from tests import processes


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((processes.ROOT / "docker-compose.yml").read_text("utf-8"))
    return loaded
