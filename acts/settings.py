"""Settings: the environment first, then `.env`; a missing or malformed value stops the start and names itself."""

from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import dj_email_url
from csp.constants import NONE, SELF
from django_guid.integrations.celery import CeleryIntegration
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=True)
env.read_env(BASE_DIR / ".env", recurse=False)

SECRET_KEY = env.str("SECRET_KEY", validate=lambda key: len(key) >= 32)
# Keys retired: sessions signed with them stay good until they are taken from this list.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
# Keys the digests of access codes, the second factors and the fingerprints of requests; seals the secrets of webhooks
# and the answers kept for an Idempotency-Key. Apart from SECRET_KEY, so that rotating sessions spares all these.
KEY_ENCRYPTION_KEY = env.str("KEY_ENCRYPTION_KEY", validate=lambda key: len(key) >= 32)
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
# The log-ins `manage.py demo` makes, and who they are, as `make run` shows them; never outside a demo.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "open-the-gate-2026")
DEMO_USERS = {
    "trader": "a trader of Singapore: declarations, guarantees, access codes",
    "agent": "a forwarder, who declares for the trader too",
    "bank": "the bank of the trader's guarantees",
    "teller": "a second person of that bank, who confirms under the two-person rule",
    "bank2": "another bank of Singapore",
    "departure": "officer at offices of departure: accepts, controls, releases",
    "transit": "officer at border posts",
    "destination": "officer at offices of destination: arrivals and results",
    "guarantee": "officer at offices of guarantee: guarantees, banks, deposits, reductions",
    "supervisor": "confirms what officers propose",
    "national": "administrator of Singapore: settings, people, rates",
    "national2": "a second administrator of Singapore, who confirms",
    "central": "central team: countries, offices, tariff",
    "auditor": "reads everything, changes nothing",
}
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = env.url("PUBLIC_URL", urlparse(f"http://127.0.0.1:{env.str('PORT', '8000')}")).geturl()
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "var" / "media")
# Addresses of reverse proxies whose X-Forwarded-For is believed.
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", [])
REDIS_URL = env.str("REDIS_URL", "")

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'acts.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE alone serialises writers on SQLite, where row locks are silently ignored.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A movement's acts send the same statements again and again: parsed and planned once per connection. Not for a
    # connection pooler that hands transactions to different sessions.
    DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 2}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "knox",
    "oauth2_provider",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django_guid",
    "django_htmx",
    "acts.common",
    "acts.notices",
    "offices",
    "guarantees",
    "transit",
]

MIDDLEWARE = [
    "acts.logs.request_log",
    "django_guid.middleware.guid_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "acts.pages.keep_no_copy",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page needs a log-in unless it says otherwise; DRF's views exempt themselves and ask for a token.
    "acts.pages.LogInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "acts.errors.RefusalPages",
    "acts.proving.Proving",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "acts.urls"
WSGI_APPLICATION = "acts.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {
                "pages": "offices.pages.tags",
                "guarantees": "guarantees.views.tags",
                "movements": "transit.views.tags",
            },
        },
    },
]
# Widgets come from the same templates as pages: `templates/django/forms` draws the commonest in one piece each.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

AUTH_USER_MODEL = "offices.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "acts.errors.locked_out"
# Locking the account counts tries from any address; locking an address would lock a whole border post.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

