"""Where a webhook may lead: https to the public internet, never into our own network (spec section 14)."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from acts.common.findings import Finding, FindingClass

Address = IPv4Address | IPv6Address
LONGEST = 500
# Beyond what Python calls not global: shared and special ranges, and IPv6 that carries an IPv4 address inside.
_CLOSED = [
    ip_network(text)
    for text in (
        *("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"),
        *("64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "fec0::/10", "::/96"),
    )
]


class Closed(Exception):
    """The address may not be sent to; the text says why, without naming what the name resolved to."""


def findings(url: str) -> list[Finding]:
    """What is wrong with an address as text; where its name leads is asked at each sending."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return [_finding("is no address", url)]
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return [_finding(f"must be at most {LONGEST} visible ASCII characters", url)]
    if parts.scheme != "https" or not parts.hostname or port == 0:
        return [_finding("must begin with https:// and name a host", url)]
    if "@" in parts.netloc or parts.fragment:
        return [_finding("must hold neither a log-in nor a fragment", url)]
    if parts.hostname not in settings.WEBHOOK_ALLOWED_HOSTS and _never_public(parts.hostname):
        return [_finding("must name a host of the public internet", url)]
    return []


def _never_public(host: str) -> bool:
    """Whether what is written is plainly an address of our own network, which no resolving would change."""
    try:
        return not public(ip_address(host))
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def resolve(parts: SplitResult) -> Address:
    """The address to connect to, checked; Closed if the name has none, or one that is not public.

    A name with even one closed address is refused: which of them is taken is its owner's to turn.
    """
    host, port = parts.hostname or "", parts.port or 443
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    except (OSError, ValueError, UnicodeError) as error:
        raise Closed("the host name has no address") from error
    if host.lower() not in settings.WEBHOOK_ALLOWED_HOSTS and not all(public(row) for row in found):
        raise Closed("the host name leads to an address that is not public")
    return found[0]


def public(address: Address) -> bool:
    """Whether an address lies in the public internet."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return public(address.ipv4_mapped)
    closed = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    if closed or not address.is_global:
        return False
    return not any(address.version == network.version and address in network for network in _CLOSED)


def _finding(text: str, url: str) -> Finding:
    return Finding(FindingClass.RULE_BROKEN, "R-WEBHOOK-01", "url", text, url)
