"""Everything that can go wrong on purpose. A message says what is wrong and what to do about it."""


class PullquoteError(Exception):
    """Base of every error that a person may be shown."""


class SettingsError(PullquoteError):
    """A setting is missing, malformed or unknown. Never holds the setting's value."""


class QuestionError(PullquoteError):
    """What was sent is not a question that can be looked up: nothing in it, or far too much."""


class ArticleError(PullquoteError):
    """An article cannot be read: unreadable, empty, binary, too large, or its sidecar is malformed."""


class ModelError(PullquoteError):
    """A model cannot be loaded, or is not the one that was asked for."""


class StoreError(PullquoteError):
    """The store cannot be used as it is."""


class StoreMissingError(StoreError):
    """There is no store yet."""


class StoreMismatchError(StoreError):
    """The store was built with another encoder or another chunking."""


class StoreBusyError(StoreError):
    """Another process is writing the store."""
