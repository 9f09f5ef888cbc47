"""``python -m index``, run in this process over one store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.__main__ import main
from pullquote.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Program:
    """The program, run in this process over one store."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store = store
        self._capsys = capsys
        self.out = self.err = ""

    def run(self, *arguments: str | Path) -> int:
        """Run it. What it said is in ``out`` and ``err``."""
        try:
            code = main([*map(str, arguments), "--store", str(self.store)])
        except SystemExit as stopped:  # argparse
            code = int(stopped.code or 0)
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        return code

    @property
    def articles(self) -> dict[str, str]:
        """The texts in the store, by id."""
        return {name: article.text for name, article in Store(self.store).articles().items()}
