"""The flag that writes the table of published cases anew."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-reference",
        action="store_true",
        help="write the tables of tests/reference/README.md anew, after a change of results that is meant",
    )
