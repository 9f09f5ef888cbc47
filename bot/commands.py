"""The commands as Telegram lists them: for whom, where, and in which language."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, TelegramError

from bot.languages import SOURCE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from telegram import Bot

    from bot.languages import Languages
    from bot.wording import Command

logger = logging.getLogger(__name__)


async def announce(bot: Bot, languages: Languages, administrators: Collection[int]) -> None:
    """Tell Telegram the commands of private chats, of groups, and of each administrator's own chat.

    Where that fails, Telegram goes on listing those that it knows; all of them work, listed or not.
    """
    try:
        await _announce(bot, languages, administrators)
    except TelegramError as error:
        logger.warning("the commands could not be listed: %s", type(error).__name__)


async def _announce(bot: Bot, languages: Languages, administrators: Collection[int]) -> None:
    strangers: set[int] = set()
    for code, words in languages.all().items():
        language = None if code == SOURCE else code
        private, group = words.commands(), words.group_commands()
        await bot.set_my_commands(_listed(private), BotCommandScopeAllPrivateChats(), language)
        await bot.set_my_commands(_listed(group), BotCommandScopeAllGroupChats(), language)
        every = _listed([*words.administrator_commands(), *private])
        for administrator in sorted(number for number in administrators if number > 0 and number not in strangers):
            try:
                await bot.set_my_commands(every, BotCommandScopeChat(administrator), language)
            except BadRequest:
                strangers.add(administrator)
                logger.info("an administrator has not yet written to the bot, so their commands are not listed there")


def _listed(commands: Sequence[Command]) -> list[BotCommand]:
    return [BotCommand(command.name, command.description) for command in commands]
