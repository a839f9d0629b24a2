"""How often something may be done: a token bucket for each name (https://en.wikipedia.org/wiki/Token_bucket)."""

import ipaddress
from collections import OrderedDict
from typing import Final

_MINUTE: Final = 60.0
_WHOLE: Final = 1 - 1e-6
"""What counts as one, for what has come back little by little never adds up to just that."""
_NETWORK: Final = 64
"""Bits of an IPv6 address that name a network; whoever has one address has all others in it."""


class Limiter:
    """Counts how often each of many names does something, in bounded memory.

    A name may do it as many times at once as it may in a minute, and then again as time passes.

    Example:
        >>> limiter = Limiter(2)
        >>> [limiter.take("a", now) for now in (0.0, 0.0, 0.0, 30.0)]
        [0.0, 0.0, 30.0, 0.0]
    """

    def __init__(self, per_minute: int, *, most: int = 10_000) -> None:
        """Begin with nobody having done anything.

        Args:
            per_minute: How many times a minute a name may do it.
            most: How many names are remembered. Of more, those that have done nothing for the longest time are
                forgotten, and may begin anew.
        """
        self._capacity = float(per_minute)
        self._refill = per_minute / _MINUTE
        self._most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        """Tell how many names are remembered."""
        return len(self._left)

    def wait(self, name: str, now: float) -> float:
        """Tell how long a name has to wait until it may do it again.

        Args:
            name: The name.
            now: The time in seconds, by a clock that never goes back.

        Returns:
            Seconds; 0 if it may at once.
        """
        left = self._now_left(name, now)
        return 0.0 if left >= _WHOLE else (1 - left) / self._refill

    def take(self, name: str, now: float) -> float:
        """Let a name do it once, if it may.

        Args:
            name: The name.
            now: The time in seconds, by a clock that never goes back.

        Returns:
            0 if it may; else the seconds that it has to wait, and nothing is counted.
        """
        left = self._now_left(name, now)
        if left < _WHOLE:
            return (1 - left) / self._refill
        self._left[name] = (left - 1, now)
        self._left.move_to_end(name)
        self._forget(now)
        return 0.0

    def _now_left(self, name: str, now: float) -> float:
        left, then = self._left.get(name, (self._capacity, now))
        return min(self._capacity, left + max(0.0, now - then) * self._refill)

    def _forget(self, now: float) -> None:
        # Whoever has done nothing for a minute has all that there is, as has whoever was never seen.
        while self._left:
            name, (_, then) = next(iter(self._left.items()))
            if len(self._left) <= self._most and now - then < _MINUTE:
                return
            del self._left[name]


def client_of(address: str) -> str:
    """Name the client behind an address.

    Args:
        address: An address of IP, as the connection has it.

    Returns:
        The address; of IPv6 its network, all of whose addresses one client may have.

    Example:
        >>> client_of("2001:db8::1") == client_of("2001:db8::2"), client_of("192.0.2.1"), client_of("::ffff:192.0.2.1")
        (True, '192.0.2.1', '192.0.2.1')
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a socket of the machine's own
        return address[:_NETWORK]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, _NETWORK), strict=False))
    return str(parsed)
