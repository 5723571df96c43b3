"""Huntflow's API v2 over the sandbox's world: paths, parameters, rights and errors of the real one.

What is answered follows https://api.huntflow.ai/v2/docs; where its staff describe behaviour that the
description leaves open, the function names the thread in github.com/huntflow/api.
"""

from sandbox.huntflow import applicants, logs, organisations, search, tokens, vacancies
from sandbox.huntflow.authorised_call import visited
from sandbox.routes import route

ACCOUNT = "/v2/accounts/{account_id}"
VACANCIES = f"{ACCOUNT}/vacancies"
APPLICANTS = f"{ACCOUNT}/applicants"
APPLICANT = f"{APPLICANTS}/{{applicant_id}}"

READS = (
    ("me", "/v2/me", organisations.me),
    ("accounts.list", "/v2/accounts", organisations.accounts),
    ("accounts.get", ACCOUNT, organisations.account),
    ("statuses.list", f"{VACANCIES}/statuses", organisations.statuses),
    ("status_groups.list", f"{VACANCIES}/status_groups", organisations.status_groups),
    ("vacancies.additional_fields", f"{VACANCIES}/additional_fields", vacancies.additional_fields),
    ("vacancies.list", VACANCIES, vacancies.vacancies),
    ("vacancies.get", f"{VACANCIES}/{{vacancy_id}}", vacancies.vacancy),
    ("rejection_reasons.list", f"{ACCOUNT}/rejection_reasons", organisations.rejection_reasons),
    ("tags.list", f"{ACCOUNT}/tags", organisations.tags),
    ("coworkers.list", f"{ACCOUNT}/coworkers", organisations.coworkers),
    ("coworkers.get", f"{ACCOUNT}/coworkers/{{coworker_id}}", organisations.coworker),
    ("interview_types.list", f"{ACCOUNT}/interview_types", organisations.interview_types),
    ("applicants.list", APPLICANTS, applicants.applicants),
    ("applicants.search", f"{APPLICANTS}/search", search.search),
    ("applicants.search_by_cursor", f"{APPLICANTS}/search_by_cursor", search.search_by_cursor),
    ("sources.list", f"{APPLICANTS}/sources", organisations.sources),
    ("applicants.get", APPLICANT, applicants.applicant),
    ("applicants.logs", f"{APPLICANT}/logs", logs.logs),
    ("applicants.tags", f"{APPLICANT}/tags", applicants.applicant_tags),
)

ROUTES = (
    route("huntflow.token.refresh", "POST", "/v2/token/refresh", tokens.refresh),
    *(route(f"huntflow.{name}", "GET", path, visited(handler)) for name, path, handler in READS),
)
"""Fixed words before ids: `/applicants/search` is no candidate."""
