"""What travels between a bot and the server: JSON values, and the refusals of the Bot API."""

import json
import re
from typing import Any, cast

Json = dict[str, Any]


class ApiError(Exception):
    """An answer with `"ok": false`: an HTTP status, a description and response parameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        """Keep what the client will be told."""
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_json(self) -> Json:
        """Return the body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """Return a 400; like Telegram, a sentence begins in lower case and a CONSTANT stays as it is."""
    if len(reason) > 1 and not (reason[1].isupper() or reason[1] == "_"):
        reason = reason[0].lower() + reason[1:]
    return ApiError(400, f"Bad Request: {reason}")


def decode(value: str, what: str) -> Any:
    """Parse a JSON-encoded parameter."""
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"Can't parse {what} JSON object") from None


def whole_number(text: str) -> int | None:
    """Return the integer that a text is, or None where it is something else."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,19}", text) else None


def as_object(value: Any, refusal: str) -> Json:
    """Return the value if it is a JSON object, or refuse it."""
    if not isinstance(value, dict):
        raise bad_request(refusal)
    return cast("Json", value)


def as_list(value: Any, refusal: str) -> list[Any]:
    """Return the value if it is a JSON array, or refuse it."""
    if not isinstance(value, list):
        raise bad_request(refusal)
    return cast("list[Any]", value)


def text_field(value: Json, name: str, what: str, *, required: bool = False) -> str:
    """Return a text field of an object, or an empty text where it is absent and may be."""
    field = value.get(name)
    if field is None and not required:
        return ""
    if not isinstance(field, str):
        raise bad_request(f'Can\'t parse {what}: Field "{name}" must be of type String')
    return field


def compact(**fields: Any) -> Json:
    """Return an object without the fields that are None, as Telegram leaves out what is unset."""
    return {name: value for name, value in fields.items() if value is not None}
