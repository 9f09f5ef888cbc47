"""The models that ship: any question put to the store, any text listened to. Slow, so few inputs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st

from index.articles import Manuscript, understand
from index.recogniser import SpacyRecogniser
from index.sources import Source
from index.speech import with_claims
from index.tagger import ShippedTagger
from lab.fuzz.hostile import SCRAPS, mutated, texts
from lab.fuzz.questions import TYPED
from lab.fuzz.reader import check_article
from pullquote.archive import Archive
from pullquote.errors import ArticleError, QuestionError
from pullquote.followups import ask_after
from pullquote.settings import read_settings


@dataclass(frozen=True, slots=True)
class Story:
    """A question, another after it, and a text that anybody may have written."""

    question: str
    after: str
    text: str


ASKED = st.sampled_from(("who controls Spin Boldak", "who is Danish Siddiqui", "how many people crossed", *TYPED))
STORIES = st.builds(Story, mutated(ASKED, SCRAPS) | texts(12, 990), st.sampled_from(TYPED) | ASKED, texts(60, 20_000))


@cache
def _archive() -> Archive:
    return Archive.open(read_settings(None))


@cache
def _listeners() -> tuple[ShippedTagger, SpacyRecogniser]:
    return ShippedTagger(), SpacyRecogniser()


def check_story(story: Story) -> None:
    """What is quoted is the article's own, whatever was asked; whoever speaks in a text is named, whatever it says."""
    try:
        earlier = _archive().ask(story.question)
        answer = ask_after(_archive(), story.after, earlier)
        for quote in (*earlier.quotes, *answer.quotes, *answer.more, *answer.nearest):
            assert quote.text == quote.article.slice((quote.start, quote.end))
    except QuestionError:
        pass
    try:
        article = understand(Manuscript("story", story.text, Source()))
    except ArticleError:
        return
    tagger, recogniser = _listeners()
    heard = with_claims(article, tagger, recogniser)
    check_article(heard)
    for claim in (claim for sentence in heard.sentences for claim in sentence.claims):
        assert claim.speaker.strip()
        for start, end in filter(None, (claim.source, claim.cue, claim.content)):
            assert 0 <= start < end <= len(heard.text)
