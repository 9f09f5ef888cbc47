"""What the list model learns from: questions with texts, which of their sentences answer, which statements conflict.

Of what the reader read for questions with known answers (``lab/mining.py``) it learns the one, and of texts with
questions that look alike (``contrasts``), their own and put to one another; of excerpts that were written with the
accounts in them (``lab/disputes.py``) and of statements that were written to one question (``groups``, ``sides`` and
``pairs`` in ``lab/accounts``) both.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from index.recogniser import SpacyRecogniser
from index.speech import with_claims
from index.tagger import ShippedTagger
from lab import pairs
from lab.corpora import DATA, Asked, invented, paragraphs, unanswered
from lab.disputes import ACCOUNTS, asked
from lab.disputes import excerpts as single_excerpts
from lab.lessons import held_out, whole_articles
from lab.mining import FOLDER
from lab.shelf import Shelf
from pullquote.encoder import SentenceEncoder
from pullquote.lexicon import stems
from pullquote.listing import LONGEST, join, list_texts
from pullquote.question import Question
from pullquote.reader import ExtractiveReader
from pullquote.retrieval import Retriever
from pullquote.statements import Place, find_statements
from pullquote.verification import VERIFIED

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from lab.corpora import Corpus
    from lab.disputes import Excerpt, Said
    from lab.mining import Mined
    from pullquote.listing import TextSpan
    from pullquote.records import Article, Span

HELD = 20  # one text or question of what was written in contrasts is held out, of so many
HOLDS, ASIDE = -1, -2  # what holds beside all sides, and what does not answer
TOLD = 4, 8  # statements of a question that are read together, at least and at most
STRANGE = 3  # stems, at least, of a question that is put to another text
EVERY = 10_000  # questions of an article: all
BESIDE = 4  # other sentences that may be listed with the best ones, as other accounts are


@dataclass(frozen=True, slots=True)
class Listed:
    """A question, texts, and spans in them: which answer (None: not known), and which pairs of them conflict or not."""

    question: str
    texts: tuple[str, ...]
    spans: tuple[TextSpan, ...]
    answers: tuple[bool | None, ...]
    pairs: tuple[tuple[int, int, bool], ...] = ()


def of_mined(question: Mined, chance: random.Random) -> Listed:
    """The sentences that the reader liked best with those in front of them, and some others, in the article's order."""
    others = question.read[VERIFIED : 2 * BESIDE]
    chosen = [*question.read[:VERIFIED], *chance.sample(others, min(len(others), chance.randint(0, BESIDE)))]
    if not any(read.answers for read in chosen) and chance.random() < 0.5:
        chosen += [read for read in question.read if read.answers][:1]
    texts = {read.number - 1: read.before for read in question.read[:VERIFIED] if read.before}
    texts |= {read.number: read.sentence for read in chosen}
    listing = join((Place("", number), text) for number, text in sorted(texts.items()))
    spans: list[TextSpan] = []
    for read in chosen:
        text, at = listing.starts[Place("", read.number)]
        spans.append((text, at, at + min(len(read.sentence), LONGEST)))
    return Listed(question.question, listing.texts, tuple(spans), tuple(read.answers for read in chosen))


def of_paragraphs(chance: random.Random) -> Iterator[Listed]:
    """Whole paragraphs of the annotators' articles that are there to learn from, for each question put to them.

    All of SQuAD 2.0; of the other articles those that a question was written to without an answer, and for each of
    these a question with one.
    """
    parts = paragraphs(DATA / "squad2/part-v2.json", EVERY, keep=lambda number: not held_out(number, "part-v2"))
    for corpus in parts:
        yield from (_of_paragraph(corpus, put, 0) for put in corpus.asked)
    without = [unanswered(name) for name in ("unanswered", "unanswered-more")]
    for corpus in whole_articles(held=False):
        near = [(put, put.near[0]) for of in without for put in of.get(corpus.article.id, ()) if put.near]
        known = [(put, put.answers[0][0]) for put in corpus.asked if put.answers]
        for put, at in [*near, *chance.sample(known, min(len(near), len(known)))]:
            yield _of_paragraph(corpus, put, at)


def of_contrasts(name: str = "contrasts", *, held: bool = False) -> Iterator[Listed]:
    """The texts of a file that were written with questions that look alike, of which they answer some.

    One text in HELD is held out, to measure with; ``held``: those alone.
    """
    for corpus in _contrasts(name, held=held):
        yield from (_of_paragraph(corpus, put, 0) for put in corpus.asked)


