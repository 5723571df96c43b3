"""Clearing the cache: how much will go is said before, and it is gone after, for oneself and by the staff."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.kept import Kept
from tests.e2e.steps import words
from tests.e2e.visitor import Visitor
from tests.stack import Stack


@pytest.fixture(scope="package")
def staff(stack: Stack) -> StorageState:
    """Maria, who runs the place."""
    maria = Visitor(stack, "maria.kuznetsova@example.com")
    with closing(sqlite3.connect(stack.environ["DATABASE_URL"].removeprefix("sqlite:///"))) as database:
        database.execute("UPDATE auth_user SET is_staff = 1 WHERE email LIKE 'maria%'")
        database.commit()
    return maria.storage_state()


def test_a_recruiter_clears_one_data_set_of_theirs(page: Page, kept: Kept) -> None:
    page.goto("/cache/")
    drive = page.get_by_role("row", name=words("Files in Drive"))
    drive.get_by_role("link", name=words("Clear")).click()

    expect(page.get_by_role("main")).to_contain_text("1 запись")
    page.get_by_role("button", name=re.compile("1 запись")).click()

    expect(page).to_have_url("/cache/")
    expect(page.get_by_role("status").first).to_contain_text("1 запись")
    expect(drive).to_have_count(0)


def test_the_staff_clear_all_of_one_person(new_page: NewPage, staff: StorageState, kept: Kept) -> None:
    page = new_page(storage_state=staff)
    page.goto("/cache/")
    anna = page.get_by_role("row", name="Анна Смирнова")
    number = anna.get_by_role("cell").first.inner_text()

    anna.get_by_role("link", name=words("Clear")).click()
    page.get_by_role("button", name=re.compile(rf"\b{number}\b")).click()

    expect(page).to_have_url("/cache/")
    expect(page.get_by_role("status").first).to_contain_text(number)
    expect(anna).to_have_count(0)
