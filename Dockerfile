# One image for every service of docker-compose.yml. For a build that is the same tomorrow, give the base by digest:
#   --build-arg PYTHON_IMAGE=python:3.11-slim-bookworm@sha256:...
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements/base.txt /tmp/base.txt
# Refuses a package whose hash is not in the list.
RUN /opt/venv/bin/pip install --require-hashes -r /tmp/base.txt

FROM ${PYTHON_IMAGE}
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/app/var/static MEDIA_ROOT=/srv/media BEAT_SCHEDULE_FILE=/tmp/celerybeat-schedule
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin acts \
    && install -d -o acts -g acts /srv/media
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
# Keys for this one command: nothing of them is kept, and collecting files signs nothing.
RUN chmod -R a+rX . && python -m compileall -q acts offices guarantees transit \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" \
       KEY_ENCRYPTION_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" \
       python manage.py collectstatic --no-input --verbosity 0
# The code and the static files belong to root: the service can read them, not change them.
USER acts
VOLUME /srv/media
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "scripts/healthcheck.py", "/healthz"]
CMD ["python", "-m", "gunicorn", "-c", "python:acts.gunicorn", "acts.wsgi"]
