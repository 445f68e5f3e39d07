"""Settings of the test runs: the real ones, with cheap password hashes and a media folder of their own."""

import atexit
import os
import tempfile
from pathlib import Path

from acts.settings import *  # noqa: F403
from acts.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_FOLDER = tempfile.TemporaryDirectory(prefix="acts-tests-")
atexit.register(_FOLDER.cleanup)
MEDIA_ROOT = Path(_FOLDER.name) / "media"
STATIC_ROOT = Path(_FOLDER.name) / "static"
STATIC_ROOT.mkdir()
EMAIL_BACKEND, SENDS_MAIL = "django.core.mail.backends.locmem.EmailBackend", True
AXES_ENABLED = False
REDIS_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A database of the same kind, migrated and with the reference data, that `make test` made: a file, or a name.
TEST_TEMPLATE = os.environ.get("TEST_TEMPLATE", "")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"].pop("init_command")
elif TEST_TEMPLATE:
    DATABASES["default"]["TEST"] = {"TEMPLATE": TEST_TEMPLATE}
