"""Every word that the bot says on its own, in one place. What it quotes is never here.

English stands here, and is what the catalogues in ``bot/locales`` translate; tests keep them complete.
"""

from bot.wording.administrators import AdministratorTexts
from bot.wording.answers import AnswerTexts
from bot.wording.commands import Command, CommandTexts
from bot.wording.people import PeopleTexts
from bot.wording.replies import ReplyTexts

__all__ = ["Command", "Wording"]


class Wording(AnswerTexts, ReplyTexts, PeopleTexts, AdministratorTexts, CommandTexts):
    """What the bot says, in one language."""
