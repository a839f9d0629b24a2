"""``redthread serve``: starting, stopping, and addresses that cannot be listened on."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Redthread


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_interrupted_service_says_goodbye() -> None:
    """The service says where to look when it is ready, and Ctrl-C stops it with a word and exit code 0."""
    port = _free_port()
    command = [sys.executable, "-m", "graph_service", "serve", "--port", str(port), "--lang", "sv"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ) as served:
        assert served.stderr is not None
        said = []
        for line in served.stderr:
            said.append(line)
            if "Ctrl-C" in line:
                break
        served.send_signal(signal.SIGINT)
        out, rest = served.communicate(timeout=60)
    assert f"Röda tråden lyssnar på http://127.0.0.1:{port}\n" in said
    assert said[0] == "Läser in och validerar planerna …\n"
    assert (out, rest, served.returncode) == ("", "Avslutad.\n", 0)


def test_plans_that_do_not_hold_are_not_served(redthread_process: "Redthread", tmp_path: Path) -> None:
    """Where validation finds a violation nothing is served: exit code 1, and where to see what is wrong."""
    plan = tmp_path / "plan.ttl"
    plan.write_text(
        "@prefix rt: <https://w3id.org/redthread/ns#> .\n<https://w3id.org/redthread/id/x> a rt:Plan .\n",
        encoding="utf-8",
    )
    finished = redthread_process("serve", str(plan), "--port", str(_free_port()))
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr.endswith(
        "The plans have violations, so nothing is served. See what is wrong with: redthread validate\n"
    )


def test_taken_port_is_told_at_once(redthread_process: "Redthread") -> None:
    """A port that something listens on is told with the reason before anything is loaded."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        finished = redthread_process("serve", "--port", str(port))
    assert finished.returncode == 2
    assert finished.stderr == (
        f"The service cannot listen on 127.0.0.1, port {port} (Address already in use). "
        "Choose another address with --host and --port.\n"
    )


@pytest.mark.parametrize(
    ("host", "environment"),
    [("192.0.2.1", {}), ("a..b", {}), ("127.0.0.1", {"REDTHREAD_PORT": "99999"})],
    ids=["foreign", "malformed", "port"],
)
def test_impossible_address_is_told(redthread_process: "Redthread", host: str, environment: dict[str, str]) -> None:
    """An address that is not this machine's, or none at all, ends with exit code 2 and a message that names it."""
    finished = redthread_process("serve", "--host", host, **environment)
    assert finished.returncode == 2
    assert finished.stderr.startswith(f"The service cannot listen on {host}, port ")
    assert finished.stderr.count("\n") == 1


def test_wrong_setting_is_told_by_its_variable(redthread_process: "Redthread") -> None:
    """A setting that does not fit is told by the name of its variable, in any command."""
    finished = redthread_process("serve", REDTHREAD_PORT="eighty", REDTHREAD_LANG="sv")
    assert finished.returncode == 2
    assert finished.stderr.startswith("Miljövariabeln REDTHREAD_PORT har värdet »eighty«, som inte passar.")
