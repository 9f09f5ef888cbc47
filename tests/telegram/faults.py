"""What can go wrong between a bot and Telegram, and when."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from tests.telegram.transcript import Call
from tests.telegram.wire import ApiError, Json


class Damage(Enum):
    """Where in a call a fault strikes."""

    NONE = auto()
    REFUSED = auto()
    GATEWAY = auto()
    DROPPED = auto()
    LOST = auto()
    SILENT = auto()
    SLOW = auto()


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong with one call."""

    damage: Damage
    error: ApiError | None = None
    seconds: float = 0.0

    @staticmethod
    def none() -> "Fault":
        """Let the call pass; for schedules such as "the second of three fails"."""
        return Fault(Damage.NONE)

    @staticmethod
    def too_many(retry_after: int = 1) -> "Fault":
        """Refuse with 429 and the seconds to wait."""
        description = f"Too Many Requests: retry after {retry_after}"
        return Fault(Damage.REFUSED, ApiError(429, description, {"retry_after": retry_after}))

    @staticmethod
    def server_error() -> "Fault":
        """Refuse with 500."""
        return Fault(Damage.REFUSED, ApiError(500, "Internal Server Error: restart"))

    @staticmethod
    def refused(code: int, description: str, parameters: Json | None = None) -> "Fault":
        """Refuse with any code and description, without effect."""
        return Fault(Damage.REFUSED, ApiError(code, description, parameters))

    @staticmethod
    def bad_gateway() -> "Fault":
        """Answer 502 with a page of HTML, as a proxy in front of Telegram does; without effect."""
        return Fault(Damage.GATEWAY)

    @staticmethod
    def dropped() -> "Fault":
        """Drop the connection before the call takes effect."""
        return Fault(Damage.DROPPED)

    @staticmethod
    def lost_reply() -> "Fault":
        """Drop the connection after the call took effect."""
        return Fault(Damage.LOST)

    @staticmethod
    def silence() -> "Fault":
        """Never answer, though the call took effect."""
        return Fault(Damage.SILENT)

    @staticmethod
    def slow(seconds: float) -> "Fault":
        """Answer late; the call takes effect at once."""
        return Fault(Damage.SLOW, seconds=seconds)


@dataclass(eq=False)
class Rule:
    """Faults for the next calls of a method, or of any."""

    method: str | None
    faults: deque[Fault]
    lasting: bool
    when: Callable[[Call], bool] | None

    def strikes(self, call: Call) -> bool:
        """Tell whether a call is one of those that this rule is for."""
        named = self.method is None or self.method.lower() == call.method.lower()
        return named and bool(self.faults) and (self.when is None or self.when(call))


class Faults:
    """The rules in force, oldest first."""

    def __init__(self) -> None:
        """Begin without faults."""
        self._rules: list[Rule] = []

    def add(self, rule: Rule) -> None:
        """Add a rule."""
        self._rules.append(rule)

    def heal(self) -> None:
        """Let everything work again."""
        self._rules.clear()

    def take(self, call: Call) -> Fault:
        """Return what goes wrong with a call."""
        for rule in self._rules:
            if rule.strikes(call):
                return rule.faults[0] if rule.lasting else rule.faults.popleft()
        return Fault.none()
