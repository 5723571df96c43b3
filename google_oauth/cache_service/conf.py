"""The settings of the cache and their defaults; `API_CACHE_<NAME>` in Django's settings overrides one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Generic, TypeVar, overload

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

Value = TypeVar("Value")


class Setting(Generic[Value]):
    """One setting. Its value is kept in the `Conf` until Django says that a setting changed: a hit reads several."""

    def __init__(self, default: Value, *, may_be_zero: bool = False) -> None:
        self.default = default
        self.may_be_zero = may_be_zero

    def __set_name__(self, owner: type, name: str) -> None:
        self._attribute, self.name = name, f"API_CACHE_{name.upper()}"

    @overload
    def __get__(self, conf: None, owner: type) -> "Setting[Value]": ...
    @overload
    def __get__(self, conf: "Conf", owner: type) -> Value: ...
    def __get__(self, conf: "Conf | None", owner: type) -> "Setting[Value] | Value":
        if conf is None:
            return self
        value: Value = getattr(settings, self.name, self.default)
        vars(conf)[self._attribute] = value
        return value


class Conf:
    """Times are in seconds."""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"API_CACHE_{name.upper()} is set in Django's settings")

    # By service; they override what data sets declare. "default" in `stale` is for services not named.
    timeout = Setting[Mapping[str, float]]({})
    stale = Setting[Mapping[str, float]]({})

    # How long a reader waits for a refresh: when there is a stale entry, and at most.
    soft_timeout = Setting(0.5, may_be_zero=True)
    hard_timeout = Setting(8.0)

    # The length of a lease, the pause between its extensions, and its length with all of them.
    lease = Setting(2.0)
    lease_extension = Setting(0.5)
    lease_longest = Setting(60.0)

    # The first backoff after a failure, which doubles up to the second.
    backoff = Setting(30.0)
    backoff_max = Setting(300.0)

    # The share of the timeout after which a read starts a refresh in the background.
    eager_ratio = Setting(0.8)
    # The least time between two forced refreshes of one entry.
    force_interval = Setting(10.0, may_be_zero=True)
    # Background refreshes at once in one process.
    max_threads = Setting(8, may_be_zero=True)
    # The size of an answer as JSON. A larger one is malformed.
    max_bytes = Setting(10 * 1024 * 1024)
    # 32 bytes each, in URL-safe base64. The first encrypts, all decrypt. Without any, one is derived from SECRET_KEY.
    encryption_keys = Setting[Sequence[str]](())
    # The pause between two transfers of counters to Redis.
    flush_interval = Setting(5.0)


conf: Final = Conf()


@receiver(setting_changed)
def _reread(**_: Any) -> None:
    vars(conf).clear()
