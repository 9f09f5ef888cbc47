"""A strict Bot API server over real HTTP, and people who talk with the bot behind it."""

from tests.telegram.faults import Fault
from tests.telegram.messages import Message, Quote, Version
from tests.telegram.people import Person, Room
from tests.telegram.queries import CallbackAnswer, InlineAnswer, InlineAsk, Tap
from tests.telegram.seats import Seat
from tests.telegram.server import TOKEN, BotApi
from tests.telegram.transcript import Call, Transcript
from tests.telegram.utf16 import cut, units
from tests.telegram.wire import ApiError

__all__ = [
    "TOKEN",
    "ApiError",
    "BotApi",
    "Call",
    "CallbackAnswer",
    "Fault",
    "InlineAnswer",
    "InlineAsk",
    "Message",
    "Person",
    "Quote",
    "Room",
    "Seat",
    "Tap",
    "Transcript",
    "Version",
    "cut",
    "units",
]
