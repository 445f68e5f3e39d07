from typing import Any

import pytest

from acts.common import sealing


def test_unseal_refuses_another_purpose_and_changed_text() -> None:
    sealed = sealing.seal(b"secret", purpose="a")
    for text, purpose in ((sealed, "b"), (sealed[:-4] + "AAAA", "a"), ("", "a"), ("é", "a")):
        with pytest.raises(sealing.NotSealedHere):
            sealing.unseal(text, purpose=purpose)


def test_unseal_refuses_what_another_key_sealed(settings: Any) -> None:
    sealed = sealing.seal(b"secret", purpose="a")
    settings.KEY_ENCRYPTION_KEY = "x" * 40
    with pytest.raises(sealing.NotSealedHere):
        sealing.unseal(sealed, purpose="a")


def test_seal_gives_other_text_each_time_and_the_same_content_back() -> None:
    one, other = (sealing.seal(b"\x00secret", purpose="a") for _ in range(2))
    assert one != other
    assert "secret" not in one
    assert sealing.unseal(one, purpose="a") == b"\x00secret"
