"""Answers questions about news articles with quoted, cited excerpts. Nothing is generated."""

from pullquote.archive import Archive
from pullquote.errors import PullquoteError
from pullquote.records import Answer, Article, Outcome, Quote
from pullquote.settings import Settings, read_settings

__all__ = ["Answer", "Archive", "Article", "Outcome", "PullquoteError", "Quote", "Settings", "read_settings"]
