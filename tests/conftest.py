"""Where the frameworks are required, a test that was skipped because one is not installed has failed."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

REQUIRED = os.environ.get("AUGLINT_REQUIRE_FRAMEWORKS") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if REQUIRED and report.skipped and "not installed" in str(report.longrepr):
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parents[1]
