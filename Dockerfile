# syntax=docker/dockerfile:1
# The production server. See docs/operations.md for what it wants from its environment.

FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1

WORKDIR /app
# The embedded Valkey is for development alone.
COPY requirements.txt .
RUN python -m venv /venv \
    && grep -v '^valkey' requirements.txt > production.txt \
    && /venv/bin/pip install --no-deps -r production.txt \
    && /venv/bin/pip check

COPY manage.py ./
COPY config config
COPY google_oauth google_oauth
COPY locale locale
COPY templates templates
# Collecting static files reads the settings, which refuse to stand in for anything; nothing of these stays.
RUN DEBUG=false SECRET_KEY=build TOKEN_ENCRYPTION_KEYS=build ALLOWED_HOSTS=build \
    DATABASE_URL=sqlite:////tmp/build.sqlite3 REDIS_URL=redis://build \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /venv/bin/python -m compileall -q config google_oauth


FROM python:3.11-slim-bookworm

ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DEBUG=false

RUN useradd --system --uid 10001 --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin dashboard
COPY --from=build /venv /venv
COPY --from=build /app /app

WORKDIR /app
USER 10001:10001
EXPOSE 8000
# gunicorn takes TERM for a graceful stop, and HUP for a reload.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "config.serve", "--bind", "0.0.0.0:8000"]
