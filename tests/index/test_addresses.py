"""Addresses: only public pages of the web are fetched, and of what a server says only what can be used is kept."""

from __future__ import annotations

import tracemalloc

import pytest

from index.addresses import PublicOnly, fetch, is_public
from pullquote.errors import ArticleError
from tests.index.sites import TEXT, Site, Town, at


def test_a_page_is_fetched_from_the_checked_address_under_its_own_name(town: Town) -> None:
    page = fetch(at(town, "away?x=1#part"), town)
    assert (page.content, page.media_type, page.url) == (TEXT, "text/html; charset=utf-8", at(town, "page"))
    assert Site.hosts == [f"news.example:{town.port}"] * 2
    assert town.asked == ["news.example"] * 2  # once for each connection


def test_a_server_is_told_who_asks_and_gets_no_cookie_back(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # and the environment has no say
    fetch(at(town, "away"), town)
    assert {headers["User-Agent"] for headers in Site.told} == {"Pullquote"}
    assert not any("Cookie" in headers for headers in Site.told)


def test_a_packed_page_is_unpacked(town: Town) -> None:
    assert fetch(at(town, "packed"), town).content == TEXT


@pytest.mark.parametrize(
    ("page", "media_type"),
    [("plain", "text/plain; charset=iso-8859-1"), ("nonsense", "text/html"), ("page", "text/html; charset=utf-8")],
)
def test_of_what_the_server_says_that_it_is_type_and_charset_are_kept(town: Town, page: str, media_type: str) -> None:
    assert fetch(at(town, page), town).media_type == media_type


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("inside", "not a public address"),
        ("named-inside", "not a public address"),
        ("mapped", "not a public address"),
        ("self", "not a public address"),
        ("file", "not an address of the web"),
        ("script", "cannot be reached"),
        ("ftp", "not an address of the web"),
        ("gopher", "not an address of the web"),
        ("data", "cannot be reached"),
        ("translated", "not a public address"),
        ("decimal", "not a public address"),
        ("mail", "not a public address"),
        ("nowhere", "not an address of the web"),
        ("no-host", "on and on"),
        ("bracket", "no address of the web"),
        ("port", "cannot be reached"),
        ("user", "not an address of the web"),
        ("loop", "on and on"),
        ("gone", "the server says 404"),
        ("picture", "image/png, not a web page"),
        ("bomb", "larger than"),
        ("endless", "larger than"),
        ("declared", "larger than"),
        ("cut", "breaks off"),
        ("broken", "cannot be reached"),
        ("twice", "packed in a way"),
    ],
)
def test_what_is_no_page_of_the_web_is_refused_with_a_reason(town: Town, page: str, told: str) -> None:
    with pytest.raises(ArticleError, match=told) as caught:
        fetch(at(town, page), town)
    assert str(caught.value).isprintable()


def test_a_bomb_is_counted_before_it_is_unpacked(town: Town) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ArticleError, match="larger than"):
            fetch(at(town, "bomb"), town, most=1024 * 1024)
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()


# --- what is public --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://2130706433/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "http://1.1.1.1:22/",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
        "http://user:pass@1.1.1.1/",
        "http:///x",
        "http://1.1.1.1:99999/",
        "http://@1.1.1.1/",
        "http://[fec0::1]/",
        "http://[::127.0.0.1]/",
        "http://[fe80::1%25lo]/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://1.1.1.1/\x01",
        "http://\ufeff/",
        "http://a..b/",
        "http://" + "a" * 70_000 + "/",
        "http://[/",
        "//1.1.1.1/",
        "",
    ],
)
def test_nothing_private_is_asked(address: str) -> None:
    with pytest.raises(ArticleError):
        fetch(address, PublicOnly(), seconds=2)


def test_public_is_what_the_internet_routes() -> None:
    assert all(is_public(one) for one in ("1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"))
    private = (
        "10.1.2.3",
        "100.64.0.1",
        "192.168.0.1",
        "224.0.0.1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "x",
        "240.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1.1.1.1",
        "2002:a00:1::",
        "fec0::1",
        "::1.1.1.1",
        "4000::1",
        "2001:db8::1",
    )
    assert not any(is_public(one) for one in private)