def of_strangers(chance: random.Random, name: str = "contrasts", *, held: bool = False) -> Iterator[Listed]:
    """The same texts, for each question put to another one of them: it does not answer.

    Not put are questions that the other one has, too, and such as hold too little to be of one story ("who paid"): what
    is left may now and then be answered all the same.
    """
    known = _contrasts(name, held=held)
    for corpus in known:
        others = [other for other in known if other is not corpus]
        for put in corpus.asked:
            other = chance.choice(others)
            if len(frozenset(stems(put.question))) >= STRANGE and put.question not in (
                one.question for one in other.asked
            ):
                yield _of_paragraph(other, Asked(put.question, ()), 0)


def _contrasts(name: str, *, held: bool) -> list[Corpus]:
    return [corpus for number, corpus in enumerate(invented(name)) if (number % HELD == 0) is held]


def _of_paragraph(corpus: Corpus, put: Asked, at: int) -> Listed:
    """The paragraph in which a place stands, as one text."""
    article = corpus.article
    first = article.text.rfind("\n\n", 0, at) + 1
    last = article.text.find("\n\n", at) % (len(article.text) + 1)
    held = [number for number, sentence in enumerate(article.sentences) if first <= sentence.start < last]
    listing = join((Place("", number), article.slice(article.sentences[number])) for number in held)
    spans: list[TextSpan] = []
    for number in held:
        text, start = listing.starts[Place("", number)]
        spans.append((text, start, start + min(len(article.slice(article.sentences[number])), LONGEST)))
    right = corpus.right(put)
    return Listed(put.question, listing.texts, tuple(spans), tuple(number in right for number in held))


def groups(chance: random.Random) -> Iterator[Listed]:
    """Statements that were written beside one that answers, in any order.

    What says the same as an answer is in conflict with what the answer is in conflict with.
    """
    held: list[dict[str, Any]] = json.loads((ACCOUNTS / "groups.json").read_text(encoding="utf-8"))
    for group in held:
        told = [("a", group["a"]), *((kind, text) for kind in "CSHN" for text in group[kind])]
        chance.shuffle(told)
        known: list[tuple[int, int, bool]] = []
        for one, (ours, _) in enumerate(told):
            for other, (theirs, _) in enumerate(told[:one]):
                conflict = _conflict(ours, theirs)
                if conflict is not None:
                    known.append((one, other, conflict))
        texts = tuple(text for _, text in told)
        spans = tuple((number, 0, len(text)) for number, text in enumerate(texts))
        answers = tuple({"a": True, "C": True, "S": True, "H": None, "N": False}[kind] for kind, _ in told)
        yield Listed(group["q"], texts, spans, answers, tuple(known))


def _conflict(ours: str, theirs: str) -> bool | None:
    """Whether statements of two kinds conflict; None: not known."""
    kinds = {ours, theirs}
    if kinds in ({"a", "C"}, {"S", "C"}):
        return True
    return False if kinds <= {"a", "S", "H", "N"} or "N" in kinds else None


def sides(chance: random.Random, name: str = "sides") -> Iterator[Listed]:
    """Some of the statements of each question of a file, in any order.

    What one side says conflicts with what another says; what holds beside all of them, and what is aside, with nothing.
    """
    held: list[dict[str, Any]] = json.loads((ACCOUNTS / f"{name}.json").read_text(encoding="utf-8"))
    for group in held:
        told = [(side, text) for side, texts in enumerate(group["sides"]) for text in texts]
        told += [(HOLDS, text) for text in group["hold"]] + [(ASIDE, text) for text in group["aside"]]
        yield _of_sides(group["q"], chance.sample(told, min(len(told), chance.randint(*TOLD))))


def _of_sides(question: str, told: Sequence[tuple[int, str]]) -> Listed:
    numbers = [side for side, _ in told]
    known = tuple(
        (one, other, min(ours, numbers[other]) >= 0 and ours != numbers[other])
        for one, ours in enumerate(numbers)
        for other in range(one)
    )
    spans = tuple((number, 0, len(text)) for number, (_, text) in enumerate(told))
    unlike: dict[int, bool | None] = {HOLDS: None, ASIDE: False}
    answers = tuple(unlike.get(side, True) for side in numbers)
    return Listed(question, tuple(text for _, text in told), spans, answers, known)


def in_twos(lists: Iterable[Listed], chance: random.Random) -> Iterator[Listed]:
    """Two statements of each list alone, as they are weighed once more: two that conflict, and two that do not."""
    for listed in lists:
        for conflict in (True, False):
            known = [(one, other) for one, other, against in listed.pairs if against is conflict]
            both_answer = [pair for pair in known if listed.answers[pair[0]] and listed.answers[pair[1]]]
            if not conflict and both_answer and chance.random() < 0.5:
                known = both_answer
            if known:
                yield _alone(listed, sorted(chance.choice(known), key=listed.spans.__getitem__), conflict)


