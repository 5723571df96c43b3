"""Sentences of docstrings, comments and documents, and those that are objected to."""

from pathlib import Path

import pytest

from tools import voice

DOCUMENT = """# A heading is no sentence

First line of a paragraph
goes on. See [the page](page.md#part) and **bold** words.

- An item
  of two lines.
- Another one.

    indented code. It is no prose.

```sh
fenced code. Nobody reads it.
```

| a table. | Nobody reads it. |

![a picture](picture.png)
<!-- a mark. Nobody reads it. -->
<!-- figures -->
Nobody wrote this.
<!-- end of figures -->
The last one.
"""
SOURCE = '''"""The module. It has two sentences."""

# A comment that goes on
# over two lines. Then ends.


def function() -> None:
    """Do one thing.

        code. Nobody reads it.

    It raises nothing.
    """
    print()  # noqa: T201 - a directive is no prose
'''


def written(directory: Path, name: str, text: str) -> Path:
    path = directory / name
    path.write_text(text, encoding="utf-8")
    return path


def found(path: Path) -> list[tuple[int, str]]:
    return [(each.line, each.text) for each in voice.sentences(path)]


def test_prose_of_a_document_is_read_and_nothing_else(tmp_path: Path) -> None:
    assert found(written(tmp_path, "page.md", DOCUMENT)) == [
        (3, "First line of a paragraph goes on."),
        (3, "See `the page` and bold words."),
        (6, "An item of two lines."),
        (8, "Another one."),
        (23, "The last one."),
    ]


def test_docstrings_and_comments_of_a_module_are_read(tmp_path: Path) -> None:
    assert found(written(tmp_path, "module.py", SOURCE)) == [
        (1, "The module."),
        (1, "It has two sentences."),
        (7, "Do one thing."),
        (7, "It raises nothing."),
        (3, "A comment that goes on over two lines."),
        (3, "Then ends."),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "What is kept is encrypted.",
        "Nobody waits for it.",
        "It answers as if Redis held nothing.",
        "The log tells how it went.",
        "Readers pass by Redis.",
    ],
)
def test_turn_that_is_read_twice_is_objected_to(
    sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "page.md", f"{sentence}\n")

    assert voice.main([str(path)]) == 1
    assert (
        capsys.readouterr().out
        == f"1 sentences, 100.0% objected to, {len(sentence.split())} words in the median\n"
    )


@pytest.mark.parametrize(
    "sentence",
    ["What to do: read the log.", "Each probe has a thread of its own.", "It is kept for an hour."],
)
def test_good_english_is_not(sentence: str, tmp_path: Path) -> None:
    assert voice.main([str(written(tmp_path, "page.md", f"{sentence}\n"))]) == 0


def test_long_sentences_are_objected_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "page.md", f"{'word ' * 12}.\n")

    assert voice.main([str(path)]) == 1
    assert "0.0% objected to, 13 words in the median" in capsys.readouterr().out


def test_list_names_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice, "ROOT", tmp_path)
    written(tmp_path, "page.md", "Fine words.\n\nNobody reads it.\n")

    assert voice.main(["--list", "page.md"]) == 1
    assert capsys.readouterr().out.startswith("page.md:3: Nobody reads it.\n")


def test_migrations_and_other_files_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "ROOT", tmp_path)
    (tmp_path / "migrations").mkdir()
    written(tmp_path, "migrations/0001.py", '"""Nobody."""')
    written(tmp_path, "style.css", "/* nobody */")
    page = written(tmp_path, "page.md", "Words.")

    assert list(voice.files([str(tmp_path)])) == [page]
