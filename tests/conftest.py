"""What every test stands on: no display, one locale, folders of its own, and `--long`."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["LANG"] = "C.UTF-8"

from pathlib import Path

import pytest

from tests.examples import run_long

FOLDERS = {
    "HOME": "home",
    "USERPROFILE": "home",
    "LOCALAPPDATA": "home/local",
    "APPDATA": "home/roaming",
    "XDG_DATA_HOME": "home/data",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_STATE_HOME": "home/state",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--long`."""
    parser.addoption("--long", action="store_true", help="run the tests that take minutes, too")


def pytest_configure(config: pytest.Config) -> None:
    """Says how many examples are drawn."""
    run_long(config.getoption("--long"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the long tests out, unless they are asked for."""
    if config.getoption("--long"):
        return
    skipped = pytest.mark.skip(reason="takes minutes; run with --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skipped)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Gives a test as many seeds as its mark `cases` says."""
    mark = metafunc.definition.get_closest_marker("cases")
    if mark is not None:
        quick, promised = mark.args
        metafunc.parametrize("seed", range(promised if metafunc.config.getoption("--long") else quick))


@pytest.fixture(scope="session")
def long(pytestconfig: pytest.Config) -> bool:
    """Whether the long tests run, too."""
    return bool(pytestconfig.getoption("--long"))


@pytest.fixture(autouse=True, scope="session")
def _folders_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The platform's folders lie in a temporary folder, and no setting of the machine's owner is seen."""
    base = Path(tmp_path_factory.mktemp("machine"))
    for name, folder in FOLDERS.items():
        (base / folder).mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(base / folder)
    for name in ("QAF_WORKSPACE", "QAF_PASSPHRASE"):
        os.environ.pop(name, None)
