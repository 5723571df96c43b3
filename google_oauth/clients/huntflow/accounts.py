"""The organisations of a pair, and their dictionaries."""

from typing import Any

from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.masks import ACCOUNT, REJECTION_REASON, STATUS, TAG


def list_accounts(api: HuntflowApi) -> list[dict[str, Any]]:
    return ACCOUNT.apply_all(api.items("/accounts"))


def list_statuses(api: HuntflowApi, account_id: int) -> list[dict[str, Any]]:
    """List the hiring stages, removed ones included: old links still name them."""
    return STATUS.apply_all(api.items(f"/accounts/{account_id}/vacancies/statuses"))


def list_tags(api: HuntflowApi, account_id: int) -> list[dict[str, Any]]:
    """List the tags: `id`, `name`. Raises UpstreamRejected("forbidden") for watchers."""
    return TAG.apply_all(api.items(f"/accounts/{account_id}/tags"))


def list_rejection_reasons(api: HuntflowApi, account_id: int) -> list[dict[str, Any]]:
    return REJECTION_REASON.apply_all(api.items(f"/accounts/{account_id}/rejection_reasons"))
