"""From where a request comes: the peer's address, or what a trusted proxy says of it."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest | None) -> str:
    """The client's IP address, or an empty string if there is none (a command, a Unix socket).

    X-Forwarded-For is believed only from addresses in settings.TRUSTED_PROXIES (addresses or networks), read from
    its right end: anything left of the first address that is not a trusted proxy may have been made up by the client.
    """
    if request is None:
        return ""
    peer = _parse(request.META.get("REMOTE_ADDR", ""))
    if peer is None:
        return ""
    for text in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        stated = _parse(text)
        if not _trusted(peer) or stated is None:
            break
        peer = stated
    return str(peer)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


def _trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in ip_network(proxy) for proxy in settings.TRUSTED_PROXIES)
