"""Documents: those of people can be downloaded, and the bot sends its own."""

from telegram import Bot

from tests.telegram import BotApi, Seat
from tests.telegram_api.client import refused


async def test_a_document_of_a_person_can_be_downloaded(api: BotApi, bot: Bot, chat: Seat) -> None:
    await chat.sends_document("story.txt", b"Once upon a time", caption="read this")
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.document.mime_type) == ("story.txt", "text/plain")
    assert message.caption == "read this"
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"Once upon a time"
    big = await chat.sends_document("big.txt", b"", claimed_size=21 * 1024 * 1024)
    call = bot.get_file(big.content["document"]["file_id"])
    await refused(api, call, "Bad Request: file is too big")


async def test_a_bot_uploads_a_document(api: BotApi, bot: Bot, chat: Seat) -> None:
    sent = await bot.send_document(chat.chat.id, b"a,b", filename="table.csv", caption="here")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("table.csv", 3, "here")
    again = await bot.send_document(chat.chat.id, sent.document.file_id)
    assert again.document == sent.document
    await refused(
        api,
        bot.send_document(chat.chat.id, sent.document.file_id, caption="a" * 1025),
        "Bad Request: message caption is too long",
    )
