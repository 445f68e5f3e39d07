"""Second factors (spec section 14): django-otp's devices, kept so that the database alone gives no code away."""

from base64 import b32encode

from django.conf import settings
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

_CODE_BYTES = 10
"""80 bits: sixteen characters of base 32, as many as the library's column takes."""


def _keyed(salt: str, value: str) -> bytes:
    """A digest that needs KEY_ENCRYPTION_KEY besides the database."""
    return salted_hmac(f"offices.{salt}", value, secret=settings.KEY_ENCRYPTION_KEY, algorithm="sha256").digest()


class Authenticator(TOTPDevice):
    """An app that shows a new code every 30 seconds. Its secret follows from the stored key and our own."""

    class Meta:
        proxy = True

    @property
    def bin_key(self) -> bytes:
        return _keyed("authenticator", self.key)[:20]

    @property
    def text_key(self) -> str:
        """The secret as it is typed into an app, in groups of four."""
        return grouped(b32encode(self.bin_key).decode())


class RecoveryCodes(StaticDevice):
    """Codes on paper for the day the app is lost, each good once; only their digests are kept."""

    class Meta:
        proxy = True

    def verify_token(self, token: str) -> bool:
        return bool(super().verify_token(kept(token)))


def kept(code: str) -> str:
    """What is stored of a recovery code, however it is typed."""
    plain = code.replace("-", "").replace(" ", "").lower()
    return b32encode(_keyed("recovery", plain)[:_CODE_BYTES]).decode().lower()


def grouped(text: str) -> str:
    """`text` in groups of four, to be read and typed by people."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
