"""What lies in Redis, opened: the bodies, which nobody could recognise otherwise."""

from django_redis import get_redis_connection

from google_oauth.cache_service.storage.keys import EntryAddress
from google_oauth.cache_service.storage.metadata import unseal_body, unseal_metadata


def bodies() -> dict[str, set[bytes]]:
    """The bodies of each hash of the cache; ValueError for one that does not belong to its metadata."""
    redis = get_redis_connection()
    return {key.decode(): _bodies(key.decode(), redis.hgetall(key)) for key in redis.scan_iter("api_cache:*")}


def _bodies(name: str, fields: dict[bytes, bytes]) -> set[bytes]:
    digests = [field[2:] for field in fields if field.startswith(b"b:")]
    places = {digest: EntryAddress(name, digest.decode()) for digest in digests}
    return {
        unseal_body(place, unseal_metadata(place, fields[b"m:" + digest]), fields[b"b:" + digest])
        for digest, place in places.items()
    }
