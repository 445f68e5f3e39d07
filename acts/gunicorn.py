"""gunicorn's settings in production: `gunicorn -c python:acts.gunicorn acts.wsgi`. PORT says where, WEB_CONCURRENCY
how many processes.
"""

import os

from acts.settings import LOGGING

bind = f"0.0.0.0:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
graceful_timeout = 20
# A worker loads the application before its first sign of life: on a machine under load that takes more than the usual
# thirty seconds, and a worker killed for it would begin again for ever.
timeout = 90
control_socket_disable = True
# One format for gunicorn's words and ours; its access log is off, acts.logs writes the line of each request.
_LOGGERS = {"gunicorn.error": {"level": "INFO", "propagate": True}, "gunicorn.access": {"level": "CRITICAL"}}
logconfig_dict = LOGGING | {"loggers": LOGGING["loggers"] | _LOGGERS}
