from datetime import datetime

import pytest


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The admin is a face and reads the clock: it shows the instant of the people's duties."""
    monkeypatch.setattr("acts.common.clock.now", lambda: at)
