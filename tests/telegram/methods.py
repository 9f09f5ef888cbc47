"""The methods of the Bot API that this server knows, by their names in lower case."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any

from tests.telegram import answering, editing, profile, reading, sending
from tests.telegram.parameters import Parameters
from tests.telegram.wire import ApiError
from tests.telegram.world import World

Method = Callable[[World, Parameters], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    "answercallbackquery": answering.answer_callback_query,
    "answerinlinequery": answering.answer_inline_query,
    "close": profile.close,
    "deletemessage": editing.delete_message,
    "deletemycommands": profile.delete_my_commands,
    "deletewebhook": reading.delete_webhook,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "editmessagetext": editing.edit_message_text,
    "getchat": reading.get_chat,
    "getchatmember": reading.get_chat_member,
    "getfile": reading.get_file,
    "getme": profile.get_me,
    "getmycommands": profile.get_my_commands,
    "getmydescription": profile.getting("description"),
    "getmyname": profile.getting("name"),
    "getmyshortdescription": profile.getting("short_description"),
    "getupdates": reading.get_updates,
    "getwebhookinfo": reading.get_webhook_info,
    "leavechat": reading.leave_chat,
    "logout": profile.log_out,
    "sendchataction": sending.send_chat_action,
    "senddocument": sending.send_document,
    "sendmessage": sending.send_message,
    "setmessagereaction": editing.set_message_reaction,
    "setmycommands": profile.set_my_commands,
    "setmydescription": profile.setting("description"),
    "setmyname": profile.setting("name"),
    "setmyshortdescription": profile.setting("short_description"),
    "setwebhook": reading.set_webhook,
}


async def perform(world: World, name: str, parameters: Parameters) -> Any:
    """Call a method, whose name Telegram reads in any case."""
    method = METHODS.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    if world.account.logged_out:
        raise ApiError(400, "Logged out")
    result = method(world, parameters)
    return await result if isawaitable(result) else result
