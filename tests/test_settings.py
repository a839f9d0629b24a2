"""The settings and what the environment may set them to."""

import re

import pytest

from graph_service.errors import ParameterError
from graph_service.settings import Settings


def test_every_setting_has_a_type_and_a_help() -> None:
    """The table holds each setting with its type and one sentence of help."""
    table = Settings.table()
    assert [name for name, _, _ in table] == list(Settings.__dataclass_fields__)
    assert {kind for _, kind, _ in table} <= {str, int, float}
    assert all(re.fullmatch(r"[A-Z].*\.", meaning) for _, _, meaning in table)


def test_defaults_are_of_their_types() -> None:
    """Without an environment each setting has its default, which is of its type."""
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert all(type(getattr(settings, name)) is kind for name, kind, _ in Settings.table())


def test_environment_sets_each_setting() -> None:
    """Each setting takes its value from the variable of its name, and no other variable matters."""
    given = {
        "base": "urn:x/",
        "public_url": "https://plans.example/thread",
        "operator_name": "Exempelby kommun",
        "operator_mail": "plans@exempelby.example",
        "operator_type": "LocalAuthority",
        "host": "::1",
        "log_level": "warning",
        "reading": "token",
        "query_seconds": "0.5",
        "client_seconds": "2.5",
    }
    values = {name: given.get(name, "17") for name, _, _ in Settings.table()}
    settings = Settings.from_environment(
        {f"REDTHREAD_{name.upper()}": value for name, value in values.items()} | {"REDTHREAD_OTHER": "x"}
    )
    assert {name: str(getattr(settings, name)) for name in values} == values


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", ""),
        ("PORT", "0"),
        ("WORKERS", "-1"),
        ("WORKERS", "1.5"),
        ("QUERY_SECONDS", "nan"),
        ("QUERY_SECONDS", "inf"),
        ("QUERY_SECONDS", "0"),
        ("BASE", "plans"),
        ("BASE", "https://example.org/id"),
        ("BASE", "https://example.org/<id>/"),
        ("BASE", ""),
        ("LOG_LEVEL", "loud"),
        ("READING", "closed"),
        ("WRITE_RATE", "0"),
        ("PUBLIC_URL", "plans.example"),
        ("PUBLIC_URL", "ftp://plans.example"),
        ("PUBLIC_URL", "https://[x"),
        ("PUBLIC_URL", "https://plans.example/a?b"),
        ("PUBLIC_URL", "https://plans.example/<b>"),
        ("OPERATOR_NAME", " "),
        ("OPERATOR_MAIL", "someone"),
        ("OPERATOR_MAIL", "a@b.example> <urn:x"),
        ("OPERATOR_TYPE", "Person"),
    ],
)
def test_value_that_does_not_fit_is_told_with_its_variable(name: str, value: str) -> None:
    """A value of the wrong type, a number that is not above zero, a text that is not what it must be: refused."""
    with pytest.raises(ParameterError) as caught:
        Settings.from_environment({f"REDTHREAD_{name}": value})
    assert f"REDTHREAD_{name} has the value »{value}«, which does not fit." in str(caught.value)


@pytest.mark.parametrize("value", ["https://example.org/id/", "urn:plan:/", "http://localhost:8000/id#"])
def test_base_is_an_iri_that_names_can_follow(value: str) -> None:
    """Any absolute IRI that ends in a slash or a hash can be the base."""
    assert Settings.from_environment({"REDTHREAD_BASE": value}).base == value


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("", "http://127.0.0.1:8000"),
        ("https://plans.example/", "https://plans.example"),
        ("https://[::1]:8/a/b", "https://[::1]:8/a/b"),
        ("https://x.example/r%C3%B6d", "https://x.example/r%C3%B6d"),
    ],
)
def test_public_address_may_have_a_port_and_a_path(value: str, url: str) -> None:
    """The address from outside is an http or https address without query and fragment, or follows from the port."""
    assert Settings.from_environment({"REDTHREAD_PUBLIC_URL": value}).url == url
