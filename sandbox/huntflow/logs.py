"""What happened to a candidate."""

from sandbox.huntflow import parameters
from sandbox.huntflow.answers import JSON, bad, moment, without_none
from sandbox.huntflow.authorised_call import AuthorisedCall, page_of
from sandbox.world.company import Interview, LogEntry

KINDS = ("ADD", "UPDATE", "VACANCY-ADD", "STATUS", "COMMENT", "DOUBLE", "AGREEMENT", "MAIL", "RESPONSE")


def logs(call: AuthorisedCall) -> JSON:
    """A page of the history, the newest first. The id of a merged candidate is a 404 here (thread 635)."""
    person = call.candidate(follow=False)
    kinds = parameters.choices(call.request, "type", KINDS) or KINDS
    vacancy = parameters.number(call.request, "vacancy")
    personal = parameters.flag(call.request, "personal")
    if vacancy and personal:
        raise bad("value_error", "vacancy and personal exclude each other", "personal")
    found = [
        entry
        for entry in call.company.logs.get(person.id, ())
        if entry.kind in kinds
        and (entry.vacancy is None or entry.vacancy in call.vacancies)
        and (not vacancy or entry.vacancy == vacancy)
        and not (personal and entry.vacancy)
    ]
    found.sort(key=lambda entry: (entry.created, entry.id), reverse=True)
    page, about = page_of(call, found, most=100)
    return {**about, "items": [_entry(entry) for entry in page]}


def _entry(entry: LogEntry) -> JSON:
    return without_none(
        id=entry.id,
        type=entry.kind,
        vacancy=entry.vacancy,
        status=entry.status,
        rejection_reason=entry.rejection_reason,
        created=moment(entry.created),
        account_info={"id": entry.author_id, "name": entry.author_name},
        comment=entry.comment,
        files=[],
        calendar_event=entry.interview and _interview(entry, entry.interview),
    )


def _interview(entry: LogEntry, interview: Interview) -> JSON:
    stamp = f"{entry.created:%Y%m%dT%H%M%S}"
    return without_none(
        id=interview.id,
        name=interview.name,
        all_day=False,
        created=moment(entry.created),
        description=interview.description,
        timezone="Europe/Moscow",
        start=moment(interview.start),
        end=moment(interview.end),
        event_type="interview",
        interview_type=interview.interview_type,
        calendar=1,
        vacancy=entry.vacancy,
        foreign=f"{stamp}_HF_{entry.candidate}_{entry.vacancy}_true",
        location=interview.location,
        attendees=[{"email": email, "displayName": name} for email, name in interview.attendees],
        reminders=[],
        status="confirmed",
        transparency="busy",
    )
