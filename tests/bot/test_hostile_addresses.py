"""Addresses that lead elsewhere than to a page of the web: each is refused, in its own words, and nobody is asked."""

from __future__ import annotations

import socket
import threading
from contextlib import asynccontextmanager
from http.server import ThreadingHTTPServer
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

import index.addresses
from bot.publishing import Index
from index.addresses import PublicOnly
from index.articles import understand
from pullquote.settings import read_settings
from tests.bot.newsroom import WordDesk
from tests.bot.stage import ENGLISH, playing
from tests.index.sites import Site
from tests.telegram.server import BotApi
from tests.telegram.texts import FormattedText, with_found

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator, Sequence

    from index.articles import Manuscript
    from pullquote.records import Article
    from tests.telegram.messages import Message
    from tests.telegram.seats import Seat

LOOK_UP: Any = socket.getaddrinfo
PRIVATE = "not a public address of the web, so it is not fetched"
NO_WEB = "not an address of the web; it begins with https:// and names no user"
NO_ADDRESS = "not an address of the web; it is like https://example.org/story"
NO_HOST = "there is no such host; check the address"
HOSTS = {
    "localhost": ("127.0.0.1", "::1"),
    "sub.localhost": ("127.0.0.1",),
    "inside.example": ("10.0.0.1",),
    "both.example": ("1.1.1.1", "10.0.0.1"),
    "both6.example": ("2606:4700::1111", "fd00::1"),
    "nat64.example": ("64:ff9b::a00:1",),
}

TABLE = {
    # The machine itself, its neighbours and where clouds keep their secrets, as numbers.
    **dict.fromkeys(
        """http://127.0.0.1/ http://127.1/ http://2130706433/ http://0x7f000001/ http://0x7f.1/ http://0177.0.0.1/
        http://017700000001/ http://0/ http://0.0.0.0/ http://10.0.0.1/ http://172.16.0.1/ http://172.31.255.255/
        http://192.168.0.1/ http://169.254.169.254/latest/meta-data/ http://100.64.0.1/ http://192.0.0.1/
        http://192.0.2.1/ http://198.18.0.1/ http://224.0.0.1/ http://240.0.0.1/ http://255.255.255.255/
        http://127.0.0.1./ http://127.0.0.1#@1.1.1.1/ http://127.0.0.1?@1.1.1.1/ HTTP://127.0.0.1/""".split(),
        PRIVATE,
    ),
    # The same in IPv6, also where that wraps the older kind: mapped, compatible, NAT64, 6to4, Teredo.
    **dict.fromkeys(
        """http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/
        http://[::ffff:0:127.0.0.1]/ http://[::127.0.0.1]/ http://[64:ff9b::7f00:1]/ http://[64:ff9b::10.0.0.1]/
        http://[64:ff9b:1::7f00:1]/ http://[2002:7f00:1::]/ http://[2001:0:7f00:1::]/ http://[fe80::1%eth0]/
        http://[fe80::1]/ http://[fc00::]/ http://[fd00::1]/ http://[fec0::1]/ http://[ff02::1]/ http://[100::1]/
        http://[2001:db8::1]/""".split(),
        PRIVATE,
    ),
    # Letters and dots that only look like others, which a resolver makes the others of.
    **dict.fromkeys(
        ["http://１２７．０．０．１/", "http://127。0。0。1/", "http://127｡0｡0｡1/", "http://①②⑦.⓪.⓪.①/"], PRIVATE
    ),
    **dict.fromkeys(
        ["http://ｌｏｃａｌｈｏｓｔ/", "http://LOCALHOST./", "http://localhost/", "http://sub.localhost/"], PRIVATE
    ),
    # Names that lead inside, or both outside and inside.
    **dict.fromkeys([f"http://{name}/" for name in HOSTS if name.endswith(".example")], PRIVATE),
    # Doors that are none of the web's.
    **dict.fromkeys([f"http://1.1.1.1:{port}/" for port in (0, 1, 22, 25, 3306, 6379, 9464, 65535)], PRIVATE),
    # Hosts that hide behind a user, a backslash, or what is no host.
    **dict.fromkeys(
        r"""http://user:password@1.1.1.1/ http://1.1.1.1@127.0.0.1/ http://@1.1.1.1/ http://1.1.1.1:80@127.0.0.1:80/
        http://1.1.1.1\@127.0.0.1/ http://127.0.0.1\@1.1.1.1/ http://127.0.0.1%2f@1.1.1.1/ http://./ http://.../
        http:///etc/passwd http://?http://1.1.1.1/ http://#1.1.1.1""".split(),
        NO_WEB,
    ),
    **dict.fromkeys(
        """http://127.0.0.1:80:80/ http://1.1.1.1:-1/ http://1.1.1.1:65536/ http://1.1.1.1:８０/ http://1.1.1.1:x/
        http://[127.0.0.1]/ http://[::1/ http://[ http://℀.example/""".split(),
        NO_ADDRESS,
    ),
    **dict.fromkeys(
        r"""http://%31%32%37.0.0.1/ http://127%2e0.0.1/ http://\127.0.0.1/ http://127.0.0.1\x.example/
        http://[fe80::1%25eth0]/ http://[v1.x]/ http://xn--/ http://256.256.256.256/ http://1.2.3.4.5/ http://a..b/
        http://nobody.example/ http://$(id).example/ http://`id`/""".split(),
        NO_HOST,
    ),
    # Characters that nobody sees are written out.
    **dict.fromkeys(["http://127.0.0.1\u00ad/", "http://loc\u200balhost/", "http://1.1.1.1\x00.example/"], NO_WEB),
    "http://post.example/\u202egnp": NO_WEB,
    "http://post.example/\x1b[2J": NO_WEB,
}
NOT_OF_THE_WEB = [
    *"file:///etc/passwd ftp://1.1.1.1/ gopher://127.0.0.1:6379/_INFO data:text/html,<p>x javascript:alert(1)".split(),
    *"ssh://1.1.1.1 dict://127.0.0.1:11211/ tg://resolve?domain=x //127.0.0.1/ \\\\127.0.0.1\\x http:127.0.0.1".split(),
    *"http:/127.0.0.1 http:\\\\127.0.0.1 hxxp://127.0.0.1 127.0.0.1 h\nttp://127.0.0.1 ht\ttp://127.0.0.1".split(" "),
]