# How an authenticator app names its codes.
OTP_TOTP_ISSUER = "ACTS"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["acts.formats"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "templates" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

_HTTPS = PUBLIC_URL.startswith("https://")
SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# A declaration is at most 8 MB without its files (spec section 3); the API's parser answers 413 beyond it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
ATTACHMENT_MAX_BYTES = 5 * 1024 * 1024
ATTACHMENTS_MAX_BYTES = 50 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "guarantees.api.machines.ClientAuthentication",
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "guarantees.api.machines.InScope",
    ],
    "DEFAULT_PARSER_CLASSES": ["acts.common.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "acts.common.api.problem.handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
    "NON_FIELD_ERRORS_KEY": "non_field_errors",
}
REST_KNOX = {"TOKEN_TTL": None, "AUTH_HEADER_PREFIX": "Bearer"}
OAUTH2_PROVIDER_APPLICATION_MODEL = "guarantees.Client"
# Programs of guarantors only: client credentials, no other grant. Tokens are kept as digests.
OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "guarantees.api.machines.ClientValidator",
    "SCOPES_BACKEND_CLASS": "guarantees.api.machines.ClientScopes",
    "ACCESS_TOKEN_GENERATOR": "guarantees.api.machines.new_token",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "CLIENT_SECRET_GENERATOR_LENGTH": 64,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ACTS engine",
    "DESCRIPTION": "Customs transit through ASEAN under one declaration and one guarantee.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Choices stay where they are used: four fields named `kind` have four lists.
    "POSTPROCESSING_HOOKS": ["acts.openapi.document_problems"],
}

# Without one nobody is written to. A demonstration prints the letters, but never among lines that programs read.
LOG_FORMAT = env.str("LOG_FORMAT", "text", validate=validate.OneOf(["text", "json"]))
MAIL_BY = "smtp|submission|console" if LOG_FORMAT == "text" else "smtp|submission"
EMAIL_URL = env.str(
    "EMAIL_URL",
    "console://" if DEMO and LOG_FORMAT == "text" else "",
    validate=validate.Regexp(f"^(({MAIL_BY})://.*)?$", error=f"it must begin with one of {MAIL_BY}, then ://"),
)
SENDS_MAIL = bool(EMAIL_URL)
EMAIL_CONFIG = dj_email_url.parse(EMAIL_URL or "dummy://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL_CONFIG["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL_CONFIG["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10  # seconds for each answer of the mail server
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", f"ACTS <acts@{urlparse(PUBLIC_URL).hostname}>")

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A kick that cannot be delivered must cost the caller little: the sweep finds the job row anyway. Without
# `max_retries` a publisher tries again and sleeps for six seconds; workers and beat have retries of their own.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "max_retries": 0,
    "visibility_timeout": 120,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE_FILENAME = str(env.path("BEAT_SCHEDULE_FILE", BASE_DIR / "var" / "celerybeat-schedule"))
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "acts.common.tasks.sweep", "schedule": 5.0, "options": {"expires": 10}}}

# Hosts in the own network that webhooks may be sent to; all others must have public addresses.
WEBHOOK_ALLOWED_HOSTS: list[str] = env.list("WEBHOOK_ALLOWED_HOSTS", [])

# What the worker runs. Names, not imports: acts.common lies below the apps whose work it does.
JOB_HANDLERS = {
    "guarantees.release": "guarantees.tasks.release",
    "guarantees.audit": "guarantees.tasks.audit",
    "transit.cover_news": "transit.services.cover_news.tell",
}
SWEEPS = [
    "acts.common.jobs.work_off",
    "acts.common.idempotency.sweep",
    "offices.services.reference.sweep",
    "guarantees.services.life.sweep",
    "guarantees.services.two_persons.sweep",
    "guarantees.services.relief.sweep",
    "guarantees.services.audit.sweep",
    "guarantees.services.clients.sweep",
    "guarantees.services.access.sweep",
    "transit.services.deadline_work.sweep",
    "acts.notices.services.feed.sweep",
    "transit.services.mail.hand_on",
    # The last: strangers' servers may keep them waiting.
    "acts.notices.services.deliveries.sweep",
    "transit.services.mail.send",
]

# What the side of every page lists, in this order.
SIDE = ["transit.views.side.entries", "guarantees.views.side.entries"]
# Who knows the journeys that a guarantee covers: the page of a guarantee asks there.
USES = "transit.selectors.uses.Uses"

DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "EXPOSE_HEADER": False,
    "INTEGRATIONS": [CeleryIntegration(use_django_logging=True)],
}
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "django_guid.log_filters.CorrelationId", "correlation_id_field": "request_id"}},
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "acts.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # Three lines a request to say that it has an id, which every line shows anyway.
    "loggers": {"django_guid": {"level": "ERROR"}},
}
