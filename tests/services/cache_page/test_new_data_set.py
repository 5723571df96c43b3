"""A data set that is declared, with a client's function and a service's method, is everywhere."""

import json
from datetime import timedelta
from inspect import signature
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext_lazy

from google_oauth.cache_service import CacheEntry, CacheService, DataSet, Noun
from google_oauth.cache_service.datasets import DATA_SETS, HUNTFLOW
from google_oauth.cache_service.report.counters import counts
from google_oauth.services import HuntflowService
from google_oauth.services.cache_page import status
from google_oauth.services.cache_page.refresh import entry_method
from google_oauth.services.operators import erasure
from google_oauth.views.blocks.states import freshness_of
from tests.running_sandbox import RunningSandbox

OFFERS = DataSet(
    service="huntflow_offers",
    upstream=HUNTFLOW,
    default_timeout=90,
    parameters={"account_id": 1, "candidate_id": None},
    about_candidates=True,
    method="offers_entry",
    label=gettext_lazy("Search"),
    icon="folder",
    noun=Noun("предложения", "предложений", "предложений"),
)


class Offers:
    """The client: what the upstream would answer, and how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, _: CacheEntry | None = None) -> list[dict[str, Any]]:
        self.calls += 1
        return [{"number": self.calls}]


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch) -> Offers:
    """The declaration, the client, and the service's method."""
    client = Offers()

    def offers_entry(service: HuntflowService, account_id: int, *, force: bool = False) -> CacheEntry:
        return CacheService.get_or_fetch(
            OFFERS.service, service.user.pk, client, force=force, account_id=account_id
        )

    monkeypatch.setitem(DATA_SETS, OFFERS.service, OFFERS)
    monkeypatch.setattr(HuntflowService, "offers_entry", offers_entry, raising=False)
    return client


@pytest.fixture
def olga(sandbox: RunningSandbox, sandbox_settings: Any, db: None, offers: Offers) -> User:
    """A reader with one entry of it."""
    counts.reset()
    user = User.objects.create_user("olga", is_staff=True)
    entry_method(user, OFFERS.service)(account_id=1)
    return user


@pytest.fixture
def olgas(olga: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(olga)
    return client


def test_commands_know_it(olga: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("cache_stats", "--json", "--service", OFFERS.service)
    assert json.loads(capsys.readouterr().out)["services"] == {OFFERS.service: 1}

    call_command("clear_cache", "--confirm", "--service", OFFERS.service)
    assert "удалено записей: 1" in capsys.readouterr().out


def test_log_has_its_noun(offers: Offers, caplog: pytest.LogCaptureFixture) -> None:
    CacheService.set_cached_data(OFFERS.service, 7, offers())

    assert caplog.messages == ["💾 Сохранены предложения в кэш: 1 предложений"]


def test_page_has_a_row_with_its_label_icon_and_button(olgas: Client) -> None:
    response = olgas.get("/cache/")

    (group,) = response.context["groups"]
    assert (group.data_set, group.total) == (OFFERS, 1)
    html = response.content.decode()
    assert "Search" in html
    assert 'name="service" value="huntflow_offers"' in html
    assert [row.data_set for row in response.context["data_set_rows"]] == [OFFERS]
    assert (OFFERS.service, "Search") in response.context["data_sets"]


def test_button_refreshes_it(olgas: Client, olga: User, offers: Offers) -> None:
    (info,) = status.own_cache(olga).entries

    response = olgas.post("/cache/refresh/", {"service": OFFERS.service, "digest": info.digest}, follow=True)

    assert "Search: refreshed." in response.content.decode()
    assert offers.calls == 2
    assert CacheService.get_cached_data(OFFERS.service, olga.pk, account_id=1) == [{"number": 2}]


def test_data_set_that_no_service_reads_has_no_button(
    olgas: Client, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    unread = DataSet(service=OFFERS.service, upstream=HUNTFLOW, default_timeout=90)
    monkeypatch.setitem(DATA_SETS, OFFERS.service, unread)
    (info,) = status.own_cache(olga).entries

    html = olgas.get("/cache/").content.decode()
    posted = olgas.post("/cache/refresh/", {"service": OFFERS.service, "digest": info.digest}, follow=True)

    assert "huntflow_offers" in html
    assert info.digest not in html
    assert posted.status_code == 200


def test_its_badge_knows_when_it_turns_stale(olga: User) -> None:
    entry = entry_method(olga, OFFERS.service)(account_id=1)

    freshness = freshness_of([entry])

    assert freshness
    assert freshness.fresh_until == entry.cached_at + timedelta(seconds=90)


def test_answers_about_candidates_are_erased(olga: User) -> None:
    assert erasure.count_candidates() == 1
    assert erasure.forget_candidates() == 1
    assert CacheService.count_entries() == 0


def test_own_entries_are_cleared_and_removed_with_the_upstream(olgas: Client, olga: User) -> None:
    assert "Search" in olgas.get("/cache/clear/huntflow_offers/").content.decode()
    olgas.post("/cache/clear/huntflow_offers/")
    assert CacheService.count_entries() == 0

    entry_method(olga, OFFERS.service)(account_id=1)
    HuntflowService(olga).disconnect()
    assert CacheService.count_entries() == 0


@pytest.mark.parametrize("data_set", DATA_SETS.values(), ids=lambda data_set: data_set.service)
def test_every_declaration_is_complete(data_set: DataSet, db: None) -> None:
    read = entry_method(User(pk=7), data_set.service)

    assert read
    assert set(signature(read).parameters) == {*data_set.parameters, "force", "wait"}
    assert data_set.service.startswith(f"{data_set.upstream}_")
    assert str(data_set.label)
    assert data_set.noun.counted
