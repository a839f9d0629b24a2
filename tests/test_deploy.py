"""The files for operators: what they name exists, and what they promise is in them."""

import json
import re
import shlex
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path
from typing import Final

import httpx
import pytest
import serving
import typer

from graph_service.api.sparql import PATH
from graph_service.cli.program import app
from graph_service.settings import Settings

ROOT: Final = Path(__file__).resolve().parent.parent
DEPLOY: Final = ROOT / "deploy"
UNIT: Final = (DEPLOY / "redthread.service").read_text(encoding="utf-8")
IMAGE: Final = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
PROXY: Final = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
README: Final = (DEPLOY / "README.md").read_text(encoding="utf-8")
ALL: Final = {"redthread.service": UNIT, "Containerfile": IMAGE, "nginx.conf": PROXY, "README.md": README}


class _Unit(RawConfigParser):
    """A unit file, in which a key may come several times."""

    def __init__(self) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",))
        self.read_string(UNIT)

    def optionxform(self, optionstr: str) -> str:
        """Keep the case of keys."""
        return optionstr


def _directive(name: str, text: str = PROXY) -> str:
    """Give the value of a directive of nginx."""
    found = re.search(rf"^\s*{name} ([^;]+);", text, re.MULTILINE)
    assert found, name
    return found[1]


@pytest.mark.parametrize("name", ALL)
def test_settings_that_are_named_exist(name: str) -> None:
    """Each variable that a file names is that of a setting, and each example value fits."""
    named = dict(re.findall(r"\b(REDTHREAD_[A-Z_]*[A-Z])\b(?:=([^\s`'\"\\]+(?: kommun)?))?", ALL[name]))
    known = {f"REDTHREAD_{setting.upper()}" for setting, _, _ in Settings.table()}
    assert set(named) <= known
    Settings.from_environment({variable: value for variable, value in named.items() if value})


