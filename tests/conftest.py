"""What the tests share: the shipped plans as a dataset, the terminal program, and the service."""

import os
from collections.abc import Callable, Iterator

import httpx
import hypothesis
import pytest
import serving
import terminal

from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.snapshot import Snapshot

hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("suite")

pytest_plugins = ["browsers", "databases"]

os.environ["REDTHREAD_LEDGER"] = os.devnull + "/none"
"""No test reads the ledger of whoever runs the tests: there is none."""
Redthread = Callable[..., terminal.Finished]


@pytest.fixture(scope="session")
def shipped() -> Snapshot:
    """Give the shipped plans as a dataset; tests must not change it."""
    return snapshot.build(snapshot.shipped_files(Settings()))


@pytest.fixture(scope="session")
def base() -> str:
    """Give the base that the shipped resources lie under."""
    return Settings().base


@pytest.fixture
def redthread() -> Redthread:
    """Give a function that runs the terminal program inside this process, and gives what a process would."""
    return terminal.here


@pytest.fixture
def redthread_process() -> Redthread:
    """Give a function that runs the terminal program in a process of its own: half a second, which few tests need."""
    return terminal.in_a_process


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """Serve the shipped plans over HTTP, with small limits."""
    running = serving.start(tmp_path_factory.mktemp("server") / "log")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def client(server: serving.Server) -> Iterator[httpx.Client]:
    """Give a client of the service."""
    with httpx.Client(base_url=server.url, timeout=serving.PATIENCE) as made:
        yield made


@pytest.fixture
def quiet(server: serving.Server) -> Iterator[None]:
    """Demand that the service writes nothing more to its log than that somebody came without a valid token."""
    before = server.log.stat().st_size
    yield
    lines = server.log.read_bytes()[before:].splitlines()
    assert [line for line in lines if b'"event":"token"' not in line] == []
