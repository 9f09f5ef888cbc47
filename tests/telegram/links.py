"""Which links Telegram accepts in a text or on a button."""

from urllib.parse import urlsplit

from tests.telegram.wire import bad_request

SCHEMES = ("http", "https", "tg")


def checked_link(url: str, where: str) -> str:
    """Return the link as Telegram keeps it, or refuse it."""
    reason = _flaw(url)
    if reason:
        raise bad_request(f"{where} URL '{url}' is invalid: {reason}")
    parts = urlsplit(url)
    if parts.scheme.lower() != "tg" and not parts.path:
        return parts._replace(path="/").geturl()
    return url


def _flaw(url: str) -> str:
    """Say what is wrong with a link, or nothing."""
    if any(character.isspace() or character < " " for character in url):
        return "Wrong HTTP URL"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "Wrong HTTP URL"
    # Telegram guesses http:// for a link without a scheme; a bot that relies on a guess is refused here.
    if parts.scheme.lower() not in SCHEMES:
        return "Unsupported URL protocol"
    if parts.scheme.lower() == "tg":
        return "" if host else "Wrong URL"
    # A host without a dot, such as localhost, is not a link for Telegram.
    dotted = "." in host.strip(".") or ":" in host
    return "" if dotted else "Wrong HTTP URL"
