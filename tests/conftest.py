"""Where the frameworks are required, a test that was skipped because one is not installed has failed.

No test fails because the machine is busy.
"""

import os
import sys
import venv
from collections.abc import Generator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REQUIRED = os.environ.get("AUGLINT_REQUIRE_FRAMEWORKS") == "1"

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_runtest_setup(item: pytest.Item) -> None:
    marker = item.get_closest_marker("frameworks")
    missing = [name for name in (marker.args if marker else ()) if find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


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


@pytest.fixture(scope="session")
def bare_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the libraries of this one, but without auglint: also one installed in place is not there."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    (site,) = folder.glob("lib/python*/site-packages")
    libraries = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    # A folder that is named here is searched, but its own .pth files, which editable installs work by, are not read.
    (site / "dependencies.pth").write_text("\n".join(libraries), encoding="utf-8")
    return folder
