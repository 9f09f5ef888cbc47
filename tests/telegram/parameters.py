"""The parameters of a call, from wherever a request carries them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.telegram.wire import as_object, bad_request, decode, whole_number

# Parameters that are JSON however the request is encoded.
STRUCTURED = frozenset(
    {
        "allowed_updates",
        "button",
        "caption_entities",
        "commands",
        "entities",
        "link_preview_options",
        "reaction",
        "reply_markup",
        "reply_parameters",
        "results",
        "scope",
    }
)
NUMBERS = frozenset({"chat_id", "message_id", "user_id", "offset", "limit", "timeout", "cache_time"})


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    data: bytes
    mime_type: str


@dataclass(frozen=True)
class Parameters:
    """The parameters of a call as texts, and the files beside them."""

    values: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict[str, Upload])

    def text(self, name: str, default: str = "") -> str:
        """Return a text."""
        return self.values.get(name, default)

    def number(self, name: str, default: int = 0, low: int | None = None, high: int | None = None) -> int:
        """Return an integer; like Telegram, take the default for nonsense and keep it within bounds."""
        given = whole_number(self.text(name).strip())
        number = default if given is None else given
        number = number if low is None else max(low, number)
        return number if high is None else min(high, number)

    def flag(self, name: str) -> bool:
        """Return a boolean."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def json(self, name: str) -> Any:
        """Return a JSON-encoded value, or None where there is none."""
        value = self.text(name)
        return decode(value, name.replace("_", " ")) if value else None

    def file(self, name: str) -> Upload | None:
        """Return an upload, which a parameter may also name as attach://..."""
        value = self.text(name)
        return self.files.get(value.removeprefix("attach://") if value.startswith("attach://") else name)

    def shown(self) -> dict[str, Any]:
        """Return the parameters as a test wants to read them, decoded where that is possible."""
        plain: dict[str, Any] = {name: _shown(name, value) for name, value in self.values.items()}
        return plain | dict(self.files)


def _shown(name: str, value: str) -> Any:
    """Decode one parameter if it is of a kind that is encoded."""
    if name in STRUCTURED or (name in NUMBERS and whole_number(value) is not None):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return {"true": True, "false": False}.get(value, value)


async def read_parameters(request: web.Request) -> Parameters:
    """Read the parameters of a request, the body before the query string."""
    values: dict[str, str] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= _from_json(await request.text())
    elif request.body_exists:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.file.read(), value.content_type)
                value.file.close()
            else:
                values[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    return Parameters(values, files)


def _from_json(body: str) -> dict[str, str]:
    """Return the parameters of a JSON body; nested values become JSON again."""
    if not body:
        return {}
    try:
        decoded = json.loads(body)
    except ValueError:
        raise bad_request("can't parse request body as JSON") from None
    fields = as_object(decoded, "JSON object expected as request body")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in fields.items()
        if value is not None
    }
