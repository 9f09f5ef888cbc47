"""The write path as administrators use it from a chat: reading what they send, putting it in, taking it out."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol

from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.articles import Manuscript
    from pullquote.records import Article
    from pullquote.settings import Settings


class Publisher(Protocol):
    """Whoever can change what the bot knows. Every call blocks, and raises PullquoteError with what to do."""

    def read(self, name: str, content: bytes) -> Manuscript:
        """What a document holds."""
        ...

    def fetch(self, address: str) -> Manuscript:
        """What stands at an address."""
        ...

    def preview(self, manuscript: Manuscript) -> Article:
        """The article that it would be."""
        ...

    def publish(self, manuscript: Manuscript) -> Article:
        """Put it in, in place of the one by the same id. Returns once it can be asked about."""
        ...

    def remove(self, article_id: str) -> bool:
        """Take one out. False when there was none."""
        ...


class Index:
    """Publishes with the models and the store of ``python -m index``. Loads the models at the first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def read(self, name: str, content: bytes) -> Manuscript:
        """What a document holds, read in a process of its own."""
        from index.parsing import parse_apart

        return parse_apart(name, content)

    def fetch(self, address: str) -> Manuscript:
        """What stands at a public address."""
        from index.addresses import fetch
        from index.parsing import parse_apart

        page = fetch(address)
        return parse_apart(page.url, page.content, page.url, page.media_type)

    def preview(self, manuscript: Manuscript) -> Article:
        """The article that it would be, with who says what."""
        from index.articles import understand

        return self._listen(understand(manuscript))

    def publish(self, manuscript: Manuscript) -> Article:
        """Put it in, as ``python -m index`` does."""
        from index.build import build
        from index.draft import open_draft
        from index.progress import Unwatched
        from pullquote.archive import identity_of
        from pullquote.encoder import SentenceEncoder
        from pullquote.store import Store

        encoder = SentenceEncoder(self._settings.encoder)
        store = Store(self._settings.store, self._settings.chroma)
        with open_draft(store, identity_of(encoder)) as draft:
            tally = build(draft, [manuscript], encoder, Unwatched(), at_once=True, listen=self._listen)
        if tally.failures:
            raise tally.failures[0]
        return store.articles()[manuscript.id]

    def remove(self, article_id: str) -> bool:
        """Take one out, as ``python -m index remove`` does."""
        from index.draft import open_draft
        from pullquote.store import Store

        with open_draft(Store(self._settings.store, self._settings.chroma), None) as draft:
            if not draft.remove(article_id):
                return False
            draft.publish()
        return True

    @cached_property
    def _listen(self) -> Callable[[Article], Article]:
        try:
            from index.recogniser import SpacyRecogniser
            from index.speech import with_claims
            from index.tagger import ShippedTagger
        except ImportError as error:
            raise ArticleError("what reads articles is not installed here: pip install 'pullquote[index]'") from error
        return partial(with_claims, tagger=ShippedTagger(), recogniser=SpacyRecogniser())
