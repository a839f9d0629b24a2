"""All settings in one table: name, default, what it means.

Each can be set by an environment variable: ``REDTHREAD_`` and the name in capitals. The reference page of the
settings is made from this table.
"""

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Self, get_args, get_type_hints

from graph_service.errors import ParameterError

_TEXTS: Final[Mapping[str, re.Pattern[str]]] = {
    "base": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+[/#]"),
    "public_url": re.compile(
        r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?(?:/(?:[\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*/?|",
        re.ASCII,
    ),
    "reading": re.compile(r"open|token"),
    "log_level": re.compile(r"debug|info|warning|error"),
    "operator_name": re.compile(r"\S.*"),
    "operator_mail": re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    "operator_type": re.compile(
        r"Academia-ScientificOrganisation|Company|IndustryConsortium|LocalAuthority|NationalAuthority"
        r"|NonGovernmentalOrganisation|NonProfitOrganisation|PrivateIndividual\(s\)|RegionalAuthority|StandardisationBody"
        r"|SupraNationalAuthority"
    ),
}
"""What a setting that is a text must look like; others may be anything."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run.

    Example:
        >>> Settings().port
        8000
        >>> Settings.from_environment({"REDTHREAD_PORT": "9000"}).port
        9000
    """

    base: Annotated[str, "Base that the IRIs of resources begin with."] = "https://w3id.org/redthread/id/"
    ledger: Annotated[
        str,
        "Ledger of the plans: a file, or the address of a database as SQLAlchemy has it; "
        "if empty, a file where programs of the user keep such things.",
    ] = ""
    host: Annotated[str, "Address that the service listens on."] = "127.0.0.1"
    port: Annotated[int, "Port that the service listens on."] = 8000
    public_url: Annotated[
        str, "Address that the service is reached at from outside; if empty, made of host and port."
    ] = ""
    operator_name: Annotated[str, "Who runs the service, as the catalogue of datasets names them."] = (
        "Den som driver tjänsten"
    )
    operator_mail: Annotated[str, "Mail address for questions about the datasets; a function's, not a person's."] = (
        "redthread@example.org"
    )
    operator_type: Annotated[
        str, "What kind of body that is: the end of one of the IRIs in http://purl.org/adms/publishertype/."
    ] = "NonProfitOrganisation"
    follow_seconds: Annotated[
        float, "Seconds between looks at the ledger: whether there is a commit that is not served yet."
    ] = 2.0
    other_times: Annotated[
        int, "Most other times than now whose plans are kept ready to answer; each takes two processes."
    ] = 2
    other_times_queue: Annotated[
        int,
        "Most other times that wait to be prepared, of those with a token and of others; the rest are refused.",
    ] = 4
    workers: Annotated[int, "Processes that answer SPARQL queries over HTTP; as many answer all else."] = 2
    log_level: Annotated[
        str, "The least that is noted on standard error: debug, info (every request), warning or error."
    ] = "info"
    client_seconds: Annotated[
        float,
        "Longest time that a client may take to send a request, or go on taking nothing of an answer, in seconds.",
    ] = 30.0
    query_queue: Annotated[int, "Most SPARQL queries over HTTP that wait for a process; the rest are refused."] = 20
    query_seconds: Annotated[float, "Longest time that a query over HTTP may take, in seconds."] = 10.0
    query_length: Annotated[int, "Longest query over HTTP, in characters."] = 20_000
    query_depth: Annotated[int, "Deepest nesting of brackets in a query; more than 100 is never allowed."] = 100
    query_size: Annotated[
        int, "Most words and signs of a query, what stands in VALUES left out; more than 1500 are never allowed."
    ] = 1500
    query_memory: Annotated[int, "Most memory that a process answering queries may take, in bytes."] = 2_000_000_000
    result_bytes: Annotated[int, "Largest result of a query over HTTP, in bytes."] = 20_000_000
    result_rows: Annotated[
        int, "Most rows or triples of a result over HTTP; the rest is cut off, and the answer says so."
    ] = 100_000
    judging_seconds: Annotated[float, "Longest time that judging a change over HTTP may take, in seconds."] = 30.0
    judging_memory: Annotated[int, "Most memory that judging a change over HTTP may take, in bytes."] = 1_000_000_000
    judging_queue: Annotated[int, "Most changes over HTTP that wait to be judged; the rest are refused."] = 8
    upload_bytes: Annotated[int, "Largest plan that is taken over HTTP, in bytes."] = 10_000_000
    file_bytes: Annotated[int, "Largest file that is read, in bytes."] = 50_000_000
    reading: Annotated[str, "Who may read over HTTP: open (everybody) or token (whoever has a token)."] = "open"
    write_rate: Annotated[
        int, "Most changes over HTTP in a minute with one token; the rest are refused for a while."
    ] = 60
    failed_tokens: Annotated[
        int, "Most tokens that are none from one address in a minute; more are answered with a refusal alone."
    ] = 20
    trace_depth: Annotated[int, "Deepest thread that is followed, in steps."] = 12
    path_count: Annotated[int, "Most chains that are looked for between two things."] = 1000

    @property
    def url(self) -> str:
        """The address that the service is reached at, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"

    @classmethod
    def table(cls) -> tuple[tuple[str, type, str], ...]:
        """Give the settings as rows: name, type, help.

        Returns:
            One row per setting, in the order they are declared.

        Example:
            >>> Settings.table()[0][0]
            'base'
        """
        hints = get_type_hints(cls, include_extras=True)
        return tuple((name, *get_args(hint)) for name, hint in hints.items())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the settings that the environment sets; the rest keep their defaults.

        Args:
            environment: Variables by name.

        Returns:
            The settings.

        Raises:
            ParameterError: If a value is not of its setting's type, or is a number that is not above zero, or a base
                that is no absolute IRI ending in a slash or a hash, or another text that is not what it must be.
        """
        chosen: dict[str, str | int | float] = {}
        for name, kind, _ in cls.table():
            variable = f"REDTHREAD_{name.upper()}"
            if variable not in environment:
                continue
            try:
                value = kind(environment[variable])
            except ValueError:
                value = None
            pattern = _TEXTS.get(name)
            fits = pattern.fullmatch(str(value)) if pattern else kind is str or 0 < (value or 0) < math.inf
            if not fits:
                raise ParameterError("setting", variable=variable, value=environment[variable])
            chosen[name] = value
        return cls(**chosen)  # type: ignore[arg-type]
