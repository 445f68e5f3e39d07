"""Whose word is taken for where a request comes from."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from acts.common.address import client_address


def request(peer: str, forwarded: str = "") -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded} if forwarded else {})


@pytest.fixture(autouse=True)
def _proxies(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1", "192.168.0.0/16"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 192.168.7.7", "198.51.100.1"),
        ("10.0.0.1", "2001:db8::5", "2001:db8::5"),
        ("10.0.0.1", "<script>", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_forwarded_address_is_believed_from_trusted_proxies_only(peer: str, forwarded: str, client: str) -> None:
    assert client_address(request(peer, forwarded)) == client


def test_no_request_has_no_address() -> None:
    assert client_address(None) == ""
