"""Contracts of templates: which names a template wants and takes.

The first comment of a template ends with its contract. Parts need one; pages need one for names of their view.

    {# One event of a day. Wants `event`, `matched`; takes `upcoming` (the event with a card above). #}
    {# The keyboard shortcuts. Wants nothing. #}

An include gives wanted names by `with`, or knows them itself. Taken names may be missing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from django.template.base import Lexer, Token, TokenType

# Names that all templates know. Context processors give them, and `views.blocks.pages` the last two.
GIVEN = frozenset(
    {"request", "user", "perms", "messages", "DEFAULT_MESSAGE_LEVELS", "csrf_token"}
    | {"theme", "zone", "zone_offset", "zone_chosen", "shortcuts", "counts", "sandbox"}
    | {"page_url", "fragment"}
)
PARTS = "parts/"
LIBRARY_PACKAGES = (
    *("django.templatetags", "django.contrib.humanize.templatetags", "template_partials.templatetags"),
    "google_oauth.templatetags",
)

_NAMES = r"`\w+`(?: \([^)]+\))?(?:, `\w+`(?: \([^)]+\))?)*"
CONTRACT = re.compile(
    rf"(?:^|[.:;?!] )(?:Wants (?P<wants>nothing|{_NAMES})(?:; takes (?P<takes>{_NAMES}))?|Takes (?P<only>{_NAMES}))\.$"
)
_QUOTED_NAME = re.compile(r"`(\w+)`")
_NOTE = re.compile(r"\([^)]+\)")
_STRING = re.compile(r"""_?\("[^"]*"\)|_?\('[^']*'\)|"[^"]*"|'[^']*'""")
_KEYWORD = re.compile(r"^(\w+)=(.*)$", re.DOTALL)
# No attribute, no filter, no part of a number.
_NAME = re.compile(r"(?<![\w.|])[A-Za-z_]\w*")
_FILTER = re.compile(r"\|(\w+)")
_OPERATORS = {"and", "or", "not", "in", "is", "True", "False", "None", "as", "context", "only", "by"}
# Tags whose arguments are no expressions.
_LITERAL = {"load", "block", "partialdef", "partial", "extends", "else", "empty", "plural", "csrf_token"}
_SCOPES = {"with", "for", "block", "blocktranslate", "partialdef"}


@dataclass(frozen=True)
class Contract:
    """The names that a template wants, and optional ones that it takes."""

    wants: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        return self.wants | self.takes


@dataclass(frozen=True)
class Include:
    """An `include` tag: its part and parts passed by name, and the names that they can use.

    `given` by `with`; `known` from the contract or to all templates; `local`: set by tags around it.
    """

    line: int
    parts: tuple[str, ...]
    given: frozenset[str]
    known: frozenset[str]
    local: frozenset[str]


@dataclass
class Template:
    """The facts about a template that are checked; `unknown` names are used with lines and never set."""

    contract: Contract | None = None
    used: set[str] = field(default_factory=set)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    libraries: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)


def parse_contract(comment: str) -> Contract | None:
    """Read the contract at the end of a comment; None without one."""
    found = CONTRACT.search(comment)
    if not found:
        return None
    wants, takes = found["wants"] or "", found["takes"] or found["only"] or ""
    return Contract(*(frozenset(_QUOTED_NAME.findall(_NOTE.sub("", names))) for names in (wants, takes)))


