"""Methods that answer taps on buttons and inline queries."""

import re
from typing import Any

from tests.telegram.keyboards import read_markup
from tests.telegram.links import checked_link
from tests.telegram.parameters import Parameters
from tests.telegram.queries import CallbackAnswer, InlineAnswer, InlineAsk, Tap
from tests.telegram.texts import FormattedText, Limit, received
from tests.telegram.utf16 import units
from tests.telegram.wire import Json, as_list, as_object, bad_request, text_field
from tests.telegram.world import World

CALLBACK_TEXT_LIMIT = 200
RESULT_LIMIT = 50
RESULT_ID_LIMIT = 64
OFFSET_LIMIT = 64

RESULT_TYPES = frozenset(
    {
        "article",
        "audio",
        "contact",
        "document",
        "game",
        "gif",
        "location",
        "mpeg4_gif",
        "photo",
        "sticker",
        "venue",
        "video",
        "voice",
    }
)


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """Answer a tap on a button."""
    text = parameters.text("text")
    if units(text) > CALLBACK_TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(
        text, parameters.flag("show_alert"), parameters.text("url"), parameters.number("cache_time")
    )
    world.queries.answer(parameters.text("callback_query_id"), Tap, answer)
    return True


def answer_inline_query(world: World, parameters: Parameters) -> bool:
    """Offer results for an inline query."""
    value = parameters.json("results")
    listed = as_list([] if value is None else value, "Expected an Array of inline query results")
    if len(listed) > RESULT_LIMIT:
        raise bad_request("Too many inline query results specified")
    results = tuple(_checked_result(item) for item in listed)
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    next_offset = parameters.text("next_offset")
    if len(next_offset.encode()) > OFFSET_LIMIT:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = InlineAnswer(
        results,
        parameters.number("cache_time", 300),
        parameters.flag("is_personal"),
        next_offset,
        _checked_button(parameters.json("button")),
    )
    world.queries.answer(parameters.text("inline_query_id"), InlineAsk, answer)
    return True


def inline_text(result: Json) -> FormattedText:
    """Return the text that a result puts into the chat, or refuse it."""
    what = "inline query result"
    content = as_object(result.get("input_message_content"), "Input message content is not specified")
    text = text_field(content, "message_text", what)
    if not text:
        raise bad_request("Message text is empty")
    mode = text_field(content, "parse_mode", what)
    body = received(text, content.get("entities"), mode, Limit(refusal="MESSAGE_TOO_LONG"))
    if not body.text:
        raise bad_request("Text must be non-empty")
    return body


def _checked_result(value: Any) -> Json:
    """Return one result, or refuse it."""
    what = "inline query result"
    result = as_object(value, "Inline query result must be an object")
    kind = text_field(result, "type", what, required=True)
    if kind not in RESULT_TYPES:
        raise bad_request("Can't parse inline query result: Unsupported type specified")
    if not 1 <= len(text_field(result, "id", what, required=True).encode()) <= RESULT_ID_LIMIT:
        raise bad_request("RESULT_ID_INVALID")
    if kind == "article" and not text_field(result, "title", what, required=True).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if kind == "article" or (isinstance(content, dict) and "message_text" in content):
        inline_text(result)
    for name in ("url", "thumbnail_url"):
        if result.get(name):
            checked_link(str(result[name]), "Inline query result")
    read_markup(result.get("reply_markup"), inline_only=True)
    return result


def _checked_button(value: Any) -> Json | None:
    """Return the button above the results, or refuse it."""
    if value is None:
        return None
    button = as_object(value, "InlineQueryResultsButton must be an Object")
    text_field(button, "text", "inline query results button", required=True)
    if ("start_parameter" in button) == ("web_app" in button):
        raise bad_request("InlineQueryResultsButton must have exactly one optional field")
    start = text_field(button, "start_parameter", "inline query results button")
    if "start_parameter" in button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start):
        raise bad_request("START_PARAM_INVALID")
    return button
