"""What an update changes, it changes once, however often it is tried."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import insert, select

from bot.database import DEEDS
from bot.outbox import CURRENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from bot.database import Database

Result = TypeVar("Result", bool | None, list[int], str)  # what JSON gives back as it was


async def once(database: Database, name: str, deed: Callable[[Connection], Result], *, erase: bool = False) -> Result:
    """What ``deed`` returns, done in one transaction; in a further try of the update in work, what it then returned.

    ``name`` tells it from other deeds of one update; ``erase``: see ``Database.erase``.
    """
    work = CURRENT.get()
    if work is None:
        return await (database.erase(deed) if erase else database.run(deed))
    key = {"bot": work.bot, "update": work.update, "name": name}

    def first(connection: Connection) -> Result:
        same = [DEEDS.c[column] == value for column, value in key.items()]
        known = connection.execute(select(DEEDS.c.result).where(*same)).scalar_one_or_none()
        if known is not None:
            return json.loads(known)
        result = deed(connection)
        connection.execute(insert(DEEDS).values(**key, result=json.dumps(result)))
        return result

    return await (database.erase(first) if erase else database.run(first))
