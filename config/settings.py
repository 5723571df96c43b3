"""All settings, in one module.

Every value from the environment passes a typed reader that names the variable when it is wrong. With an
empty environment this is a development setup that works as it is; `DEBUG=false` is production, where
secrets have no default. `.env.example` lists the variables, `docs/settings.md` explains each.
"""

import os
import sys
import warnings
from datetime import timedelta
from pathlib import Path

from environs import Env, EnvError

from config.framing import MAX_BODY
from config.sandboxed import USUAL_URL, sandboxed
from google_oauth.core.json_log import JsonLines, WithoutQuery

BASE_DIR = Path(__file__).resolve().parent.parent

# A package's warning about its own future is for those who upgrade it. Some of these begin at a date, and would then
# precede the output of every command and every line of the log.
if not sys.warnoptions:
    warnings.simplefilter("ignore", FutureWarning)

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

DEBUG = env.bool("DEBUG", True)

# What production has no default for: what it would stand in for would be guessed, empty, or lost with a container.
REQUIRED_IN_PRODUCTION = ("SECRET_KEY", "TOKEN_ENCRYPTION_KEYS", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL")
_missing = [] if DEBUG else [name for name in REQUIRED_IN_PRODUCTION if not env.str(name, "").strip()]
if _missing:
    raise EnvError(f"With DEBUG=false these variables must be set: {', '.join(_missing)}")

SECRET_KEY = env.str("SECRET_KEY", "development-only-secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
    "google_oauth",
    *(["sandbox"] if DEBUG else []),
]

MIDDLEWARE = [
    "google_oauth.web.observability.operations",
    "google_oauth.web.observability.observed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "google_oauth.web.reader_settings.session_limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "google_oauth.web.reader_settings.no_store",
    "google_oauth.web.observability.known_user",
    "google_oauth.web.reader_settings.language_and_zone",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "google_oauth.views.blocks.pages.reader",
            ],
        },
    },
]

# --- Storage -------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers do not block the writer, and a writer waits for the other instead of failing halfway.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
    }
else:
    # A server that is gone is noticed in time for /readyz to say so; psycopg takes whole seconds.
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 2, **DATABASES["default"].get("OPTIONS", {})}
    # Threads of the production server live long; the development server has a new one for each request.
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if DEBUG else 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in sessions must survive a Redis outage, so they never live in the cache.
SESSION_ENGINE = "google_oauth.core.session_backend"

CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": env.str("REDIS_URL", "redis://127.0.0.1:6379/1"),
        "OPTIONS": {
            "CLIENT_CLASS": "django_redis.client.DefaultClient",
            "SOCKET_CONNECT_TIMEOUT": 0.25,
            "SOCKET_TIMEOUT": 0.25,
            "SERIALIZER": "django_redis.serializers.json.JSONSerializer",
            "CONNECTION_POOL_KWARGS": {
                # One per thread that talks to Redis at once; far above any server's threads.
                "max_connections": 1000,
                # Without these a new connection costs four round trips instead of one.
                "driver_info": None,
                "protocol": 2,
            },
        },
    },
}

# --- The API cache; its other settings have defaults in google_oauth/cache_service/conf.py ----------

# How long an answer is fresh, in seconds; it overrides the declarations. A new data set need not be added here.
API_CACHE_TIMEOUT = {
    "google_calendar_events": 300,
    "google_drive_files": 600,
    "google_sheets": 600,
    "google_calendars": 3600,
    "huntflow_candidates": 1800,
    "huntflow_candidate_logs": 1800,
    "huntflow_vacancies": 3600,
    "huntflow_accounts": 7200,
    "huntflow_candidate_lists": 1800,
    "huntflow_vacancy_lists": 3600,
    "huntflow_statuses": 7200,
    "huntflow_tags": 7200,
    "huntflow_rejection_reasons": 7200,
}
# How long after that it may replace a refresh that fails; "default" is for data sets that are not named. Without
# either, the declaration has it: a day, or a week for vacancies and organisations.
API_CACHE_STALE: dict[str, float] = {}
# What is kept is encrypted: the first key encrypts, all decrypt. Without any, a key made from SECRET_KEY does.
API_CACHE_ENCRYPTION_KEYS: list[str] = [*filter(None, env.list("API_CACHE_ENCRYPTION_KEYS", []))]

# --- Google and Huntflow --------------------------------------------------------------------------

GOOGLE_OAUTH_CLIENT_ID = env.str("GOOGLE_OAUTH_CLIENT_ID", "")
GOOGLE_OAUTH_CLIENT_SECRET = env.str("GOOGLE_OAUTH_CLIENT_SECRET", "")
# Empty: the address of this site's own callback, as the browser sees it.
GOOGLE_OAUTH_REDIRECT_URI = env.str("GOOGLE_OAUTH_REDIRECT_URI", "")
GOOGLE_WORKSPACE_DOMAINS: list[str] = env.list("GOOGLE_WORKSPACE_DOMAINS", [])
# What an empty list of domains means: anyone in development, nobody in production.
GOOGLE_ANYONE_MAY_SIGN_IN = DEBUG

