"""The vacancies of an organisation that the pair's user may see."""

from typing import Any

from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.masks import VACANCY, VACANCY_CARD

VACANCIES_PER_PAGE = 100
# Far above any organisation's; bounds an endless answer.
MAX_VACANCIES = 5_000


def list_vacancies(api: HuntflowApi, account_id: int, *, state: str | None = None) -> list[dict[str, Any]]:
    chosen = {"state": [state]} if state else {}
    found = api.pages(
        f"/accounts/{account_id}/vacancies", count=VACANCIES_PER_PAGE, limit=MAX_VACANCIES, **chosen
    )
    # By Huntflow's models an id may be null. Such a vacancy cannot be opened or linked.
    return VACANCY.apply_all([item for item in found if not _is_nameless(item)])


def get_vacancy(api: HuntflowApi, account_id: int, vacancy_id: int) -> dict[str, Any]:
    """Return one vacancy with its texts (HTML) and the names of its files."""
    return VACANCY_CARD.apply(api.get(f"/accounts/{account_id}/vacancies/{vacancy_id}"))


def _is_nameless(item: Any) -> bool:
    return isinstance(item, dict) and item.get("id") is None
