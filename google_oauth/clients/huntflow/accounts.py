"""The organisations that a pair opens, and their dictionaries."""

from typing import Any

from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.masks import ACCOUNT, STATUS


def accounts(api: HuntflowApi) -> list[dict[str, Any]]:
    """The organisations: `id`, `name`, `nick` (as in Huntflow's links), `member_type`."""
    return ACCOUNT.apply_all(api.items("/accounts"))


def statuses(api: HuntflowApi, account_id: int) -> list[dict[str, Any]]:
    """The hiring stages of an organisation, removed ones included, since old links still name them."""
    return STATUS.apply_all(api.items(f"/accounts/{account_id}/vacancies/statuses"))
