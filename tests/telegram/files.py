"""Files that people and the bot send."""

import mimetypes
from dataclasses import dataclass

from tests.telegram.wire import ApiError, Json, bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """A file with the identifiers under which the Bot API shows it."""

    number: int
    name: str
    mime_type: str
    data: bytes
    claimed_size: int | None = None

    @property
    def file_id(self) -> str:
        """Return the identifier with which a bot asks for the file."""
        return f"BQACAgIAAxkBAAI{self.number:06d}"

    @property
    def path(self) -> str:
        """Return the path under which the file can be downloaded."""
        suffix = self.name.rsplit(".", 1)[-1] if "." in self.name else "dat"
        return f"documents/file_{self.number}.{suffix}"

    @property
    def size(self) -> int:
        """Return the size in bytes that the Bot API shows."""
        return len(self.data) if self.claimed_size is None else self.claimed_size

    def identity(self) -> Json:
        """Return the fields that every shape of a file has."""
        return {"file_id": self.file_id, "file_unique_id": f"AgAD{self.number:06d}", "file_size": self.size}

    def as_document(self) -> Json:
        """Return the file as a message carries it."""
        return self.identity() | {"file_name": self.name, "mime_type": self.mime_type}


class Files:
    """All files that were ever sent."""

    def __init__(self) -> None:
        """Begin without files."""
        self._stored: list[StoredFile] = []

    def keep(self, name: str, data: bytes, mime_type: str | None = None, claimed_size: int | None = None) -> StoredFile:
        """Store a file; a claimed size lets a test show a file too big to be worth having."""
        guessed = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        stored = StoredFile(len(self._stored) + 1, name, guessed, data, claimed_size)
        self._stored.append(stored)
        return stored

    def with_id(self, file_id: str) -> StoredFile:
        """Return the file with an identifier, or refuse."""
        if not file_id:
            raise bad_request("file_id not specified")
        for stored in self._stored:
            if stored.file_id == file_id:
                return stored
        raise bad_request("wrong file_id or the file is temporarily unavailable")

    def at(self, path: str) -> StoredFile:
        """Return the file at a download path, or refuse."""
        for stored in self._stored:
            if stored.path == path and stored.size <= DOWNLOAD_LIMIT:
                return stored
        raise ApiError(404, "Not Found")
