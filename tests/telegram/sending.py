"""Methods that put messages into chats."""

from dataclasses import dataclass
from typing import Any

from tests.telegram.chats import Chat
from tests.telegram.entities import read_entities
from tests.telegram.files import UPLOAD_LIMIT
from tests.telegram.keyboards import read_markup
from tests.telegram.links import checked_link
from tests.telegram.messages import Message, Quote, quoted
from tests.telegram.parameters import Parameters
from tests.telegram.texts import CAPTION_LIMIT, FormattedText, Limit, received
from tests.telegram.wire import ApiError, Json, as_object, bad_request, text_field
from tests.telegram.world import World

CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


@dataclass(frozen=True)
class Reply:
    """What a message replies to."""

    message: Message | None = None
    quote: Quote | None = None


def message_text(parameters: Parameters, limit: Limit | None = None) -> FormattedText:
    """Return the text of a message to be sent or edited, or refuse it."""
    text = parameters.text("text")
    if not text:
        raise bad_request("Message text is empty")
    entities = parameters.json("entities")
    body = received(text, entities, parameters.text("parse_mode"), limit)
    if not body.text:
        raise bad_request("Text must be non-empty")
    return body


def preview_options(parameters: Parameters) -> Json | None:
    """Return the link preview options, or refuse them."""
    value = parameters.json("link_preview_options")
    if value is None:
        return None
    options = as_object(value, "Object expected as link preview options")
    if options.get("url"):
        checked_link(str(options["url"]), "Link preview")
    return options or None


def reply_of(parameters: Parameters, chat: Chat) -> Reply:
    """Return what a message replies to, or refuse."""
    value = parameters.json("reply_parameters")
    if not value:
        return Reply()
    raw = as_object(value, "Object expected as reply parameters")
    message_id = raw.get("message_id")
    if not isinstance(message_id, int):
        raise bad_request('Can\'t find field "message_id"')
    if str(raw.get("chat_id") or chat.id) != str(chat.id):
        raise ApiError(501, "Not Implemented: this server knows no replies across chats")
    message = chat.message(message_id)
    if message is None or message.is_service:
        if raw.get("allow_sending_without_reply"):
            return Reply()
        raise bad_request("message to be replied not found")
    return Reply(message, _quote_of(raw, message))


def _quote_of(raw: Json, message: Message) -> Quote | None:
    """Return the quote of a reply, or refuse one that the message does not contain."""
    text = text_field(raw, "quote", "reply parameters")
    if not text:
        return None
    if raw.get("quote_parse_mode") and raw.get("quote_entities"):
        raise bad_request("quote_parse_mode and quote_entities can't be specified together")
    position: Any = raw.get("quote_position", 0)
    if not isinstance(position, int):
        raise bad_request('Field "quote_position" must be of type Number')
    return quoted(message, text, read_entities(raw.get("quote_entities")), position)


def send_message(world: World, parameters: Parameters) -> Json:
    """Send a text."""
    body = message_text(parameters)
    preview = preview_options(parameters)
    markup = read_markup(parameters.json("reply_markup"))
    chat = world.chats.writable(parameters.text("chat_id"))
    reply = reply_of(parameters, chat)
    me = world.account.user
    message = world.post(chat, me, body, markup, reply.message, reply.quote, preview=preview)
    message.silent = parameters.flag("disable_notification")
    return message.to_json()


def send_document(world: World, parameters: Parameters) -> Json:
    """Send a file, new or known."""
    upload, file_id = parameters.file("document"), parameters.text("document")
    if upload is None and not file_id:
        raise bad_request("There is no document in the request")
    if upload is not None and not upload.data:
        raise bad_request("file must be non-empty")
    if upload is not None and len(upload.data) > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    limit = Limit(CAPTION_LIMIT, "message caption is too long")
    caption = received(
        parameters.text("caption"), parameters.json("caption_entities"), parameters.text("parse_mode"), limit
    )
    markup = read_markup(parameters.json("reply_markup"))
    chat = world.chats.writable(parameters.text("chat_id"))
    reply = reply_of(parameters, chat)
    stored = (
        world.files.with_id(file_id) if upload is None else world.files.keep(upload.name, upload.data, upload.mime_type)
    )
    content = {"document": stored.as_document()}
    message = world.post(chat, world.account.user, caption, markup, reply.message, reply.quote, content)
    return message.to_json()


def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Show that the bot is typing, or the like."""
    action = parameters.text("action")
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.chats.writable(parameters.text("chat_id"))
    chat.actions.append(action)
    world.bell.ring()
    return True
