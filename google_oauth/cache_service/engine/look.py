"""One look into Redis on behalf of a reader: counted when it finds garbage, empty-handed when Redis is away or passed by."""

from google_oauth.cache_service.report.counters import count
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.keys import Question
from google_oauth.cache_service.storage.stored import Found, nothing
from google_oauth.exceptions import RedisUnavailable


def look(question: Question) -> Found:
    """What Redis holds; nothing when it does not answer, or is not to be asked."""
    if question.bypass_since:
        return nothing(question)
    try:
        found = store.read(question)
    except RedisUnavailable:
        return nothing(question)
    if found.is_garbage:
        count(question.data_set.service, "garbage")
    return found
