"""The examples in docstrings are published worked figures, and they come out."""

import doctest
import importlib
import pkgutil

import pytest

import groundswell.charts
import groundswell.core
import groundswell.exchange

FLOORS = (groundswell.core, groundswell.charts, groundswell.exchange)
MODULES = sorted(
    module.name for floor in FLOORS for module in pkgutil.walk_packages(floor.__path__, prefix=f"{floor.__name__}.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_come_out(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0
