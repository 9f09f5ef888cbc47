"""Standard input and output of a program, so that nothing that is read or written through them ends it."""

from __future__ import annotations

import io
import os
import sys

from rich.console import Console


class Output(Console):
    """Standard output, for a person. Rich's own ends the program with exit code 1 when its reader leaves early."""

    def __init__(self) -> None:
        super().__init__(highlight=False)

    def on_broken_pipe(self) -> None:
        """Leave it to the program, which has more to put away than rich knows of."""
        raise BrokenPipeError


def prepare_streams() -> None:
    """Speak UTF-8 with files and pipes, whatever the locale, and replace what cannot be decoded or shown."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def drop_output() -> None:
    """Send what is still to be written nowhere: whoever read it has gone, and Python will flush it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
