"""``python -m index``: articles in, a searchable store out."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from index.articles import find_manuscripts, manuscript_of
from index.build import Tally, build, changed
from index.cleared import keep_cleared, read_cleared
from index.draft import open_draft
from index.progress import Meter
from index.recogniser import SpacyRecogniser
from index.speech import with_claims
from index.tagger import ShippedTagger
from pullquote.archive import identity_of
from pullquote.citations import plain
from pullquote.contract import article_object
from pullquote.encoder import SentenceEncoder
from pullquote.errors import ArticleError, PullquoteError, SettingsError, StoreMissingError
from pullquote.settings import read_settings
from pullquote.store import Store
from pullquote.streams import Output, drop_output, prepare_streams
from pullquote.terminal import show_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.articles import Manuscript
    from pullquote.records import Article
    from pullquote.settings import Settings

SHIPPED = Path(__file__).parent / "articles"
PROBLEM, USAGE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0, 1 for a problem on our side, 2 for a wrong use or an article that cannot be read."""
    prepare_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    _, others = _store_option(add_help=False).parse_known_args(arguments)
    named = next((word for word in others if not word.startswith("-")), None)
    options = _parser(named if named in COMMANDS else None).parse_args(arguments)
    try:
        settings = read_settings(store=options.store)
        code = int(options.run(settings, options) or 0)
        sys.stdout.flush()  # here, where it can still be told that nobody reads it
        return code
    except (ArticleError, SettingsError) as error:
        return _failed(error, USAGE)
    except PullquoteError as error:
        return _failed(error, PROBLEM)
    except KeyboardInterrupt:
        _say("stopped; the store answers as it did when it was last published, and the next run goes on from there")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        drop_output()
        return 0


def _build(settings: Settings, options: argparse.Namespace) -> int:
    """Put in what can be read; what cannot be is named at the end, and makes the exit code 2."""
    addresses = list(dict.fromkeys(path for path in options.paths if "://" in path))
    files = [Path(path) for path in options.paths if path not in addresses]
    manuscripts, failures = find_manuscripts(files or ([] if addresses else [SHIPPED]))
    for address in addresses:
        try:
            manuscripts.append(_fetched(address, {manuscript.id for manuscript in manuscripts}))
        except ArticleError as error:
            failures.append(error)
    if not manuscripts and failures:
        raise ArticleError("\n".join(map(str, failures)))
    store = Store(settings.store, settings.chroma)
    manuscripts = keep_cleared(manuscripts, read_cleared(store))
    encoder = SentenceEncoder(settings.encoder)
    identity = identity_of(encoder)
    versions = {} if options.rebuild else store.versions(identity)
    if options.rebuild:
        manuscripts = _with_stored(store, manuscripts)
    if versions and not changed(manuscripts, versions):
        tally = Tally(unchanged=len(manuscripts))
    else:
        with open_draft(store, identity, anew=options.rebuild) as draft, Meter(Console(stderr=True)) as meter:
            listen = partial(with_claims, tagger=ShippedTagger(), recogniser=SpacyRecogniser())
            tally = build(draft, manuscripts, encoder, meter, at_once=options.rebuild, listen=listen)
            versions = draft.versions
    _say(_summary(tally, len(versions)))
    for failure in (*failures, *tally.failures):
        _say(str(failure))
    return USAGE if failures or tally.failures else 0


def _fetched(address: str, taken: set[str]) -> Manuscript:
    """The article at an address. Its id is not that of one of the others."""
    from index.addresses import fetch  # here: whoever has files needs none of it
    from index.parsing import parse_apart

    page = fetch(address)
    manuscript = parse_apart(page.url, page.content, page.url, page.media_type)
    if manuscript.id in taken:
        raise ArticleError(
            f"{address}: would be article {manuscript.id!r}, which another one is; give one of them alone"
        )
    return manuscript


def _with_stored(store: Store, manuscripts: Sequence[Manuscript]) -> list[Manuscript]:
    """``manuscripts`` and, for the articles in the store that are not among them, the ones they were made of."""
    try:
        stored = store.articles()
    except StoreMissingError:
        return list(manuscripts)
    given = {manuscript.id for manuscript in manuscripts}
    return [*manuscripts, *(manuscript_of(article) for name, article in stored.items() if name not in given)]


def _summary(tally: Tally, total: int) -> str:
    done = [
        f"{count:,} {what}"
        for count, what in ((tally.added, "added"), (tally.changed, "changed"), (tally.unchanged, "unchanged"))
        if count
    ]
    if not tally.added and not tally.changed:
        return f"Nothing to do: {', '.join(done) or 'no article given'}; {total:,} in the store."
    text = f"Done: {', '.join(done)}; {tally.sentences:,} sentences read; {total:,} in the store."
    if tally.long:
        text += f" {tally.long:,} of the sentences are longer than the encoder reads at once, and went in by parts."
    return text


def _list(settings: Settings, _options: argparse.Namespace) -> None:
    show_sources(Output(), list(Store(settings.store, settings.chroma).articles().values()))


def _show(settings: Settings, options: argparse.Namespace) -> None:
    """One article a line as JSON, or its sentences with their kinds for a person."""
    for article in _chosen(Store(settings.store, settings.chroma).articles(), options.ids):
        if options.json:
            sys.stdout.write(json.dumps(article_object(article), ensure_ascii=False) + "\n")
            continue
        show_sources(Output(), [article])
        for sentence in article.sentences:
            place = f"{sentence.paragraph or '':>4} {sentence.kind.value:12}"
            sys.stdout.write(f"{place} {plain(article.slice(sentence))}\n")


def _chosen(articles: dict[str, Article], ids: Sequence[str]) -> list[Article]:
    if missing := [name for name in ids if name not in articles]:
        raise ArticleError(f"not in the store: {', '.join(missing)}; `python -m index list` names what is")
    return [articles[name] for name in ids] if ids else list(articles.values())


def _remove(settings: Settings, options: argparse.Namespace) -> None:
    store = Store(settings.store, settings.chroma)
    store.current()
    with open_draft(store, None) as draft:
        if missing := [name for name in options.ids if name not in draft.versions]:
            raise ArticleError(f"not in the store: {', '.join(missing)}; `python -m index list` names what is")
        for name in options.ids:
            draft.remove(name)
        draft.publish()
        _say(f"Removed {', '.join(options.ids)}; {len(draft.versions):,} in the store.")


def _failed(error: PullquoteError, code: int) -> int:
    _say(str(error))
    return code


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _parser(command: str | None) -> argparse.ArgumentParser:
    """The options of a command; without one, those of building, which alone takes bare paths."""
    parser = _store_option(
        prog="python -m index",
        description="Put articles (default: index/articles) into the store; what is unchanged is left alone.",
        epilog="Also: python -m index list | show [ID ...] [--json] | remove ID ...",
    )
    if command is None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="a text file, a folder of them, or an address")
        parser.add_argument("--rebuild", action="store_true", help="read and embed everything in the store again")
        parser.set_defaults(run=_build)
        return parser
    parser.add_argument("command", metavar=command)
    if command != "list":
        parser.add_argument("ids", nargs="+" if command == "remove" else "*", metavar="ID")
    if command == "show":
        parser.add_argument("--json", action="store_true", help="one JSON object for each article")
    parser.set_defaults(run=COMMANDS[command])
    return parser


def _store_option(**named: Any) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(**named)
    parser.add_argument("--store", metavar="DIR", help="folder of the store (default: PULLQUOTE_STORE)")
    return parser


COMMANDS = {"list": _list, "show": _show, "remove": _remove}


if __name__ == "__main__":
    sys.exit(main())