def _alone(listed: Listed, pair: Sequence[int], conflict: bool) -> Listed:
    texts = tuple(listed.texts[text][start:end].strip() for text, start, end in (listed.spans[each] for each in pair))
    spans = tuple((number, 0, len(text)) for number, text in enumerate(texts))
    answers = tuple(listed.answers[each] for each in pair)
    return Listed(listed.question, texts, spans, answers, ((0, 1, conflict),))


def written_pairs() -> Iterator[Listed]:
    """The pairs of ``pairs.json``, in the order in which they were written."""
    for pair in pairs.written_pairs():
        answers = True, None if pair.kind == pairs.BOTH else pair.kind != pairs.ASIDE
        spans = (0, 0, len(pair.one)), (1, 0, len(pair.other))
        yield Listed(pair.question, (pair.one, pair.other), spans, answers, ((0, 1, pair.kind == pairs.CONFLICT),))


def excerpts(part: str = "learn") -> Iterator[Listed]:
    """The excerpts that are there to learn from, as the program reads them; kept until that is removed."""
    kept = FOLDER / f"excerpts-{part}.jsonl"
    if not kept.exists():
        FOLDER.mkdir(exist_ok=True)
        lines = [json.dumps(asdict(listed), ensure_ascii=False) for listed in _read_excerpts(part)]
        kept.with_suffix(".new").write_text("\n".join(lines) + "\n", encoding="utf-8")
        kept.with_suffix(".new").replace(kept)
    for line in kept.read_text(encoding="utf-8").splitlines():
        fields: dict[str, Any] = json.loads(line)
        lists = {name: tuple(tuple(each) for each in fields[name]) for name in ("spans", "pairs")}
        yield Listed(fields["question"], tuple(fields["texts"]), answers=tuple(fields["answers"]), **lists)


def _read_excerpts(part: str) -> Iterator[Listed]:
    listen = partial(with_claims, tagger=ShippedTagger(), recogniser=SpacyRecogniser())
    reader, encoder = ExtractiveReader(), SentenceEncoder()
    for articles, of_them in groupby(chain(_singles(part), asked(part)), key=lambda each: each.articles):
        retriever = Retriever(Shelf([listen(article) for article in articles], encoder), encoder)
        for excerpt in of_them:
            yield _read(excerpt, retriever, reader)


def _singles(part: str) -> Iterator[Excerpt]:
    return single_excerpts(part) if part == "learn" else iter(())


def _read(excerpt: Excerpt, retriever: Retriever, reader: ExtractiveReader) -> Listed:
    """What the program would list of an excerpt for its question, labelled with what was written beside it."""
    question = Question(excerpt.question)
    readings = reader.read(question, retriever.retrieve(question), retriever.lexicon.idf)
    statements = find_statements(question, readings)
    passages = [reading.candidate.passage for reading in readings]
    listing = list_texts([(each.article, each.focus) for each in passages[:VERIFIED]], statements)
    spans: list[TextSpan] = []
    answers: list[bool | None] = []
    for passage in passages:
        span = listing.sentence(passage.article, passage.focus)
        if span:
            sentence = passage.article.sentences[passage.focus]
            spans.append(span)
            answers.append(bool(_said_in(excerpt, passage.article, (sentence.start, sentence.end))))
    heard: list[tuple[int, frozenset[str]]] = []
    for statement in statements:
        span = listing.statement(statement)
        if span:
            said = _said_in(excerpt, statement.article, (statement.voice.start, statement.voice.end))
            heard.append((len(spans), frozenset(each.side for each in said)))
            spans.append(span)
            answers.append(bool(said))
    known = tuple(_pairs(excerpt, heard))
    return Listed(excerpt.question, listing.texts, tuple(spans), tuple(answers), known)


def _said_in(excerpt: Excerpt, article: Article, span: Span) -> list[Said]:
    """Whose words, of those that answer, stand in a span of an article, by half of them or of it."""
    found: list[Said] = []
    for said in excerpt.says:
        start = article.text.find(said.words)
        shared = min(span[1], start + len(said.words)) - max(span[0], start)
        if start >= 0 and 2 * shared >= min(len(said.words), span[1] - span[0]):
            found.append(said)
    return found


def _pairs(excerpt: Excerpt, heard: Sequence[tuple[int, frozenset[str]]]) -> Iterator[tuple[int, int, bool]]:
    """Every two statements, in conflict where accounts differ and they are of different sides."""
    for place, (one, ours) in enumerate(heard):
        for other, theirs in heard[:place]:
            if len(ours) <= 1 and len(theirs) <= 1:
                yield one, other, excerpt.disputed and bool(ours and theirs) and ours != theirs
