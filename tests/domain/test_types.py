import dataclasses
import importlib
import pkgutil

import pytest

from google_oauth import domain

MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}.")
]
TYPES = [
    value
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_type_is_frozen_and_takes_no_other_attributes(kind: type) -> None:
    assert vars(kind)["__dataclass_params__"].frozen
    assert hasattr(kind, "__slots__")
