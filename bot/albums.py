"""Albums: what a client sends together comes as a message each, and is told something once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telegram import Message

    from bot.delivery import Context


def is_first_of_album(message: Message, context: Context) -> bool:
    """Whether a message is in no album, or the first of its album that this was asked about; it stays that."""
    if context.chat_data is None or message.media_group_id is None:
        return True
    album, first = context.chat_data.get("album", (None, None))
    if album != message.media_group_id:
        first = message.message_id
        context.chat_data["album"] = (message.media_group_id, first)
    return first == message.message_id