class _Reader:
    """Reads a template by its tokens; `_scopes` holds open tags and the names that are set in them."""

    def __init__(self, text: str) -> None:
        self.template = Template()
        tokens = Lexer(text).tokenize()
        if tokens and tokens[0].token_type is TokenType.COMMENT:
            self.template.contract = parse_contract(tokens[0].contents)
        names = self.template.contract.names if self.template.contract else frozenset[str]()
        self._known = GIVEN | names
        self._scopes: list[tuple[str, set[str]]] = [("", set())]
        self._line = 1
        for token in tokens:
            self._line = token.lineno or 0
            if token.token_type is TokenType.VAR:
                self._use(token.contents)
            elif token.token_type is TokenType.BLOCK:
                self._read_tag(token)

    def _read_tag(self, token: Token) -> None:
        tag, *arguments = token.split_contents()
        self.template.called.add(tag)
        if tag == "load":
            self.template.libraries.update(arguments)
        elif tag == f"end{self._scopes[-1][0]}":
            self._scopes.pop()
        elif tag == "include":
            self._read_include(arguments)
        elif tag in _SCOPES:
            self._open(tag, arguments)
        elif tag not in _LITERAL and not tag.startswith("end"):
            *rest, name = ["", *arguments]
            if rest[-1:] == ["as"]:
                self._scopes[-1][1].add(name)
                arguments = rest[1:-1]
            for argument in arguments:
                self._use(argument)

    def _open(self, tag: str, arguments: list[str]) -> None:
        """Enter the scope of a tag."""
        if tag == "for":
            at = arguments.index("in")
            self._use(" ".join(arguments[at + 1 :]).removesuffix(" reversed"))
            names = {*" ".join(arguments[:at]).replace(",", " ").split(), "forloop"}
        elif tag in {"with", "blocktranslate"}:
            names = self._read_keywords(arguments)
        else:
            names = set()
        # A fragment is a partial alone, without names from around it.
        around = set() if tag == "partialdef" else self._scopes[-1][1]
        self._scopes.append((tag, around | names))

    def _read_include(self, arguments: list[str]) -> None:
        path, *options = arguments
        self._use(path)
        given = frozenset(self._read_keywords(options))
        values = [path, *(option.partition("=")[2] for option in options)]
        parts = tuple(value.strip("'\"") for value in values if value.strip("'\"").startswith(PARTS))
        known, local = self._known, frozenset(self._scopes[-1][1])
        if "only" in options:
            known = local = frozenset()
        if parts:
            self.template.includes.append(Include(self._line, parts, given, known, local))

    def _read_keywords(self, arguments: Iterable[str]) -> set[str]:
        """Use the values of `name=value`, and return the names."""
        found = [match for argument in arguments if (match := _KEYWORD.match(argument))]
        for match in found:
            self._use(match[2])
        return {match[1] for match in found}

    def _use(self, expression: str) -> None:
        code = _STRING.sub("", _KEYWORD.sub(r"\2", expression))
        names = set(_NAME.findall(code)) - _OPERATORS - self._scopes[-1][1]
        self.template.used |= names
        self.template.called.update(_FILTER.findall(code))
        self.template.unknown += [(self._line, name) for name in sorted(names - self._known)]


def read(text: str) -> Template:
    """Read a template's contract, uses and includes."""
    return _Reader(text).template


@cache
def _library_of() -> Mapping[str, str]:
    """Return the libraries that need `load`, by their tags and filters."""
    found = {}
    for package in map(import_module, LIBRARY_PACKAGES):
        for module in iter_modules(package.__path__):
            library = getattr(import_module(f"{package.__name__}.{module.name}"), "register", None)
            if library:
                found.update(dict.fromkeys([*library.tags, *library.filters], module.name))
    return found


def faults(root: Path) -> Iterator[str]:
    """Yield one line for each fault in the templates under `root`."""
    folder = root / "templates"
    templates = {
        str(path.relative_to(folder)): read(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }
    for name, template in templates.items():
        yield from (f"templates/{name}:{fault}" for fault in _faults_of(name, template, templates))
    included = {
        part for template in templates.values() for include in template.includes for part in include.parts
    }
    for name in templates:
        if name.startswith(PARTS) and name not in included:
            yield f"templates/{name}:1: nothing includes this part"


def _faults_of(name: str, template: Template, templates: Mapping[str, Template]) -> Iterator[str]:
    contract = template.contract or Contract()
    if template.contract is None and name.startswith(PARTS):
        yield "1: the first comment has no contract"
    for line, unknown in template.unknown:
        yield f"{line}: `{unknown}` is neither wanted nor set"
    for include in template.includes:
        yield from _faults_of_include(include, templates)
    for unused in sorted(contract.names - _needed(template, templates)):
        yield f"1: `{unused}` is in the contract and not used"
    yield from _faults_of_libraries(template)


def _faults_of_include(include: Include, templates: Mapping[str, Template]) -> Iterator[str]:
    contracts = {part: templates[part].contract or Contract() for part in include.parts if part in templates}
    for absent in [part for part in include.parts if part not in templates]:
        yield f"{include.line}: {absent} does not exist"
    for part, wanted in contracts.items():
        for missing in sorted(wanted.wants - include.given - include.known - include.local):
            yield f"{include.line}: {part} wants `{missing}`"
        for stray in sorted((wanted.takes & include.local) - include.given):
            yield f"{include.line}: {part} takes `{stray}`, which is set here for another purpose"
    for extra in sorted(include.given.difference(*(wanted.names for wanted in contracts.values()))):
        yield f"{include.line}: {include.parts[0]} does not take `{extra}`"


def _needed(template: Template, templates: Mapping[str, Template]) -> set[str]:
    """Return the names that a template or its parts use."""
    needed = set(template.used)
    for include in template.includes:
        for part in include.parts:
            if part in templates:
                needed |= _needed(templates[part], templates) - include.given - include.local
    return needed


def _faults_of_libraries(template: Template) -> Iterator[str]:
    needed = {_library_of()[called] for called in template.called & _library_of().keys()}
    for library in sorted(template.libraries - needed):
        yield f"1: the library {library} is loaded and not used"
    for library in sorted(needed - template.libraries):
        yield f"1: the library {library} is used and not loaded"
