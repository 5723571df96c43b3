"""The vacancies of an organisation, as far as the pair's user may see them."""

from typing import Any

from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.masks import VACANCY, VACANCY_CARD

VACANCIES_PER_PAGE = 100
# More than any organisation works with; a bound for an answer that never ends.
MAX_VACANCIES = 5_000


def list_vacancies(api: HuntflowApi, account_id: int, *, state: str | None = None) -> list[dict[str, Any]]:
    """The vacancies of an organisation in one state (OPEN, CLOSED, HOLD), or in all."""
    chosen = {"state": [state]} if state else {}
    found = api.pages(
        f"/accounts/{account_id}/vacancies", count=VACANCIES_PER_PAGE, limit=MAX_VACANCIES, **chosen
    )
    # By Huntflow's models an id may be null; such a vacancy can neither be opened nor be named by a link.
    return VACANCY.apply_all([item for item in found if not _is_nameless(item)])


def get_vacancy(api: HuntflowApi, account_id: int, vacancy_id: int) -> dict[str, Any]:
    """One vacancy with its texts (HTML) and the names of its files."""
    return VACANCY_CARD.apply(api.get(f"/accounts/{account_id}/vacancies/{vacancy_id}"))


def _is_nameless(item: Any) -> bool:
    return isinstance(item, dict) and item.get("id") is None
