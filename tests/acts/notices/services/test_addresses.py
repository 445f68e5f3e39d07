from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest

from acts.notices.services import addresses
from tests.receivers import HOST

URL = f"https://{HOST}/events"


@pytest.mark.parametrize(
    "url",
    [
        *("", "bank.example", "http://bank.example/", "ftp://bank.example/", "https://", "https:///events"),
        *("https://user@bank.example/", "https://bank.example/#x", "https://bank.example:99999/", "https://[::1"),
        *("https://bank.example:0/", "https://bank.example/\r\nHost: x", "https://bänk.example/", "https://a\\b/"),
        *(
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://10.1.2.3:8443/",
            "https://LOCALHOST/",
            "https://a.localhost/",
        ),
        "https://bank.example/" + "x" * 500,
    ],
)
def test_findings_refuse_what_is_no_plain_https_address(url: str) -> None:
    assert [row.code for row in addresses.findings(url)] == ["R-WEBHOOK-01"]


def test_findings_let_an_address_with_port_and_query_pass() -> None:
    assert addresses.findings("https://bank.example:8443/acts/events?key=1") == []


@pytest.mark.parametrize(
    "text",
    [
        *("10.0.0.1", "172.16.5.4", "192.168.1.1", "127.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.8", "192.0.2.1", "240.0.0.1"),
        *("::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1"),
        *("::10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "2001:0:a00:1::", "2001:db8::1"),
    ],
)
def test_address_that_is_not_public_is_closed(text: str) -> None:
    assert not addresses.public(ip_address(text))


@pytest.mark.parametrize("text", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9"])
def test_public_address_is_open(text: str) -> None:
    assert addresses.public(ip_address(text))


@pytest.mark.parametrize("found", ["10.0.0.1", "9.9.9.9 10.0.0.1", "127.0.0.1"])
def test_resolve_refuses_a_name_with_any_closed_address(leads_to: Callable[..., None], found: str) -> None:
    leads_to(found)
    with pytest.raises(addresses.Closed) as caught:
        addresses.resolve(urlsplit(URL))
    assert found.split()[-1] not in str(caught.value)


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
def test_resolve_refuses_every_way_to_write_this_machine(host: str) -> None:
    with pytest.raises(addresses.Closed):
        addresses.resolve(urlsplit(f"https://{host}/"))


def test_resolve_gives_the_address_checked(leads_to: Callable[..., None]) -> None:
    leads_to("9.9.9.9")
    assert str(addresses.resolve(urlsplit(URL))) == "9.9.9.9"
