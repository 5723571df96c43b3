"""The counts beside links of the navigation."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from google_oauth.views.blocks.counts import Count, remember
from tests.running_sandbox import RunningSandbox
from tests.views.browser import Browser
from tests.views.test_dashboard import figure, whole

COUNT = re.compile(r'id="count-(\w+)"[^>]*>\s*<span aria-hidden="true">([^<]*)</span>')


def counts(response: Any) -> dict[str, str]:
    """What the navigation shows; nothing of a count that is hidden."""
    return dict(COUNT.findall(response.content.decode()))


@pytest.fixture
def counted(browser: Browser) -> Browser:
    """A browser that has seen the first page."""
    whole(browser)
    return browser


def test_counts_are_those_of_the_figures_and_go_along_without_a_call(
    counted: Browser, sandbox: RunningSandbox
) -> None:
    html = counted.page("/").content.decode()
    sandbox.reset_counts()

    response = counted.page("/cache/")

    shown = {"interviews_today": figure(html, "interviews-today"), "in_work": figure(html, "in-work")}
    assert counts(response) == shown
    assert f"в работе: {shown['in_work']}" in response.content.decode()
    assert sandbox.counts() == {}


def test_unknown_counts_are_hidden(browser: Browser) -> None:
    assert counts(browser.page("/settings/")) == {}


def test_count_is_gone_once_its_source_is_no_longer_fresh(noon: None, counted: Browser) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert set(counts(counted.page("/settings/"))) == {"in_work"}


def test_count_of_a_source_that_was_lost_is_gone(counted: Browser, sandbox: RunningSandbox) -> None:
    counted.client.post("/huntflow/disconnect/")

    assert counts(counted.page("/settings/")) == {}


def test_counts_of_one_reader_are_never_another_s(counted: Browser, ivans: Browser) -> None:
    ivans.client.cookies.update(
        {name: counted.client.cookies[name] for name in ("count_in_work", "count_interviews_today")}
    )

    assert counts(ivans.page("/settings/")) == {}


def test_counts_are_for_one_host_where_the_session_is(settings: Settings) -> None:
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = "__Host-sessionid", True
    request, response = RequestFactory().get("/"), HttpResponse()
    request.user = User(pk=1)

    remember(
        request, response, {"in_work": Count(7, is_least=False, until=timezone.now() + timedelta(hours=1))}
    )

    [cookie] = response.cookies.values()
    assert (cookie.key, cookie["path"], cookie["domain"]) == ("__Host-count_in_work", "/", "")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_block_that_comes_later_brings_its_count_along(browser: Browser) -> None:
    fragment = browser.block("/", "work")

    assert set(counts(fragment)) == {"in_work"}
    assert 'id="count-in_work" hx-swap-oob="true"' in fragment.content.decode()
