"""Replies as a phone shows them: ``python -m lab.phone`` asks, draws a page and, with Chromium, makes a picture of it.

The page is ours, not Telegram's: 390 points wide, its type, bubbles and buttons about as large as there. What it shows
is what is sent: the text and the entities of real replies, buttons included.
"""

from __future__ import annotations

import argparse
import html
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from telegram import MessageEntity

from bot.buttons import answer_buttons
from bot.drafts import LIMIT, Reply
from bot.languages import Languages
from bot.memory import ANSWER
from bot.replies import Style, pages_of, render
from bot.surroundings import render_context
from pullquote.archive import Archive
from pullquote.followups import ask_after
from pullquote.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pullquote.records import Answer

QUESTIONS = ("who controls Spin Boldak", "who is Danish Siddiqui", "how did he die", "what is the capital of Peru")
FEW = 4  # screens that are shown side by side as they come
TAGS = {
    MessageEntity.BOLD: ("<b>", "</b>"),
    MessageEntity.ITALIC: ("<i>", "</i>"),
    MessageEntity.TEXT_LINK: ("<u>", "</u>"),
    MessageEntity.BLOCKQUOTE: ("<blockquote>", "</blockquote>"),
    MessageEntity.EXPANDABLE_BLOCKQUOTE: ("<blockquote class=folded>", "</blockquote>"),
}
STYLE = """
body { margin: 0; background: #d9e3ea; font: 16px/21px 'DejaVu Sans', Roboto, sans-serif; display: flex; gap: 28px;
  padding: 24px; width: max-content }
.phone { width: 390px; min-height: 780px; background: #c8d8c4; border-radius: 28px; padding: 18px 10px;
  box-sizing: border-box; border: 6px solid #222 }
.typed, .reply { border-radius: 14px; padding: 7px 11px; margin: 5px 0; white-space: pre-wrap; overflow-wrap: anywhere;
  font-size: 15px }
.typed { background: #e2fdc9; margin-left: 90px; width: fit-content; margin-left: auto }
.reply { background: #fff; margin-right: 22px }
blockquote { margin: 2px 0; padding: 3px 8px; border-left: 3px solid #3a8ccf; background: #eaf3fb; border-radius: 5px }
blockquote.folded { max-height: 63px; overflow: hidden }
u { color: #2a7ab8; text-decoration: none }
.keys { display: flex; gap: 4px; margin: 4px 22px 0 0 }
.keys span { flex: 1; text-align: center; background: #7f9c86; color: #fff; border-radius: 8px; padding: 6px 0;
  font-size: 14px }
"""


def as_html(reply: Reply) -> str:
    """The reply's text with its entities as tags, and its buttons."""
    units = reply.text.encode("utf-16-le")
    marks: list[tuple[int, int, str]] = []
    for entity in reply.entities:
        opening, closing = TAGS[MessageEntity(entity.type, 0, 1).type]
        marks.append((entity.offset, -entity.length, opening))
        marks.append((entity.offset + entity.length, entity.length - 2**20, closing))
    pieces: list[str] = []
    end = 0
    for at, _, tag in sorted(marks):
        pieces += [html.escape(units[2 * end : 2 * at].decode("utf-16-le")), tag]
        end = at
    text = "".join([*pieces, html.escape(units[2 * end :].decode("utf-16-le"))])
    text = text.replace("\n<blockquote", "<blockquote").replace("</blockquote>\n", "</blockquote>")
    rows = reply.keyboard.inline_keyboard if reply.keyboard else ()
    keys = "".join(
        f"<div class=keys>{''.join(f'<span>{html.escape(b.text)}</span>' for b in row)}</div>" for row in rows
    )
    return f"<div class=reply>{text}</div>{keys}"


def screens(archive: Archive, questions: Iterable[str]) -> list[str]:
    """What each phone shows: a question with its answer, and the first answer in context."""
    words = Languages().wording("en")
    shown: list[str] = []
    earlier: Answer | None = None
    for typed in questions:
        earlier = ask_after(archive, typed, earlier)
        style = Style(words, understood=earlier.question if earlier.question != typed else None)
        *_, last = render(earlier, style)
        keyboard = answer_buttons("-" * 15, earlier, ANSWER, pages_of(earlier, style), words)
        shown.append(f"<div class=typed>{html.escape(typed)}</div>{as_html(Reply(last.text, last.entities, keyboard))}")
        if len(shown) == 1 and earlier.quotes:
            quoted = render_context(earlier.quotes[0], words, LIMIT)
            keyboard = answer_buttons("-" * 15, earlier, "context-1", pages_of(earlier, style), words)
            shown.append(as_html(Reply(quoted.text, quoted.entities, keyboard)))
    return shown


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw the page, and make a picture where there is a Chromium."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", nargs="*", default=QUESTIONS)
    parser.add_argument("--picture", type=Path, default=Path("lab/phone.png"))
    options = parser.parse_args(arguments)
    with Archive.open(read_settings()) as archive:
        shown = screens(archive, options.questions)
    grouped = [shown[:1], [*shown[1:2], *shown[4:]], shown[3:4]] if len(shown) > FEW else [[one] for one in shown]
    phones = "".join(f"<div class=phone>{''.join(screen)}</div>" for screen in grouped)
    page = f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{phones}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "phone.html"
        file.write_text(page, encoding="utf-8")
        browser = shutil.which("chromium") or shutil.which("chromium-browser")
        if browser is None:
            print("There is no Chromium here, so no picture is made.")
            return
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking"]
        subprocess.run(
            [browser, *flags, f"--user-data-dir={folder}/profile", "--window-size=1300,1010",
             f"--screenshot={options.picture.resolve()}", file.as_uri()],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
    print(f"wrote {options.picture}")


if __name__ == "__main__":
    main()
