"""What the documents say is what the code has."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from django.core.management import get_commands

from google_oauth.cache_service.conf import Conf, Setting
from google_oauth.cache_service.report.counters import Event
from tests.environment import ROOT, documented_variables
from tools import voice

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
# What a command writes stands between marks that name it.
GENERATED = re.compile(r"<!-- (\w+) -->.*?<!-- end of \1 -->", re.DOTALL)
CODE = re.compile(r"```.*?```", re.DOTALL)
MEASURED = re.compile(r"\b\d[\d.,]*\s?(?:µs|ms|[kKM]B)\b")
SETTINGS = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")


def read(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def variables_of_the_settings() -> set[str]:
    """The first argument of every `env.<reader>("NAME", …)` and `secret("NAME", …)`."""
    calls = [node for node in ast.walk(ast.parse(SETTINGS)) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if ast.unparse(call.func).startswith("env.") or ast.unparse(call.func) == "secret"
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def first_cells(document: Path) -> set[str]:
    """What the first column of the document's tables names in code type."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", read(document), re.MULTILINE))


def test_every_variable_of_the_settings_is_in_the_example_and_nothing_else() -> None:
    assert set(documented_variables()) == variables_of_the_settings()


def test_every_variable_and_cache_setting_is_explained_and_nothing_else() -> None:
    cache_settings = {setting.name for setting in vars(Conf).values() if isinstance(setting, Setting)}

    assert first_cells(ROOT / "docs" / "settings.md") == variables_of_the_settings() | cache_settings


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_of_a_document_exists(document: Path) -> None:
    text = read(document)
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))

    assert set(re.findall(r"(?:^ {4}|`)(?:E2E=required )?make ([a-z-]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_path_of_a_document_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", read(document))
    paths = re.findall(
        r"`((?:config|google_oauth|sandbox|tests|tools|docs|locale|templates)/[\w./]*)`", read(document)
    )

    assert [link for link in links if not (document.parent / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_decision_is_listed() -> None:
    directory = ROOT / "docs" / "decisions"
    pages = {path.name for path in directory.glob("*.md")} - {"README.md"}

    assert set(re.findall(r"\]\(([\w-]+\.md)\)", read(directory / "README.md"))) == pages


def structure_of(document: Path) -> dict[str, list[str]]:
    """What a translation has in common with its original, in order: code without its comments, and more."""
    text = read(document)
    fenced = "".join(re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    commands = [line.partition(" # ")[0].rstrip() for line in re.findall(r"^ {4,}\S.*", text, re.MULTILINE)]
    return {
        "headings": re.findall(r"^#+(?= )", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE),
        "python": [line.partition("  # ")[0] for line in fenced.splitlines()],
        "commands": commands,
        "table rows": re.findall(r"^ *\|(?=.*\|$)", text, re.MULTILINE),
        "steps": re.findall(r"^\d\. ", text, re.MULTILINE),
        "links": [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("README")],
        "code words": sorted(set(re.findall(r"`([^`\n]+)`", text))),
    }


def test_the_russian_readme_keeps_step_with_the_english_one() -> None:
    assert structure_of(ROOT / "README.ru.md") == structure_of(ROOT / "README.md")


def test_each_readme_leads_to_the_other() -> None:
    assert "](README.ru.md)" in read(ROOT / "README.md")
    assert "](README.md)" in read(ROOT / "README.ru.md")


def test_readme_is_short_and_begins_with_its_two_commands() -> None:
    for name in ("README.md", "README.ru.md"):
        text = read(ROOT / name)

        assert re.findall(r"^ {4}(make \w+)", text, re.MULTILINE)[:2] == ["make run", "make test"]
        assert len(text.splitlines()) <= 110


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_measured_figures_stand_in_tables(document: Path) -> None:
    """Prose gives the ratio: a figure that is written twice is soon two figures."""
    lines = CODE.sub("", GENERATED.sub("", read(document))).splitlines()
    prose = [line for line in lines if not line.lstrip().startswith("|") and not line.startswith("    ")]

    assert [line for line in prose if MEASURED.search(line)] == []


def test_each_figure_of_a_written_table_stands_in_one_document() -> None:
    tables = {
        document: {
            figure
            for line in GENERATED.sub("", read(document)).splitlines()
            if line.lstrip().startswith("|")
            for figure in MEASURED.findall(line)
        }
        for document in DOCUMENTS
    }
    documents = Counter(figure for figures in tables.values() for figure in figures)

    assert [figure for figure, count in documents.items() if count > 1] == []


def test_documents_are_plain_english() -> None:
    assert voice.main(["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs"]) == 0


def test_every_check_is_explained_and_no_other() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "google_oauth").rglob("*.py"))
    checks = {each for text in sources for each in re.findall(r"\"(google_oauth\.[EW]\d{3})\"", text)}

    explained = re.findall(
        r"^\| `(google_oauth\.[EW]\d+)` \|", read(ROOT / "docs" / "operations.md"), re.MULTILINE
    )

    assert set(explained) == checks
    assert len(explained) == len(checks)


def test_every_counter_is_explained_and_no_other() -> None:
    text = read(ROOT / "docs" / "operations.md").partition("| counter | meaning |")[2].partition("\n\n")[0]

    explained = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)

    assert explained == [*get_args(Event), "hit_rate", "calls_saved"]


def test_changelog_has_a_release_of_this_version_that_names_its_migrations() -> None:
    text = read(ROOT / "CHANGELOG.md")
    releases = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", text, re.MULTILINE)
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    migrations = {path.stem for path in (ROOT / "google_oauth" / "migrations").glob("0*.py")} - {
        "0001_initial"
    }

    assert releases[0] == ("Unreleased", "")
    assert releases[1][0] == project["version"]
    assert all(day for _, day in releases[1:])
    assert set(re.findall(r"`(\d{4}_\w+)`", text)) == migrations


def test_licence_is_the_one_that_is_named() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]

    assert read(ROOT / "LICENSE").startswith(f"{project['license']} License\n")
    assert f"[{project['license']}](LICENSE)" in read(ROOT / "README.md")
