"""Ledgers in both kinds of database."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
import serving

SERVERS = Path("/usr/lib/postgresql")
NewLedger = Callable[[], str]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL of our own; give the address of its databases without their names."""
    found = sorted(SERVERS.glob("*/bin"))
    if not found:
        pytest.skip("PostgreSQL is not installed, and scripts/test_setup.py could not install it")
    folder = Path(tempfile.mkdtemp(prefix="redthread-postgresql-"))
    nobody = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())  # it does not run as root
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    port = serving.free_port()

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, timeout=100, user=nobody.pw_uid, cwd=folder)

    control = str(found[-1] / "pg_ctl")
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    try:
        run(control, "initdb", "-s", "-D", f"{folder}/data", "-o", "-A trust -U plan -E UTF8")
        run(control, "start", "-s", "-w", "-D", f"{folder}/data", "-l", f"{folder}/log", "-o", options)
        yield f"postgresql+psycopg://plan@127.0.0.1:{port}/"
        run(control, "stop", "-s", "-m", "immediate", "-D", f"{folder}/data")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_ledger(request: pytest.FixtureRequest, tmp_path: Path) -> NewLedger:
    """Give a function that gives the address of a ledger which is not there yet."""
    numbers = count()
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"ledger-{next(numbers)}.sqlite")
    server: str = request.getfixturevalue("postgresql")

    def made() -> str:
        name = f"plan_{os.getpid()}_{tmp_path.name.replace('-', '_').lower()}_{next(numbers)}"[-60:]
        with psycopg.connect(server.replace("+psycopg", "") + "postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return server + name

    return made


@pytest.fixture
def url(new_ledger: NewLedger) -> str:
    """Give the address of a ledger which is not there yet."""
    return new_ledger()