class Reading(Index):
    """The real index as far as it reads; who says what, its models are not asked."""

    def preview(self, manuscript: Manuscript) -> Article:
        """The article that it would be."""
        return understand(manuscript)


class Neighbour(PublicOnly):
    """The real rule, but for one server of this machine that stands for the public web."""

    port = 0

    def allows(self, address: str, port: int) -> bool:
        """Whether an address is public, or the server's."""
        return (address, port) == ("127.0.0.1", self.port) or super().allows(address, port)


class House(Site):
    """What stands at an address nearby, and should never be asked."""

    hosts: list[str] = []  # noqa: RUF012 - its own


def look_up(host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> list[Any]:  # noqa: A002
    """As the system, which knows numbers in any notation and these names, and asks nobody."""
    numbers: Sequence[str] | None = HOSTS.get(host)
    if host == "turn.example":
        numbers = (next(TURNS),)
    given = (family, type, proto, flags | socket.AI_NUMERICHOST)
    return list(chain.from_iterable(LOOK_UP(number, port, *given) for number in numbers or (host,)))


TURNS: Iterator[str] = repeat("")


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are those of the table, wherever the tests run."""
    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@asynccontextmanager
async def reading() -> AsyncGenerator[Seat]:
    """An administrator's chat with a bot that fetches and reads as the real one does."""
    async with BotApi() as api:
        chief = api.person("Chief")
        seat = chief.private()  # before the bot runs, which writes there at once
        publisher = Reading(read_settings(env_file=None))
        async with playing(api, WordDesk([]), administrators=frozenset({chief.user.id}), publisher=publisher):
            yield seat
        assert [call.description for call in api.transcript.refused()] == []


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def office() -> AsyncGenerator[Seat]:
    """That chat, the same for all rows."""
    async with reading() as seat:
        yield seat


async def told(office: Seat, text: str) -> str:
    """What is said in the end about a text, whatever characters it has."""
    message = office.world.post(office.chat, office.user, with_found(FormattedText(text)))
    office.world.announce(message)
    return (await ended(office, message)).text


async def ended(office: Seat, message: Message, within: float = 10.0) -> Message:
    """The answer to a message, once it is read."""
    answers: list[Message] = []

    def is_read() -> bool:
        answers[:] = [each for each in office.chat.messages.values() if each.reply_to is message]
        return bool(answers) and not answers[0].text.startswith("Reading ")

    await office.sees(is_read, within=within)
    return answers[0]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("address", TABLE, ids=ascii)
async def test_an_address_that_leads_inside_is_refused_and_nobody_connected_to(
    office: Seat, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def connected(*_: object) -> None:
        raise AssertionError("somebody was connected to")

    monkeypatch.setattr(index.addresses, "_ask", connected)
    shown = address if address.isprintable() else ascii(address)
    assert await told(office, f"/add {address}") == ENGLISH.failed(f"{shown}: {TABLE[address]}")


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("address", NOT_OF_THE_WEB, ids=ascii)
async def test_what_is_no_address_of_the_web_is_told_what_is(office: Seat, address: str) -> None:
    assert await told(office, f"/add {address}") == ENGLISH.how_to_add


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a site that counts as public, and of another server at an address nearby."""
    Site.hosts, House.hosts = [], []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as public:
        port = int(public.server_address[1])
        with ThreadingHTTPServer(("127.0.0.2", port), House) as inside:
            for server in (public, inside):
                server.daemon_threads = True
                threading.Thread(target=server.serve_forever, daemon=True).start()
            monkeypatch.setattr(Neighbour, "port", port)
            monkeypatch.setattr(index.addresses, "PublicOnly", Neighbour)
            yield port
            inside.shutdown()
        public.shutdown()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("page", "at", "line"),
    [
        ("inside", "http://10.0.0.1/", PRIVATE),
        ("mapped", "http://[::ffff:127.0.0.1]/", PRIVATE),
        ("file", "file:///etc/passwd", NO_WEB),
        ("loop", "http://{site}/loop", "sends on and on from page to page"),
        ("picture", "http://{site}/picture", "image/png, not a web page or a text"),
        ("bomb", "http://{site}/bomb", "larger than 8 MiB; an article is one story"),
        ("endless", "http://{site}/endless", "larger than 8 MiB; an article is one story"),
        ("declared", "http://{site}/declared", "larger than 8 MiB; an article is one story"),
        (
            "binary",
            "http://{site}/binary",
            "not a text (byte 6 is NUL); save the article as plain text in UTF-8",
        ),
        (
            "archive",
            "http://{site}/archive",
            "not a kind of file that can be read; send plain text, Markdown or a web page (.txt, .md, .html), in UTF-8",
        ),
    ],
)
async def test_what_a_page_turns_out_to_be_is_said_to_who_asked_for_it(
    office: Seat, site: int, page: str, at: str, line: str
) -> None:
    where = at.format(site=f"127.0.0.1:{site}")
    assert await told(office, f"/add http://127.0.0.1:{site}/{page}") == ENGLISH.failed(f"{where}: {line}")
    assert House.hosts == []


@pytest.mark.asyncio(loop_scope="module")
async def test_a_name_that_leads_elsewhere_when_it_is_asked_again_is_connected_to_where_it_was_checked(
    office: Seat, site: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "TURNS", chain(["127.0.0.1"], repeat("127.0.0.2")))
    assert (await told(office, f"/add http://turn.example:{site}/story")).startswith("This is what I understood:")
    assert Site.hosts == [f"turn.example:{site}"]
    monkeypatch.setitem(globals(), "TURNS", chain(["127.0.0.1"], repeat("127.0.0.2")))
    refused = await told(office, f"/add http://turn.example:{site}/away")  # to a page of its own, so it is asked again
    assert refused == ENGLISH.failed(f"http://turn.example:{site}/page: {PRIVATE}")
    assert House.hosts == []
