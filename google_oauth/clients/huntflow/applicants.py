"""Candidates. A list holds whole objects, thirty a call, so it needs no call for each."""

from typing import Any

from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.masks import APPLICANT, LOG_ENTRY

# Huntflow's maxima; one more is a 400.
APPLICANTS_PER_PAGE, MOVES_PER_PAGE = 30, 100
# Put on a vacancy, and put on a stage of it. Comments and mail are not requested.
MOVES = ["VACANCY-ADD", "STATUS"]
# Far above any candidate's history; bounds an endless answer.
MAX_MOVES = 500


def list_applicants(
    api: HuntflowApi, account_id: int, *, vacancy_id: int | None = None, max_results: int
) -> list[dict[str, Any]]:
    """List up to `max_results` candidates of a vacancy, or of the organisation, newest first."""
    # The API ignores the official client's `vacancy_id`.
    chosen = {} if vacancy_id is None else {"vacancy": vacancy_id}
    found = api.pages(
        f"/accounts/{account_id}/applicants", count=APPLICANTS_PER_PAGE, limit=max_results, **chosen
    )
    # A candidate added between two calls moves the last one of a page to the next.
    return list({person["id"]: person for person in APPLICANT.apply_all(found)}.values())


def get_applicant(api: HuntflowApi, account_id: int, applicant_id: int) -> dict[str, Any]:
    """Return one candidate. A merged duplicate's old id returns the surviving one, with another `id`."""
    return APPLICANT.apply(api.get(f"/accounts/{account_id}/applicants/{applicant_id}"))


def list_moves(api: HuntflowApi, account_id: int, applicant_id: int) -> list[dict[str, Any]]:
    """List a candidate's moves, the latest first; NotFound for a merged duplicate's old id."""
    path = f"/accounts/{account_id}/applicants/{applicant_id}/logs"
    found = api.pages(path, count=MOVES_PER_PAGE, limit=MAX_MOVES, type=MOVES)
    # A move between two calls repeats the last one of a page on the next.
    return list({entry["id"]: entry for entry in LOG_ENTRY.apply_all(found)}.values())
