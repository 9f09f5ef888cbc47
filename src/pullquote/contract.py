"""An Answer as the JSON object that other programs rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pullquote.citations import sentence_link

if TYPE_CHECKING:
    from pullquote.records import Account, Answer, Article, Claim, Quote


def answer_object(answer: Answer) -> dict[str, Any]:
    """The contract's object for an answer; offsets are code points into the article's text."""
    return {
        "question": answer.question,
        "outcome": answer.outcome.value,
        "quotes": [quote_object(quote) for quote in answer.quotes],
        "accounts": [_account(account) for account in answer.accounts],
        "nearest": [quote_object(quote) for quote in answer.nearest],
        "confidence": round(answer.confidence, 4),
        "timing_ms": {
            "retrieve": round(answer.timing.retrieve, 2),
            "read": round(answer.timing.read, 2),
            "total": round(answer.timing.total, 2),
        },
    }


def quote_object(quote: Quote) -> dict[str, Any]:
    """The contract's object for a quote; highlights are relative to its text."""
    return {
        "number": quote.number,
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "highlights": [list(span) for span in quote.highlights],
        "article": source_object(quote.article),
        "kind": quote.sentence.kind.value,
        "section": quote.sentence.section,
        "paragraph": quote.paragraph,
        "claims": [claim_object(claim) for claim in quote.sentence.claims],
        "link": sentence_link(quote.article.url, quote.text),
        "score": round(quote.score, 6),
    }


def article_object(article: Article) -> dict[str, Any]:
    """What was understood of an article, as ``python -m index show --json`` prints it."""
    return {
        **source_object(article),
        "path": article.path,
        "sentences": [
            {
                "start": sentence.start,
                "end": sentence.end,
                "kind": sentence.kind.value,
                "section": sentence.section,
                "paragraph": sentence.paragraph,
                "claims": [claim_object(claim) for claim in sentence.claims],
            }
            for sentence in article.sentences
        ],
    }


def source_object(article: Article) -> dict[str, Any]:
    """Who published an article, as far as it is known."""
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "sha256": article.sha256,
    }


def claim_object(claim: Claim) -> dict[str, Any]:
    """Who is reported to say what."""
    return {
        "speaker": claim.speaker,
        "role": claim.role,
        "source": list(claim.source) if claim.source else None,
        "cue": list(claim.cue),
        "content": list(claim.content),
        "form": claim.form.value,
    }


def _account(account: Account) -> dict[str, Any]:
    return {
        "speaker": account.speaker,
        "quotes": list(account.quotes),
        "start": account.start,
        "end": account.end,
    }
