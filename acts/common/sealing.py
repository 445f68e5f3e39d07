"""Secrets that must be read again: encrypted with a key derived from KEY_ENCRYPTION_KEY, one per purpose.

Fernet (AES-128-CBC with HMAC-SHA256); the key comes by HKDF-SHA256 from the setting and the purpose, so what was sealed
for one purpose opens for no other. What need not be read again is kept as a digest instead, never sealed.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class NotSealedHere(Exception):
    """The text was sealed for another purpose, with another key, or was changed."""


def seal(content: bytes, *, purpose: str) -> str:
    """`content` encrypted and signed, as ASCII text."""
    return _cipher(purpose).encrypt(content).decode("ascii")


def unseal(text: str, *, purpose: str) -> bytes:
    """What was sealed for this purpose; NotSealedHere if this was not."""
    try:
        return _cipher(purpose).decrypt(text.encode())
    except InvalidToken as error:
        raise NotSealedHere from error


def _cipher(purpose: str) -> Fernet:
    derive = HKDF(SHA256(), length=32, salt=None, info=b"acts.common.sealing:" + purpose.encode())
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.KEY_ENCRYPTION_KEY.encode())))
