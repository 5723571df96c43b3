"""The calendar page under gunicorn: beside its own template without data, against the number of events, and profiled."""

from benchmarks.harness import profile, sampling, site
from benchmarks.harness.plan import Plan
from benchmarks.harness.plots import Plot, Series
from benchmarks.harness.results import Report, Row, Table
from benchmarks.harness.sampling import Spread
from benchmarks.pages import visit

GOAL = 0.7
REQUESTS = 30
EVENTS = (10, 25, 50, 100, 250, 500, 1000)
PARTS: tuple[profile.Part, ...] = (
    ("decoding JSON", ("orjson",)),
    ("Redis: client and waiting", ("/redis/", "hiredis", "recv_into", "sendall", "django_redis")),
    ("templates", ("django/template", "django/utils/html", "django/utils/safestring", "template_partials")),
    ("translation and formats", ("django/utils/translation", "django/utils/formats", "django/utils/dateformat", "gettext")),
    ("database", ("django/db", "sqlite3")),
    ("the rest of Django, middleware", ("/django/", "whitenoise", "csp", "django_htmx", "zlib")),
    ("the cache", ("google_oauth/cache_service", "google_oauth/redis_access")),
    ("parsing and matching", ("google_oauth/domain",)),
    ("views and template tags", ("google_oauth/views", "google_oauth/templatetags", "google_oauth/services")),
)  # fmt: skip


def measure(plan: Plan) -> Report:
    """The row, the plot and the profile."""
    plan.tell("calendar page, warm, beside its template")
    visit.warm()
    server = visit.server()
    for path in (visit.CALENDAR, visit.HELD):
        server.burst(path, REQUESTS)
    samples = sampling.interleave(
        {path: lambda path=path: server.burst(path, REQUESTS) for path in (visit.CALENDAR, visit.HELD)},  # type: ignore[misc]
        rounds=plan.rounds(9),
    )
    rows = [_row(samples)]
    plan.tell("calendar page, from 10 to 1000 events")
    plot = _growth(plan)
    plan.tell("calendar page, profiled")
    visit.warm()
    return Report(rows, [_profile("The calendar page, by where its time goes", visit.CALENDAR, plan)], [plot])


def _row(samples: dict[str, list[float]]) -> Row:
    # Requests per second are the inverse of seconds for a request.
    share = sampling.ratio(samples[visit.HELD], samples[visit.CALENDAR])
    page, held = (1 / Spread.of(samples[path]).median for path in (visit.CALENDAR, visit.HELD))
    kept = share.median >= GOAL
    return Row(
        "calendar page, warm, 100 events, 25 shown, gunicorn with 2 workers",
        f"at least {GOAL} of the requests per second of its template from a context in memory",
        f"{share:.2f} ({page:.0f} and {held:.0f} requests per second)",
        kept,
        "" if kept else f"{share.median:.2f} instead of {GOAL}",
    )


def _growth(plan: Plan) -> Plot:
    points = []
    for number in EVENTS:
        visit.warm(events=number)
        server = visit.server()
        taken = [server.get(visit.CALENDAR) for _ in range(plan.rounds(20))]
        points.append((float(number), 1000 * Spread.of(taken).median))
    return Plot(
        "benchmark-page", "The calendar page, against the number of events", "events in the cached answer",
        "ms, median", [Series("calendar, 25 shown", points)],
        "A page of 25 events grows slowly with the number of events behind it.",
    )  # fmt: skip


def _profile(title: str, path: str, plan: Plan) -> Table:
    browser = site.browser()
    browser.get(path)
    found = profile.shares(lambda: browser.get(path), PARTS, repeats=plan.rounds(30))
    return Table(title, ("part", "share"), [[part, f"{share:.0%}"] for part, share in found.items()])
