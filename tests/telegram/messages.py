"""Messages as they stand in a chat, with every version that people saw."""

from dataclasses import dataclass, field

from tests.telegram.chats import Chat, User
from tests.telegram.entities import Entity
from tests.telegram.keyboards import buttons_of
from tests.telegram.texts import QUOTE_LIMIT, FormattedText, mend, quotable
from tests.telegram.utf16 import positions, units
from tests.telegram.wire import Json, bad_request, compact

SERVICE = frozenset({"new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"})


@dataclass(frozen=True)
class Quote:
    """The part of a message that a reply quotes."""

    body: FormattedText
    position: int

    def to_json(self) -> Json:
        """Return the quote as the Bot API shows it."""
        return self.body.to_json() | {"position": self.position, "is_manual": True}


@dataclass(frozen=True)
class Version:
    """What a message said from one moment on."""

    body: FormattedText
    markup: Json | None
    preview: Json | None = None


@dataclass(eq=False)
class Message:
    """A message in a chat; an edit changes it and adds a version."""

    chat: Chat
    id: int
    date: int
    sender: User | None
    versions: list[Version]
    reply_to: "Message | None" = None
    quote: Quote | None = None
    # What is not text: {"document": {...}}, {"new_chat_members": [...]} and the like.
    content: Json = field(default_factory=dict[str, object])
    via_bot: User | None = None
    inline_message_id: str | None = None
    edit_date: int | None = None
    silent: bool = False
    deleted: bool = False
    # How many versions a test has looked at.
    seen: int = 1
    reactions: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """Return the text, or the caption of a document."""
        return self.versions[-1].body.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Return the entities of the text."""
        return self.versions[-1].body.entities

    @property
    def markup(self) -> Json | None:
        """Return the keyboard, of whichever kind."""
        return self.versions[-1].markup

    @property
    def preview(self) -> Json | None:
        """Return the link preview options."""
        return self.versions[-1].preview

    @property
    def is_service(self) -> bool:
        """Tell whether this is a note of Telegram's, such as that somebody joined."""
        return not SERVICE.isdisjoint(self.content)

    @property
    def buttons(self) -> list[Json]:
        """Return the buttons, row after row."""
        return buttons_of(self.markup)

    @property
    def labels(self) -> list[str]:
        """Return the labels of the buttons."""
        return [button["text"] for button in self.buttons]

    def covered(self, entity: Entity) -> str:
        """Return the part of the text that an entity covers."""
        return self.versions[-1].body.covered(entity)

    def parts(self, kind: str) -> list[str]:
        """Return the parts of the text that entities of one type cover."""
        return [self.covered(entity) for entity in self.entities if entity.kind == kind]

    def links(self) -> list[tuple[str, str]]:
        """Return what is linked and where to, for every text_link."""
        return [(self.covered(entity), entity.url) for entity in self.entities if entity.url is not None]

    def becomes(self, version: Version, date: int | None = None) -> None:
        """Change what the message says; without a date only its keyboard changed."""
        self.versions.append(version)
        self.edit_date = date or self.edit_date

    def to_json(self, *, with_reply: bool = True) -> Json:
        """Return the message as the Bot API shows it; a replied message does not show its own."""
        body = self.versions[-1].body
        sender = {} if self.sender is None else {"from": self.sender.to_json()}
        of_chat = {"sender_chat": self.chat.to_json()} if self.chat.kind == "channel" else {}
        shown: Json = {"message_id": self.id, **sender, **of_chat, "chat": self.chat.to_json(), "date": self.date}
        shown |= compact(edit_date=self.edit_date, link_preview_options=self.preview)
        shown |= self.content
        media = self.content and body.text
        shown |= body.to_json("caption", "caption_entities") if media else body.to_json()
        if self.via_bot is not None:
            shown["via_bot"] = self.via_bot.to_json()
        if with_reply and self.reply_to is not None and not self.reply_to.deleted:
            shown["reply_to_message"] = self.reply_to.to_json(with_reply=False)
        if with_reply and self.quote is not None:
            shown["quote"] = self.quote.to_json()
        if self.markup is not None and "inline_keyboard" in self.markup:
            shown["reply_markup"] = self.markup
        return shown


def quoted(message: Message, text: str, entities: list[Entity], position: int) -> Quote:
    """Return the quote if the message says exactly this, nearest to the position; or refuse it."""
    body, trimmed = mend(text, entities)
    if units(body.text) > QUOTE_LIMIT:
        raise bad_request("QUOTE_TEXT_INVALID")
    repeated = quotable(body.entities, 0, units(body.text))
    places = [
        place
        for place in positions(message.text, body.text)
        if quotable(message.entities, place, units(body.text)) == repeated
    ]
    if not places:
        raise bad_request("QUOTE_TEXT_INVALID")
    nearest = min(places, key=lambda place: abs(place - (position + trimmed)))
    kept = tuple(entity for entity in body.entities if entity in repeated)
    return Quote(FormattedText(body.text, kept), nearest)
