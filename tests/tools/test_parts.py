"""Each use of a name and each include keeps to the contracts of templates."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, RequestContext, engines
from django.test import RequestFactory

from tools.parts import GIVEN, Contract, faults, parse_contract

ROW = "{# A row. Wants `row`; takes `plain`. #}{{ row }}{{ plain }}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "templates/parts").mkdir(parents=True)
    return tmp_path


def found(project: Path, page: str, **parts: str) -> list[str]:
    """Check a page and parts; the names of the files are left out of what is found."""
    for name, text in {"page": page, **{f"parts/{name}": part for name, part in parts.items()}}.items():
        (project / f"templates/{name}.html").write_text(text, encoding="utf-8")
    return [fault.removeprefix("templates/") for fault in faults(project)]


@pytest.mark.parametrize(
    ("comment", "contract"),
    [
        ("A row. Wants `row`.", Contract(frozenset({"row"}))),
        ("Wants `a`, `b` (a note; of `x`); takes `c`.", Contract(frozenset("ab"), frozenset("c"))),
        ("A row. Takes `plain`, `long` (in full).", Contract(takes=frozenset({"plain", "long"}))),
        ("A row; of `app.js`. Wants nothing.", Contract()),
        ("A row.", None),
        ("A row that wants `row`.", None),
        ("A row. Wants row.", None),
        ("A row. Wants `row`. And more.", None),
    ],
)
def test_contract_stands_at_the_end_of_the_comment(comment: str, contract: Contract | None) -> None:
    assert parse_contract(comment) == contract


@pytest.mark.parametrize(
    "page",
    [
        '{# Wants `row`. #}{% include "parts/row.html" %}',
        '{# Takes `row`. #}{% include "parts/row.html" %}',
        '{# Wants `row`, `plain`. #}{% include "parts/row.html" %}',
        '{# Wants `event`. #}{% include "parts/row.html" with row=event.row plain=True only %}',
        '{# Wants `rows`. #}{% for row in rows %}{{ forloop.counter }}{% include "parts/row.html" %}{% endfor %}',
        '{# Wants `a`. #}{% with row=a %}{% include "parts/row.html" %}{% endwith %}',
        '{% url "home" as row %}{% include "parts/row.html" %}',
        '{# Wants `rows`. #}{% for x, row in rows.items %}{% include "parts/row.html" %}{% endfor %}',
        '{# Wants `rows`, `row`. #}{% include "parts/row.html" with plain=rows|join:", and " %}',
        '{% include "parts/row.html" with row=request.user plain=page_url %}',
        '{% include "parts/row.html" with row=_("It takes `a` and b") %}',
        """{% load i18n %}
           {% blocktranslate with n=user.name count count=user.count %}{{ n }}{{ count }}{% endblocktranslate %}
           {% include "parts/row.html" with row=1 %}""",
    ],
)
def test_include_that_keeps_the_contract_passes(project: Path, page: str) -> None:
    assert found(project, page, row=ROW) == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('{% include "parts/row.html" %}', "page.html:1: parts/row.html wants `row`"),
        ('\n\n{% include "parts/row.html" %}', "page.html:3: parts/row.html wants `row`"),
        (
            '{# Wants `row`. #}{{ row }}{% include "parts/row.html" with plain=True only %}',
            "page.html:1: parts/row.html wants `row`",
        ),
        (
            '{# Wants `a`. #}{% with row=a %}{% endwith %}{% include "parts/row.html" %}',
            "page.html:1: parts/row.html wants `row`",
        ),
        (
            '{# Wants `a`. #}{% include "parts/row.html" with row=a wide=True %}',
            "page.html:1: parts/row.html does not take `wide`",
        ),
        (
            '{# Wants `a`. #}{% with plain=a %}{% include "parts/row.html" with row=a %}{% endwith %}',
            "page.html:1: parts/row.html takes `plain`, which is set here for another purpose",
        ),
        (
            '{% include "parts/row.html" with row=1 %}{% include "parts/gone.html" %}',
            "page.html:1: parts/gone.html does not exist",
        ),
        (
            '{{ row }}{% include "parts/row.html" with row=1 %}',
            "page.html:1: `row` is neither wanted nor set",
        ),
        (
            '{% include "parts/row.html" with row=event.row %}',
            "page.html:1: `event` is neither wanted nor set",
        ),
        (
            '{# Wants `a`. #}{% include "parts/row.html" with row=a|add:b %}',
            "page.html:1: `b` is neither wanted nor set",
        ),
        (
            '{# Wants `row`, `b`. #}{% include "parts/row.html" %}',
            "page.html:1: `b` is in the contract and not used",
        ),
        (
            '{# Wants `row`. #}{% include "parts/row.html" with row=1 %}',
            "page.html:1: `row` is in the contract and not used",
        ),
        (
            '{# Wants `row`. #}{% with row=1 %}{% include "parts/row.html" %}{{ row }}{% endwith %}',
            "page.html:1: `row` is in the contract and not used",
        ),
        ("No part.", "parts/row.html:1: nothing includes this part"),
    ],
)
def test_include_that_breaks_the_contract_is_found(project: Path, page: str, expected: str) -> None:
    assert found(project, page, row=ROW) == [expected]


@pytest.mark.parametrize(
    "part", ["{{ user }}", "{# A row. #}{{ user }}", "{{ user }}{# A row. Wants nothing. #}"]
)
def test_part_needs_a_contract_in_its_first_comment(project: Path, part: str) -> None:
    assert found(project, '{% include "parts/row.html" %}', row=part) == [
        "parts/row.html:1: the first comment has no contract"
    ]


def test_part_that_is_given_to_another_by_name_is_included_by_both(project: Path) -> None:
    card = "{# A card. Wants `title`, `content` (a part). #}{{ title }}{% include content %}"
    page = '{% include "parts/card.html" with title=1 content="parts/row.html" WITH %}'

    assert found(project, page.replace("WITH", "row=2"), card=card, row=ROW) == []
    assert found(project, page.replace("WITH", ""), card=card, row=ROW) == [
        "page.html:1: parts/row.html wants `row`"
    ]
    assert found(project, page.replace("WITH", "row=2 wide=3"), card=card, row=ROW) == [
        "page.html:1: parts/card.html does not take `wide`"
    ]


def test_name_reaches_the_part_of_a_part(project: Path) -> None:
    card = '{# A card. Wants nothing. #}{% include "parts/row.html" with row=1 %}'
    page = '{# Wants `plain`. #}{% include "parts/card.html" %}'

    assert found(project, page, card=card, row=ROW) == []


def test_partial_is_drawn_alone_so_it_knows_nothing_around_it(project: Path) -> None:
    page = (
        "{# Wants `a`. #}{% load partials %}{% with b=a %}"
        "{% partialdef x inline %}{{ a }}{{ b }}{% endpartialdef %}{% endwith %}"
    )

    assert found(project, page) == ["page.html:1: `b` is neither wanted nor set"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("{% load i18n icons %}{% translate 'a' %}{% icon 'b' %}", []),
        ("{% load dates %}{{ request.day|iso }}", []),
        ("{% load i18n %}", ["page.html:1: the library i18n is loaded and not used"]),
        ("{% icon 'b' %}", ["page.html:1: the library icons is used and not loaded"]),
        ("{{ request.day|iso }}", ["page.html:1: the library dates is used and not loaded"]),
        ("{% if request.a|length > 1 %}{{ request.b|default:'|iso' }}{% endif %}", []),
    ],
)
def test_template_loads_what_it_uses(project: Path, page: str, expected: list[str]) -> None:
    assert found(project, page) == expected


def test_names_that_each_template_knows_are_those_of_the_settings(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    context = RequestContext(request)
    with context.bind_template(engines["django"].engine.from_string("")):  # type: ignore[attr-defined]
        given = context.flatten().keys() - Context().flatten().keys()

    assert GIVEN - given == {"page_url", "fragment"}
    assert given - GIVEN == set()
