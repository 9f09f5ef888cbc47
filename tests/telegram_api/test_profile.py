"""What the bot says about itself: commands and descriptions, for each scope and language."""

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats

from tests.telegram import BotApi
from tests.telegram_api.client import refused


async def test_commands_are_kept_for_each_scope_and_language(bot: Bot) -> None:
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "Hilfe")], private, "de")
    assert [command.description for command in await bot.get_my_commands(private, "de")] == ["Hilfe"]
    assert [command.description for command in await bot.get_my_commands()] == ["Help"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([BotCommand("Help", "Help")], "BOT_COMMAND_INVALID"),
        ([BotCommand("a" * 33, "Help")], "BOT_COMMAND_INVALID"),
        ([BotCommand("help", "")], "command description must be non-empty"),
        ([BotCommand("help", "a" * 257)], "command description length must not exceed 256"),
        ([BotCommand(f"c{i}", "d") for i in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_bad_commands_are_refused(api: BotApi, bot: Bot, commands: list[BotCommand], reason: str) -> None:
    await refused(api, bot.set_my_commands(commands), f"Bad Request: {reason}")


async def test_descriptions_are_kept(api: BotApi, bot: Bot) -> None:
    await bot.set_my_description("Quotes the news")
    await bot.set_my_short_description("Zitate", "de")
    await bot.set_my_name("Quoter")
    assert (await bot.get_my_description()).description == "Quotes the news"
    assert (await bot.get_my_short_description("de")).short_description == "Zitate"
    assert (await bot.get_my_name()).name == "Quoter"
    call = bot.set_my_short_description("a" * 121)
    await refused(api, call, "Bad Request: bot short description is too long")
