"""What the documents say is what the code has."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.environment import ROOT, documented_variables

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
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
    cache_settings = set(re.findall(r"^(API_CACHE_[A-Z_]+)", SETTINGS, re.MULTILINE))

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

    assert set(re.findall(r"\]\(([^)]+\.md)\)", read(directory / "README.md"))) == pages


def structure_of(document: Path) -> dict[str, list[str]]:
    """What a translation has in common with its original, in order: code without its comments, and more."""
    text = read(document)
    fenced = "".join(re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    commands = re.findall(r"^ {4,}\S.*", text, re.MULTILINE)
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
