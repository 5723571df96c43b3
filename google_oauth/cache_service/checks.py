"""System checks of the cache's settings."""

from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - its name there

from google_oauth.cache_service.conf import Conf, Setting, conf
from google_oauth.cache_service.datasets import DATA_SETS

KEY_BYTES: Final = 32


# Conditions on several settings: an error, with this message and hint, where one does not hold.
RULES: Final[tuple[tuple[str, Callable[[], bool], str, str], ...]] = (
    (
        "google_oauth.E014",
        lambda: conf.soft_timeout <= conf.hard_timeout,
        "API_CACHE_SOFT_TIMEOUT is above API_CACHE_HARD_TIMEOUT.",
        "A reader with a stale answer waits for the soft one, which is the shorter.",
    ),
    (
        "google_oauth.E015",
        lambda: conf.lease_extension < conf.lease <= conf.lease_longest,
        "API_CACHE_LEASE does not lie between API_CACHE_LEASE_EXTENSION and API_CACHE_LEASE_LONGEST.",
        "A lease must be extended, more than once if possible, before it ends.",
    ),
    (
        "google_oauth.E016",
        lambda: conf.backoff <= conf.backoff_max,
        "API_CACHE_BACKOFF is above API_CACHE_BACKOFF_MAX.",
        "The rest begins with the first and doubles up to the second.",
    ),
    (
        "google_oauth.E017",
        lambda: conf.eager_ratio <= 1,
        "API_CACHE_EAGER_RATIO is above 1.",
        "It is a share of the timeout: 0.8 refreshes in the last fifth, 1 never does.",
    ),
)


@register(Tags.caches)
def check_data_sets(**_: Any) -> list[Error]:
    return [*_timeouts(), *_stale_windows()]


@register(Tags.caches)
def check_limits(**_: Any) -> list[Error]:
    """Check the number and sign of every limit, then the rules between them."""
    return [*_signs()] or [
        Error(message, hint=hint, id=check_id) for check_id, holds, message, hint in RULES if not holds()
    ]


@register(Tags.caches)
def check_names(**_: Any) -> Iterator[Error]:
    known = {each.name for each in vars(Conf).values() if isinstance(each, Setting)}
    for name in dir(settings):
        if name.startswith("API_CACHE_") and name not in known:
            yield Error(
                f"{name} is no setting of the cache.",
                hint="It is renamed or unknown. CHANGELOG.md has the renamed ones, docs/settings.md all.",
                id="google_oauth.E022",
            )


@register(Tags.caches)
def check_cache_encryption_keys(**_: Any) -> Iterator[CheckMessage]:
    if not all(map(_is_key, conf.encryption_keys)):
        yield Error(
            "API_CACHE_ENCRYPTION_KEYS holds what is no key.",
            hint="Each is 32 bytes in URL-safe base64, as cryptography.fernet.Fernet.generate_key() makes them.",
            id="google_oauth.E021",
        )
    if not (conf.encryption_keys or settings.DEBUG):
        yield Warning(
            "API_CACHE_ENCRYPTION_KEYS is not set, so what lies in Redis is encrypted with a key made from SECRET_KEY.",
            hint="Set it to a key of its own, as cryptography.fernet.Fernet.generate_key() makes them.",
            id="google_oauth.W001",
        )


@register(Tags.caches)
def check_redis(**_: Any) -> Iterator[Error]:
    cache: Any = settings.CACHES["default"]
    if cache["BACKEND"] != "django_redis.cache.RedisCache":
        yield Error(
            "The default cache is not django-redis.",
            hint='Set it to "django_redis.cache.RedisCache".',
            id="google_oauth.E018",
        )
        return
    options = cache.get("OPTIONS", {})
    for name in ("SOCKET_CONNECT_TIMEOUT", "SOCKET_TIMEOUT"):
        if not _is_number(options.get(name)):
            yield Error(
                f"{name} is not set, so a frozen Redis would freeze the pages.",
                hint="Set it in the OPTIONS of the default cache, in seconds; 0.25 is long enough on a good network.",
                id="google_oauth.E019",
            )
    # django-redis uses pickle by default.
    if "pickle" in options.get("SERIALIZER", "pickle").lower():
        yield Error(
            "The default cache uses pickle, so whoever writes to Redis runs code here.",
            hint='Set SERIALIZER in its OPTIONS to "django_redis.serializers.json.JSONSerializer".',
            id="google_oauth.E020",
        )


def _timeouts() -> Iterator[Error]:
    for data_set in DATA_SETS.values():
        if not _is_number(conf.timeout.get(data_set.service, data_set.default_timeout)):
            yield Error(
                f"{data_set.service} has no timeout.",
                hint="Give it a number of seconds above 0 in API_CACHE_TIMEOUT.",
                id="google_oauth.E010",
            )
    for service in conf.timeout.keys() - DATA_SETS.keys():
        yield Error(
            f"API_CACHE_TIMEOUT names {service}, which is no data set.",
            hint=f"Data sets are {', '.join(DATA_SETS)}.",
            id="google_oauth.E011",
        )


def _stale_windows() -> Iterator[Error]:
    declared = {data_set.service: data_set.default_stale_window for data_set in DATA_SETS.values()}
    for service, window in {**declared, **conf.stale}.items():
        if not _is_number(window, or_zero=True):
            yield Error(
                f"The stale window of {service} is no number of seconds from 0 up.",
                hint='API_CACHE_STALE may name data sets, and "default" for the others; 0 serves nothing stale.',
                id="google_oauth.E012",
            )


def _signs() -> Iterator[Error]:
    limits = (each for each in vars(Conf).values() if isinstance(each, Setting) and _is_number(each.default))
    for limit in limits:
        if not _is_number(getattr(settings, limit.name, limit.default), or_zero=limit.may_be_zero):
            yield Error(
                f"{limit.name} is no number, or has the wrong sign.",
                hint="docs/settings.md explains the limits.",
                id="google_oauth.E013",
            )


def _is_key(text: str) -> bool:
    try:
        return len(urlsafe_b64decode(text)) == KEY_BYTES
    except ValueError:
        return False


def _is_number(value: object, *, or_zero: bool = False) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value > 0 or (or_zero and value == 0)