def test_commands_that_are_named_exist() -> None:
    """Each command of the program that a file calls is one of its commands, and each option one of its options."""
    commands = getattr(typer.main.get_command(app), "commands", {})
    calls = [shlex.split(call) for call in re.findall(r"(?:bin/|`)redthread ([a-z][^`\n]*)", UNIT + README)]
    (program, *started) = json.loads(re.findall(r"^CMD (.*)$", IMAGE, re.MULTILINE)[0])
    assert program == "redthread"
    for command, *rest in (*calls, started):
        options = {option for parameter in commands[command].params for option in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= options
    assert len(calls) > 3


@pytest.mark.xdist_group("server")
def test_addresses_that_are_named_answer(client: httpx.Client) -> None:
    """Each address that the proxy treats apart, the image checks, or the page tells of, is answered by the service."""
    named = set(re.findall(r"location = (\S+)", PROXY)) | set(re.findall(r"^\| `(/\w+)`", README, re.MULTILINE))
    checked = re.search(r"127\.0\.0\.1:\{[^}]*\}(/\w+)", IMAGE)
    assert checked
    assert named == {PATH, "/metrics", "/health", "/ready"}
    assert checked[1] == "/health"
    for path in named:
        assert client.get(path).status_code == 200


def test_no_registry_is_named() -> None:
    """No file names an address to fetch something from: the only ones are examples and the machine itself."""
    for text in (*ALL.values(), (ROOT / ".dockerignore").read_text(encoding="utf-8")):
        hosts = set(re.findall(r"https?://([\w.-]+)", text))
        assert hosts <= {"plans.example", "127.0.0.1", "redthread"}
    assert set(re.findall(r"^FROM (\S+)", IMAGE, re.MULTILINE)) == {"python:3.11-slim"}


def test_unit_is_strict() -> None:
    """The unit runs as nobody in particular, sees a system that it cannot write in, and talks to this machine only."""
    service = _Unit()["Service"]
    yes = (
        *(
            "DynamicUser",
            "NoNewPrivileges",
            "PrivateTmp",
            "PrivateDevices",
            "PrivateUsers",
            "ProtectHome",
            "LockPersonality",
        ),
        *("ProtectClock", "ProtectControlGroups", "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules"),
        *(
            "ProtectKernelTunables",
            "MemoryDenyWriteExecute",
            "RestrictNamespaces",
            "RestrictRealtime",
            "RestrictSUIDSGID",
        ),
    )
    assert {name: service[name] for name in yes} == dict.fromkeys(yes, "yes")
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert set(service["RestrictAddressFamilies"].split()) == {"AF_INET", "AF_INET6", "AF_UNIX"}
    assert (service["IPAddressDeny"], service["IPAddressAllow"]) == ("any", "localhost")
    filters = re.findall(r"^SystemCallFilter=(.*)$", UNIT, re.MULTILINE)
    assert filters[0] == "@system-service"
    refused = {call for line in filters[1:] for call in line.removeprefix("~").split()}
    assert all(line.startswith("~") for line in filters[1:])
    assert {"@privileged", "io_uring_setup", "process_vm_readv", "process_vm_writev"} <= refused
    # What the service needs of the kernel for its workers, and what nobody may take away by mistake.
    assert refused.isdisjoint(
        {"@resources", "@process", "prlimit64", "setrlimit", "pidfd_open", "pidfd_send_signal", "clone"}
    )


def test_unit_survives_its_workers_and_stops_in_order() -> None:
    """A worker beyond the memory limit does not stop the service, and stopping leaves a query time to end."""
    service = _Unit()["Service"]
    assert (service["OOMPolicy"], service["KillMode"], service["Restart"]) == ("continue", "mixed", "on-failure")
    assert service["RestartPreventExitStatus"] == "1 2"
    assert int(service["TimeoutStopSec"]) > max(Settings().query_seconds, Settings().judging_seconds) + 1
    assert service["MemoryMax"] == "2G"
    assert int(service["TasksMax"]) > 100


def test_image_installs_by_hash() -> None:
    """The image installs what is locked, by hash, and nothing else; and runs as an ordinary user."""
    installs = [line for line in IMAGE.splitlines() if line.startswith("RUN pip ")]
    assert len(installs) == 2
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert "--no-deps --no-build-isolation --no-index ." in installs[1]
    (user,) = re.findall(r"^USER (\d+):(\d+)$", IMAGE, re.MULTILINE)
    assert "0" not in user
    assert IMAGE.index("\nUSER ") < IMAGE.index("\nCMD ")


def test_image_copies_what_is_there() -> None:
    """Everything that the image is built from is in the checkout, and is let through to the build."""
    sources = {
        source for line in re.findall(r"^COPY (?!--from)(.*)$", IMAGE, re.MULTILINE) for source in line.split()[:-1]
    }
    assert all((ROOT / source).exists() for source in sources)
    let_through = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert sources == set(let_through)


def test_health_check_of_the_image_tells_sick_from_well(server: serving.Server) -> None:
    """The image's check ends well where the service answers, and badly where nobody does."""
    (check,) = re.findall(r"^\s+CMD (\[.*\])$", IMAGE, re.MULTILINE)
    program, flag, code = json.loads(check)
    assert (program, flag) == ("python", "-c")
    for port, well in ((server.url.rpartition(":")[2], True), (str(serving.free_port()), False)):
        checked = subprocess.run(
            [sys.executable, flag, code], env={"REDTHREAD_PORT": port}, capture_output=True, timeout=60, check=False
        )
        assert (checked.returncode == 0) is well


def test_proxy_has_room_for_what_the_service_takes() -> None:
    """The proxy lets the longest query through, and waits longer than the service lets a query take."""
    longest = 12 * Settings().query_length + 20_000
    assert int(_directive("client_max_body_size").removesuffix("k")) * 1024 > longest
    assert int(_directive("proxy_read_timeout").removesuffix("s")) > Settings().query_seconds
    assert f"server 127.0.0.1:{Settings().port};" in PROXY
    assert PROXY.count("{") == PROXY.count("}")


def test_service_needs_nothing_but_a_folder_for_a_while(tmp_path: Path) -> None:
    """Without a home, and with one folder that it may write in, the service works and leaves nothing behind there."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    served = serving.start(tmp_path / "log", HOME="/nonexistent", TMPDIR=str(temporary), PYTHONDONTWRITEBYTECODE="1")
    assert httpx.get(f"{served.url}/sparql?query=ASK%7B%7D", timeout=serving.PATIENCE).status_code == 200
    assert list(temporary.iterdir()) == []
    assert served.stop() == 0
    assert list(temporary.iterdir()) == []