GOOGLE_API_BASE_URL = env.str("GOOGLE_API_BASE_URL", "https://www.googleapis.com")
GOOGLE_OAUTH_AUTH_URI = env.str("GOOGLE_OAUTH_AUTH_URI", "https://accounts.google.com/o/oauth2/v2/auth")
GOOGLE_OAUTH_TOKEN_URI = env.str("GOOGLE_OAUTH_TOKEN_URI", "https://oauth2.googleapis.com/token")
GOOGLE_OAUTH_REVOKE_URI = env.str("GOOGLE_OAUTH_REVOKE_URI", "https://oauth2.googleapis.com/revoke")
GOOGLE_OAUTH_CERTS_URI = env.str("GOOGLE_OAUTH_CERTS_URI", "https://www.googleapis.com/oauth2/v1/certs")
HUNTFLOW_API_BASE_URL = env.str("HUNTFLOW_API_BASE_URL", "https://api.huntflow.ru/v2")
# Where else recruiters may send their tokens: hosts, and domains with a dot before them.
HUNTFLOW_ALLOWED_HOSTS: list[str] = env.list(
    "HUNTFLOW_ALLOWED_HOSTS",
    [".huntflow.ru", ".huntflow.ai", ".huntflow.kz", ".huntflow.uz", ".huntflow.dev"],
)
# A mailbox of the installation, for Huntflow to write to; every request names it.
HUNTFLOW_CONTACT = env.str("HUNTFLOW_CONTACT", "")
# In development without a client the sandbox answers in place of both, also to commands in a second terminal.
SANDBOX_URL = env.str("SANDBOX_URL", "") or ("" if GOOGLE_OAUTH_CLIENT_ID or not DEBUG else USUAL_URL)
if SANDBOX_URL:
    globals().update(sandboxed(SANDBOX_URL))
    # oauthlib refuses plain HTTP otherwise.
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

# Fernet keys for the tokens in the database: the first encrypts, all decrypt.
TOKEN_ENCRYPTION_KEYS = [
    key for key in env.list("TOKEN_ENCRYPTION_KEYS", ["ZGV2ZWxvcG1lbnQtb25seS1mZXJuZXQta2V5LTAwMDA="]) if key
]

# --- Language, time, static files -----------------------------------------------------------------

# What a reader is shown whose browser likes none of the two.
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Where neither the reader nor their browser nor their Google calendar has told a zone.
TIME_ZONE = env.str("TIME_ZONE", "UTC")

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# --- Security -------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
# Forms carry the token themselves, so no script reads the cookie.
CSRF_COOKIE_HTTPONLY = True
# With this prefix a browser takes them over TLS alone, and from no other host of the domain. All others follow.
_COOKIE_PREFIX = "" if DEBUG else "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}sessionid", f"{_COOKIE_PREFIX}csrftoken"
# By default they would be a cookie without that prefix.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Signing in begins it; using the site does not prolong it.
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
# It ends sooner when nobody uses it: not over a weekend, but over a week away.
SESSION_IDLE = int(timedelta(days=4).total_seconds())
# How long after Google has named somebody they may change connections and end sessions.
SESSION_CONFIRMED = int(timedelta(minutes=10).total_seconds())
# How often, in how many seconds: per user, and before the sign-in per network, which may be a whole office.
RATE_LIMITS = {"sign_in": (300, 300), "refresh": (120, 60), "connect": (20, 300)}
# What a server of another kind, such as that of `make run`, lets through; config.worker refuses it earlier.
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY
FILE_UPLOAD_HANDLERS = ["google_oauth.web.uploads.NoUploads"]
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", not DEBUG)
SECURE_HSTS_SECONDS = 0 if DEBUG else int(timedelta(days=365).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_REFERRER_POLICY = "same-origin"
# A TLS proxy in front says so in this header; set only where that proxy strips it from clients.
if env.bool("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

# --- Operation ------------------------------------------------------------------------------------

# What Prometheus shows to be let in at /metrics; empty: there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": JsonLines},
    },
    "filters": {"without_query": {"()": WithoutQuery}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line" if DEBUG else "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "google_oauth": {"level": "INFO"},
        # The development server has a line of its own for each request.
        "google_oauth.requests": {"level": "WARNING" if DEBUG else "INFO"},
        # Without the console handler of Django's own, beside which the root's would write each line again.
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {
            "handlers": ["console"],
            "filters": ["without_query"],
            "level": "INFO",
            "propagate": False,
        },
        # At DEBUG these write tokens and bodies: docs of requests-oauthlib, oauth2_session.py.
        "requests_oauthlib": {"level": "WARNING"},
        "oauthlib": {"level": "WARNING"},
        # At WARNING this writes bodies of refused answers: googleapiclient/http.py, _should_retry_response.
        "googleapiclient.http": {"level": "ERROR"},
    },
}
