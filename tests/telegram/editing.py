"""Methods that change or remove messages."""

from tests.telegram.keyboards import read_markup
from tests.telegram.messages import Message, Version
from tests.telegram.parameters import Parameters
from tests.telegram.sending import message_text, preview_options
from tests.telegram.texts import FormattedText, Limit
from tests.telegram.wire import Json, as_list, as_object, bad_request
from tests.telegram.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
DELETABLE_SECONDS = 48 * 3600
REACTIONS = frozenset(
    (
        "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤️‍🔥 "
        "🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 "
        "🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂️ 🤷 🤷‍♀️ 😡"
    ).split()
)


def edit_message_text(world: World, parameters: Parameters) -> Json | bool:
    """Change the text of a message, and its keyboard."""
    # Telegram names this limit differently in an edit.
    body = message_text(parameters, Limit(refusal="MESSAGE_TOO_LONG"))
    markup = read_markup(parameters.json("reply_markup"), inline_only=True)
    preview = preview_options(parameters)
    message = _to_edit(world, parameters)
    if message.content:
        raise bad_request("there is no text in the message to edit")
    return _changed(world, message, Version(body, markup, preview), edited=True)


def edit_message_reply_markup(world: World, parameters: Parameters) -> Json | bool:
    """Change only the keyboard of a message."""
    markup = read_markup(parameters.json("reply_markup"), inline_only=True)
    message = _to_edit(world, parameters)
    body = FormattedText(message.text, message.entities)
    return _changed(world, message, Version(body, markup, message.preview), edited=False)


def _to_edit(world: World, parameters: Parameters) -> Message:
    """Return the message that is to be edited, or refuse."""
    inline_id = parameters.text("inline_message_id")
    if inline_id:
        if inline_id not in world.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return world.inline_messages[inline_id]
    chat = world.chats.writable(parameters.text("chat_id"))
    if not parameters.text("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.message(parameters.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    has_reply_keyboard = message.markup is not None and "inline_keyboard" not in message.markup
    if message.sender != world.account.user or has_reply_keyboard:
        raise bad_request("message can't be edited")
    return message


def _changed(world: World, message: Message, version: Version, *, edited: bool) -> Json | bool:
    """Give a message a new version, or refuse one that is the same."""
    if version == message.versions[-1]:
        raise bad_request(NOT_MODIFIED)
    message.becomes(version, world.date if edited else None)
    world.bell.ring()
    return True if message.inline_message_id else message.to_json()


def delete_message(world: World, parameters: Parameters) -> bool:
    """Remove a message."""
    chat = world.chats.writable(parameters.text("chat_id"))
    message = chat.message(parameters.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    own = message.sender == world.account.user
    allowed = own or chat.is_private or chat.bot_status == "administrator"
    if not allowed or world.date - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted")
    message.deleted = True
    world.bell.ring()
    return True


def set_message_reaction(world: World, parameters: Parameters) -> bool:
    """React to a message, or take the reaction back."""
    chat = world.chats.writable(parameters.text("chat_id"))
    message = chat.message(parameters.number("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    value = parameters.json("reaction")
    listed = as_list([] if value is None else value, "Expected an Array of ReactionType")
    emojis = [str(as_object(item, "ReactionType must be an Object").get("emoji")) for item in listed]
    if len(emojis) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not REACTIONS.issuperset(emojis):
        raise bad_request("REACTION_INVALID")
    message.reactions = emojis
    world.bell.ring()
    return True
