"""How to speak with somebody: in which language, and at what length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.memory import Person
from bot.replies import SCREEN

if TYPE_CHECKING:
    from telegram import User

    from bot.languages import Languages
    from bot.memory import Memory
    from bot.wording import Wording

USUAL = "usual"


class Manners:
    """What each person has chosen; where they have not, what their client says."""

    def __init__(self, languages: Languages, memory: Memory) -> None:
        self.languages = languages
        self._memory = memory

    async def words(self, user: User | None) -> Wording:
        """The wording for somebody."""
        return (await self.of(user))[0]

    async def of(self, user: User | None) -> tuple[Wording, str]:
        """The wording for somebody, and the length of their answers."""
        chosen = await self._memory.person(user.id) if user else Person()
        length = chosen.length if chosen.length in SCREEN else USUAL
        return self.languages.wording(chosen.language, user.language_code if user else None), length
