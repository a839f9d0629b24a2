"""The address that the service listens on."""

import socket

from graph_service.errors import ParameterError


def ensure_free(host: str, port: int) -> None:
    """Find out early that an address cannot be listened on.

    Args:
        host: The address.
        port: The port.

    Raises:
        ParameterError: If it is taken or does not exist here.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ParameterError("address", host=host, port=port, reason=reason) from error
