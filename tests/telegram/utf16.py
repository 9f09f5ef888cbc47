"""Text measured in UTF-16 code units, as the Bot API counts offsets, lengths and limits."""


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def boundaries(text: str) -> list[int]:
    """Return the offset at which each character begins, and the end of the text."""
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if character > "\uffff" else 1))
    return offsets


def cut(text: str, offset: int, length: int) -> str:
    """Return the part of a text that a span of UTF-16 code units covers."""
    encoded = text.encode("utf-16-le")[2 * offset : 2 * (offset + length)]
    return encoded.decode("utf-16-le")


def positions(text: str, part: str) -> list[int]:
    """Return every offset at which a part occurs in a text, overlapping occurrences too."""
    offsets = boundaries(text)
    return [offsets[i] for i in range(len(text) - len(part) + 1) if text.startswith(part, i)]
