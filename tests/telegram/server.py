"""The Bot API over HTTP: routes, tokens, faults and the way answers are shaped."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType

from aiohttp import web

from tests.telegram.account import Account
from tests.telegram.chats import User
from tests.telegram.faults import Damage, Fault, Faults, Rule
from tests.telegram.files import UPLOAD_LIMIT
from tests.telegram.methods import perform
from tests.telegram.parameters import read_parameters
from tests.telegram.people import Town
from tests.telegram.transcript import Call, Transcript
from tests.telegram.wire import ApiError, Json
from tests.telegram.world import World

TOKEN = "7000000001:a-token-for-tests-that-opens-nothing"
TOKEN_SHAPE = re.compile(r"[1-9]\d{0,15}:[A-Za-z0-9_-]{24,}")
HTML_PAGE = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n"


class BotApi(Town):
    """A Bot API server for one bot; `async with BotApi() as api` starts and stops it."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        username: str = "pullquote_test_bot",
        privacy: bool = True,
        now: Callable[[], float] = time.time,
        patience: float = 60.0,
    ) -> None:
        """Prepare a server; queries can be answered for as many seconds as `patience` says."""
        me = User(int(token.split(":")[0]), "Pullquote", is_bot=True, username=username)
        super().__init__(World(Account(token, me, privacy=privacy), now, patience))
        self.token = token
        self.faults = Faults()
        # What broke in this server itself; raised when it stops, so that no test passes over it.
        self.crashes: list[Exception] = []
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None
        self._closing = asyncio.Event()

    @property
    def url(self) -> str:
        """Return the address of the server."""
        return f"http://{self._host}:{self._port}"

    @property
    def base_url(self) -> str:
        """Return what python-telegram-bot calls base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """Return what python-telegram-bot calls base_file_url."""
        return f"{self.url}/file/bot"

    @property
    def transcript(self) -> Transcript:
        """Return what the bot asked and sent so far."""
        return self.world.transcript

    def fail(
        self,
        method: str | None,
        *faults: Fault,
        lasting: bool = False,
        when: Callable[[Call], bool] | None = None,
    ) -> None:
        """Let the next calls of a method, or of any, go wrong: one fault a call, or the first for good."""
        self.faults.add(Rule(method, deque(faults), lasting, when))

    def heal(self) -> None:
        """Let everything work again."""
        self.faults.heal()

    async def start(self) -> None:
        """Begin to listen; after a stop on the same port, with everything still known."""
        self._closing.clear()
        app = web.Application(client_max_size=2 * UPLOAD_LIMIT)
        app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", self._answer)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._download)
        app.router.add_route("*", "/{anything:.*}", self._not_found)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, self._host, self._port).start()
        self._port = runner.addresses[0][1]
        self._runner = runner
        await self.world.webhook.point_to(self.world.webhook.subscription)

    async def stop(self) -> None:
        """Stop listening, hanging up on whoever waits for an answer."""
        self._closing.set()
        self.world.updates.terminate(ApiError(500, "Internal Server Error: restart"))
        await self.world.webhook.rest()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> "BotApi":
        """Start the server."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server, and bring up what broke in it."""
        await self.stop()
        if self.crashes and error is None:
            raise self.crashes[0]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        """Answer a call, or let it go wrong."""
        try:
            self._check_token(request.match_info["token"])
            parameters = await read_parameters(request)
        except ApiError as error:
            return _failed(error)
        call, fault = self._heard(request.match_info["method"], parameters.shown())
        spoilt = _spoilt(request, call, fault)
        if spoilt is not None:
            return spoilt
        try:
            call.result = await perform(self.world, call.method, parameters)
        except ApiError as error:
            call.status, call.description = error.code, error.description
            return _failed(error)
        except Exception as crash:
            self.crashes.append(crash)
            raise
        return await self._deliver(request, call, fault, web.json_response({"ok": True, "result": call.result}))

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Answer with a file, or let that go wrong."""
        try:
            self._check_token(request.match_info["token"])
            stored = self.world.files.at(request.match_info["path"])
        except ApiError as error:
            return _failed(error)
        call, fault = self._heard("download", {"path": stored.path})
        spoilt = _spoilt(request, call, fault)
        if spoilt is not None:
            return spoilt
        return await self._deliver(request, call, fault, web.Response(body=stored.data))

    def _heard(self, method: str, parameters: Json) -> tuple[Call, Fault]:
        """Note a call; return it with what goes wrong with it."""
        call = Call(method, parameters, time.monotonic())
        self.transcript.calls.append(call)
        self.world.bell.ring()
        return call, self.faults.take(call)

    async def _deliver(
        self, request: web.Request, call: Call, fault: Fault, answer: web.Response
    ) -> web.StreamResponse:
        """Give the answer to a call that took effect, late or not at all if the fault is of that kind."""
        call.status, call.took_effect = 200, True
        self.world.bell.ring()
        if fault.damage is Damage.LOST:
            return _hang_up(request)
        if fault.damage is Damage.SILENT:
            await self._closing.wait()
            return _hang_up(request)
        if fault.damage is Damage.SLOW:
            await asyncio.sleep(fault.seconds)
        return answer

    async def _not_found(self, _request: web.Request) -> web.StreamResponse:
        """Answer a request for anything else."""
        return _failed(ApiError(404, "Not Found"))

    def _check_token(self, token: str) -> None:
        """Refuse a token that is none, or that is another bot's."""
        if not TOKEN_SHAPE.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")


def _spoilt(request: web.Request, call: Call, fault: Fault) -> web.StreamResponse | None:
    """Return how a call ends that goes wrong before it takes effect, or nothing."""
    if fault.error is not None:
        call.status, call.description = fault.error.code, fault.error.description
        return _failed(fault.error)
    if fault.damage is Damage.GATEWAY:
        call.status = 502
        return web.Response(status=502, text=HTML_PAGE, content_type="text/html")
    return _hang_up(request) if fault.damage is Damage.DROPPED else None


def _failed(error: ApiError) -> web.Response:
    """Return the answer to a call that is refused."""
    body: Json = error.to_json()
    return web.json_response(body, status=error.code)


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Drop the connection."""
    if request.transport is not None:
        request.transport.abort()
    # The server wants something to send, which nobody reads any more.
    return web.Response()
