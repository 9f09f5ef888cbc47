"""``python -m pullquote ask | chat``: a question in, quotes out."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from pullquote.archive import Archive
from pullquote.chat import chat
from pullquote.citations import plain
from pullquote.contract import answer_object
from pullquote.errors import PullquoteError, QuestionError, SettingsError
from pullquote.question import Question
from pullquote.records import Answer, Outcome, Silence
from pullquote.settings import read_settings
from pullquote.streams import Output, drop_output, prepare_streams
from pullquote.terminal import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.settings import Settings

PROBLEM, USAGE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0 when answered or honestly silent, 1 for a problem on our side, 2 for a wrong use."""
    prepare_streams()
    parser = _parser()
    options = parser.parse_args(argv)
    if options.command == "ask" and bool(options.question) == (options.questions is not None):
        parser.error("give a QUESTION, or --questions FILE")
    try:
        settings = read_settings(store=options.store)
        code = int(options.run(settings, options) or 0)
        sys.stdout.flush()  # here, where it can still be told that nobody reads it
        return code
    except (QuestionError, SettingsError) as error:
        return _failed(error, USAGE)
    except PullquoteError as error:
        return _failed(error, PROBLEM)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        drop_output()
        return 0


def _ask(settings: Settings, options: argparse.Namespace) -> None:
    if options.questions is not None:
        return _ask_many(settings, options)
    question = " ".join(options.question)
    Question(question)  # before the models load: what is wrong with a question shows at once
    with Archive.open(settings) as archive:
        answer = archive.ask(question, options.article)
    if options.json:
        _print_object(answer)
    else:
        show(Output(), answer)
    return None


def _ask_many(settings: Settings, options: argparse.Namespace) -> None:
    """One object a line for each line of the file; a line that is no question gets silence, and a word on stderr."""
    with _opened(options.questions) as lines, Archive.open(settings) as archive:
        for line in lines:
            question = line.rstrip("\r\n")
            try:
                answer = archive.ask(question, options.article)
            except QuestionError as error:
                if options.article is not None and options.article not in {a.id for a in archive.sources()}:
                    raise
                _say(str(error))
                answer = Answer(question, Outcome.NOT_IN_SOURCES, silence=Silence.NOT_A_QUESTION)
            if options.json:
                _print_object(answer)
            else:
                console = Output()
                console.print(Text(plain(question), "bold"), soft_wrap=True)
                show(console, answer)


def _chat(settings: Settings, options: argparse.Namespace) -> None:
    with Archive.open(settings) as archive:
        chat(archive, Output(), options.article)


def _opened(name: str) -> AbstractContextManager[TextIO]:
    if name == "-":
        return nullcontext(sys.stdin)
    try:
        return Path(name).open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise QuestionError(f"the questions in {name} cannot be read: {error.strerror}") from error


def _print_object(answer: Answer) -> None:
    sys.stdout.write(json.dumps(answer_object(answer), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _failed(error: PullquoteError, code: int) -> int:
    _say(str(error))
    return code


def _say(text: str) -> None:
    sys.stderr.write(f"pullquote: {text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pullquote", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    asking = commands.add_parser("ask", help="answer one question, or a file of them")
    asking.add_argument("question", nargs="*", default=None, metavar="QUESTION")
    asking.add_argument("--questions", metavar="FILE", help="one question a line; - for standard input")
    asking.add_argument("--json", action="store_true", help="print one JSON object for each question")
    asking.set_defaults(run=_ask)
    chatting = commands.add_parser("chat", help="a conversation at the terminal")
    chatting.set_defaults(run=_chat)
    for command in (asking, chatting):
        command.add_argument("--store", metavar="DIR", help="folder of the store (default: PULLQUOTE_STORE)")
        command.add_argument("--article", metavar="ID", help="ask only this article")
    return parser


if __name__ == "__main__":
    sys.exit(main())
