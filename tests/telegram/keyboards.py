"""Reply markup: inline keyboards checked, reply keyboards accepted as they are."""

from typing import Any

from tests.telegram.links import checked_link
from tests.telegram.wire import Json, as_list, as_object, bad_request, text_field

BUTTON_LIMIT = 100
DATA_LIMIT = 64
COPY_LIMIT = 256

ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def read_markup(value: Any, *, inline_only: bool = False) -> Json | None:
    """Return the markup as a message carries it, or nothing where it is empty."""
    if value is None:
        return None
    raw = as_object(value, "Object expected as reply markup")
    if raw.get("inline_keyboard"):
        return {"inline_keyboard": _inline_rows(raw["inline_keyboard"])}
    if inline_only and any(raw.get(name) for name in ("keyboard", "remove_keyboard", "force_reply")):
        raise bad_request("inline keyboard expected")
    if raw.get("keyboard"):
        return raw | {"keyboard": _reply_rows(raw["keyboard"])}
    return raw if raw.get("remove_keyboard") or raw.get("force_reply") else None


def buttons_of(markup: Json | None) -> list[Json]:
    """Return the buttons of a keyboard of either kind, row after row."""
    rows: list[list[Json]] = [] if markup is None else markup.get("inline_keyboard") or markup.get("keyboard", [])
    return [button for row in rows for button in row]


def _inline_rows(value: Any) -> list[list[Json]]:
    """Return the rows of an inline keyboard, each button checked."""
    refusal = 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    rows = [[_inline_button(button) for button in as_list(row, refusal)] for row in as_list(value, refusal)]
    if sum(map(len, rows)) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    return [row for row in rows if row]


def _inline_button(value: Any) -> Json:
    """Return an inline button, or refuse it."""
    what = "inline keyboard button"
    button = as_object(value, f"Can't parse {what}: InlineKeyboardButton must be an Object")
    if not text_field(button, "text", what, required=True).strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise bad_request(f"Can't parse {what}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        # Telegram takes the first in an order of its own.
        raise bad_request(f"Can't parse {what}: exactly one action must be specified, not {' and '.join(actions)}")
    if actions == ["callback_data"]:
        _check_data(text_field(button, "callback_data", what, required=True))
    if actions == ["url"]:
        link = checked_link(text_field(button, "url", what, required=True), "Inline keyboard button")
        return button | {"url": link}
    if actions == ["copy_text"]:
        _check_copied(button["copy_text"])
    return button


def _check_data(data: str) -> None:
    """Refuse callback data that is empty or too long, which Telegram measures in bytes."""
    if not 1 <= len(data.encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_copied(value: Any) -> None:
    """Refuse a text to copy that is empty or too long."""
    text = text_field(as_object(value, "CopyTextButton must be an Object"), "text", "CopyTextButton")
    if not 1 <= len(text) <= COPY_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _reply_rows(value: Any) -> list[list[Json]]:
    """Return the rows of a reply keyboard, where a button may be a plain text."""
    refusal = 'Field "keyboard" must be an Array of Arrays'
    return [[_reply_button(button) for button in as_list(row, refusal)] for row in as_list(value, refusal)]


def _reply_button(value: Any) -> Json:
    """Return a button of a reply keyboard."""
    if isinstance(value, str):
        return {"text": value}
    button = as_object(value, "Can't parse keyboard button: KeyboardButton must be a String or an Object")
    text_field(button, "text", "keyboard button", required=True)
    return button
