"""What lies in Redis can be read with a key of ours, at its own place, as it was written, and else by nobody."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings
from redis import Redis

from google_oauth.cache_service import Fetched, GoogleAPICache, HuntflowAPICache
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import sealing

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRETS = (
    "Смирнова",
    "anna.smirnova@example.com",
    "+7 912 345-67-89",
    "personal-calendar@example.com",
    "etag-of-anna",
)


@pytest.fixture(params=[[], [OLD], [NEW, OLD]], ids=["made from the secret key", "one key", "two keys"])
def keys(request: Any, settings: Settings) -> list[str]:
    settings.API_CACHE_ENCRYPTION_KEYS = request.param
    return list(request.param)


@pytest.mark.parametrize("text", [b"", b"x", "Анна".encode(), bytes(range(256)) * 1000])
def test_text_comes_out_as_it_went_in(text: bytes, keys: list[str]) -> None:
    assert sealing.unseal(sealing.seal(text, b"here"), b"here") == text


def test_same_text_is_sealed_anew_each_time(keys: list[str]) -> None:
    assert len({sealing.seal(b"text", b"here") for _ in range(100)}) == 100


def test_every_cut_and_every_altered_byte_is_refused(keys: list[str]) -> None:
    sealed = sealing.seal(b"text", b"here")
    cut = [sealed[:length] for length in range(len(sealed))]
    altered = [
        sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :] for place in range(len(sealed))
    ]

    for strange in (*cut, *altered, sealed + b"x", b"", b"text"):
        with pytest.raises(ValueError, match=r"unknown key|altered|Nonce"):
            sealing.unseal(strange, b"here")


def test_text_sealed_for_another_address_is_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="another address"):
        sealing.unseal(sealing.seal(b"text", b"here"), b"there")


def test_key_is_changed_without_losing_what_is_kept(settings: Settings) -> None:
    settings.API_CACHE_ENCRYPTION_KEYS = [OLD]
    GoogleAPICache.set_sheets(7, ["old"])

    settings.API_CACHE_ENCRYPTION_KEYS = [NEW, OLD]
    assert GoogleAPICache.get_sheets(7) == ["old"]
    GoogleAPICache.set_sheets(7, ["new"])
    settings.API_CACHE_ENCRYPTION_KEYS = [NEW]

    assert GoogleAPICache.get_sheets(7) == ["new"]
    settings.API_CACHE_ENCRYPTION_KEYS = [OLD]
    assert GoogleAPICache.get_sheets(7) is None
    assert counts.pending("google_sheets", "garbage") == 1


def test_nothing_that_says_anything_of_anybody_lies_there_in_clear(redis: Redis, keys: list[str]) -> None:
    name, email, phone, calendar, etag = SECRETS
    person = {"last_name": name, "email": email, "phone": phone}
    HuntflowAPICache.set_candidate(7, person, account_id=41, candidate_id=987654)
    GoogleAPICache.fetch_calendar_events(7, lambda _: answer_with(etag), calendar_id=calendar)

    dump = b"".join(b"".join((key, *_flat(redis, key))) for key in redis.scan_iter())

    assert HuntflowAPICache.get_candidate(7, account_id=41, candidate_id=987654) == person
    assert [secret for secret in (*SECRETS, "candidate_id", "987654") if secret.encode() in dump] == []
    # JSON writes what is not ASCII in another way as well.
    assert b"\\u0421" not in dump


def answer_with(etag: str) -> Any:
    return Fetched([{"summary": SECRETS[0]}], {"etag": etag})


def _flat(redis: Redis, key: bytes) -> list[bytes]:
    kind = redis.type(key)
    if kind == b"hash":
        return [part for pair in redis.hgetall(key).items() for part in pair]
    return [redis.get(key) or b""] if kind == b"string" else []
