"""The nouns of a question: runs of its words that the articles use as nouns, besides names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pullquote.lexicon import STOP_WORDS, WORD, words
from pullquote.names import DAYS
from pullquote.question import COLLECTIVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DETERMINERS = frozenset("the a an this that these those his her their its our my no any some both all each".split())
BEFORE_NOUNS = (
    r"the|an?|this|that|its|their|his|her|our|no|of|in|at|on|for|from|by|with|\d+|first|second|third|last|next|new|old|"
    r"other|own|\w+(?:al|ic|ed|ous)"
)
MEASURED = re.compile(r"\bhow (?:long|old|far|big|often|tall|deep|high|large|fast|soon|much|many)\b", re.IGNORECASE)
DID = re.compile(
    r"\b(?:do|does|did|will|would|can|could|should|must|may|might) (?=(?:the|an?|its|their|his|her)\b)", re.IGNORECASE
)
PARTICLES = frozenset("down up out off away back on in over through".split())
MOST_OF_VERB = 3  # words of a run that ends with what somebody does
PICKING = ("which", "what", "whose")
VERBS = frozenset(
    "say says said saying tell told happen happened happens know known think mean means come came go went get got make "
    "made take took give gave call called want wanted become became begin began control controls".split()
)


@dataclass(frozen=True)
class Nouns:
    """How some articles, of which ``texts`` are looked at, use words."""

    texts: Sequence[str]

    def of(self, question: str, names: Iterable[str]) -> list[str]:
        """The runs of nouns in a question, of whose ``names`` none is one: those with a determiner first."""
        tokens = [match.group() for match in WORD.finditer(MEASURED.sub("how", question))]
        named = frozenset(word for name in names for word in words(name))
        runs: list[list[str]] = [[]]
        for place, (token, after) in enumerate(zip(tokens, [*(one.lower() for one in tokens[1:]), ""], strict=True)):
            picked = place == 2 and tokens[0].lower() in PICKING and tokens[1].lower() not in STOP_WORDS
            if picked and not self._is_printed(tokens[1], token):
                runs.append([])  # "which militia fled"
                continue
            self._take(token, after, runs, named)
        self._leave_verb(question, runs[-1])
        found = [
            " ".join(run)
            for run in runs
            if run and run != ["each", "other"] and not {w.lower() for w in run} <= named | DETERMINERS
        ]
        return sorted(found, key=lambda thing: thing.split()[0] not in DETERMINERS)

    def count(self, pattern: str, *, small: bool = False) -> int:
        """How often the articles have a pattern; ``small`` where capitals do not matter."""
        return sum(len(re.findall(pattern, text)) for text in (self._lowered if small else self.texts))

    def _leave_verb(self, question: str, run: list[str]) -> None:
        """Take what somebody does from the end of a run: "when did the chief step down"."""
        did = DID.search(question)
        behind = question[did.end() :].rstrip("?!. ").lower() if did else ""
        if len(run) < MOST_OF_VERB or behind != " ".join(run).lower() or is_plural(run[-1]):
            return
        if run[-1].lower() in PARTICLES:
            run.pop()
        run.pop()

    def _take(self, token: str, after: str, runs: list[list[str]], named: frozenset[str]) -> None:
        """Put a word into the last of the runs, or begin another."""
        lowered, run = token.lower(), runs[-1]
        if lowered in DETERMINERS:
            runs.append([lowered])
        elif lowered == "of" and len(run) > 1 and after in named:
            run.append(token)  # "the harbour of Dunvik"
        elif lowered in named and not run and self._is_noun(after) and self._is_printed(lowered, after):
            runs.append([token])  # "Kalmen bridge"
        elif lowered in STOP_WORDS or lowered in VERBS or DAYS.fullmatch(lowered) or (lowered in named and not run):
            runs.append([])
        elif self._goes_on(run, lowered, after) or lowered in named or run == ["the"]:
            run.append(token)
        else:
            runs.append([])

    def _goes_on(self, run: Sequence[str], word: str, after: str) -> bool:
        """Whether a word goes on a run of nouns, or begins one."""
        if run and run[-1].lower() in COLLECTIVE and (word.endswith("ed") or not self._is_printed(run[-1], word)):
            return False  # "police arrest"
        if self._is_noun(word):
            return True
        if run and after not in STOP_WORDS and self._is_noun(after):
            return True
        before = run[-1] if run and run[-1] not in DETERMINERS else ""
        return self._is_printed(before, word) or (after not in STOP_WORDS and self._is_printed(word, after))

    def _is_printed(self, first: str, second: str) -> bool:
        """Whether two words stand together in the articles."""
        both = re.escape(f"{first} {second}".lower())
        return bool(first and second) and self.count(rf"\b{both}\b", small=True) > 0

    def _is_noun(self, word: str) -> bool:
        """Whether the articles use a word mostly behind a determiner, preposition, number or adjective, or first."""
        if not word or word in COLLECTIVE:
            return bool(word)
        uses = self.count(rf"\b{re.escape(word)}\b", small=True)
        found = self.count(rf"\b(?:{BEFORE_NOUNS}) {re.escape(word)}\b", small=True)
        first = self.count(rf"(?<!\w )\b{re.escape(word.capitalize())}\b")  # a sentence begins with it
        return uses > 0 and found + first >= 0.3 * uses

    @cached_property
    def _lowered(self) -> tuple[str, ...]:
        return tuple(text.lower() for text in self.texts)


def head(thing: str) -> str:
    """The noun of a thing: "harbour" of "the harbour of Dunvik"."""
    return re.split(r" (?:of|in|at|on|near) ", thing)[0].split()[-1].lower()


def is_plural(thing: str) -> bool:
    """Whether several are meant, by the ending of its noun."""
    return " and " in thing or (head(thing).endswith(("s", *COLLECTIVE)) and not head(thing).endswith("ss"))
