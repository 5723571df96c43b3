"""Candidates: lists come in whole objects, thirty a call, so nobody asks for each one."""

from typing import Any

from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.masks import APPLICANT, LOG_ENTRY

# The most that Huntflow gives for each list; one more is a 400.
APPLICANTS_PER_PAGE, MOVES_PER_PAGE = 30, 100
# What moves somebody: put on a vacancy, and put on a stage of it. Comments and mail are not asked for.
MOVES = ["VACANCY-ADD", "STATUS"]
# More moves than anybody's story has; a bound for an answer that never ends.
MAX_MOVES = 500


def list_applicants(
    api: HuntflowApi, account_id: int, *, vacancy_id: int | None = None, max_results: int
) -> list[dict[str, Any]]:
    """Up to `max_results` candidates of a vacancy, or of the organisation, newest first.

    The filter is called `vacancy` in the API; the official client's `vacancy_id` is passed over there.
    """
    chosen = {} if vacancy_id is None else {"vacancy": vacancy_id}
    found = api.pages(
        f"/accounts/{account_id}/applicants", count=APPLICANTS_PER_PAGE, limit=max_results, **chosen
    )
    # Somebody added between two calls moves the last of one page to the next.
    return list({person["id"]: person for person in APPLICANT.apply_all(found)}.values())


def get_applicant(api: HuntflowApi, account_id: int, applicant_id: int) -> dict[str, Any]:
    """One candidate. A merged duplicate's old id brings the surviving candidate, with another `id`."""
    return APPLICANT.apply(api.get(f"/accounts/{account_id}/applicants/{applicant_id}"))


def list_moves(api: HuntflowApi, account_id: int, applicant_id: int) -> list[dict[str, Any]]:
    """How one candidate moved over vacancies and stages, the latest move first.

    A merged duplicate's old id has no log: NotFound, where `applicant` brings the surviving candidate.
    """
    path = f"/accounts/{account_id}/applicants/{applicant_id}/logs"
    found = api.pages(path, count=MOVES_PER_PAGE, limit=MAX_MOVES, type=MOVES)
    # A move between two calls brings the last of one page again on the next.
    return list({entry["id"]: entry for entry in LOG_ENTRY.apply_all(found)}.values())
