"""Methods about the bot itself: who it is, its commands and its descriptions."""

from collections.abc import Callable

from tests.telegram.account import read_audience, read_commands
from tests.telegram.parameters import Parameters
from tests.telegram.wire import Json, bad_request
from tests.telegram.world import World

# The texts that a bot can set about itself, and how long each may be.
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, _parameters: Parameters) -> Json:
    """Return the bot's account."""
    return world.account.to_json()


def log_out(world: World, _parameters: Parameters) -> bool:
    """Leave the server; every later call is refused."""
    world.account.logged_out = True
    return True


def close(_world: World, _parameters: Parameters) -> bool:
    """Close the bot's session, which nothing here depends on."""
    return True


def set_my_commands(world: World, parameters: Parameters) -> bool:
    """Set the commands for a scope and a language."""
    commands = read_commands(parameters.json("commands"))
    audience = read_audience(parameters.json("scope"), parameters.text("language_code"))
    _check_chat(world, audience[1])
    world.account.commands[audience] = commands
    return True


def get_my_commands(world: World, parameters: Parameters) -> list[Json]:
    """Return the commands of exactly this scope and language."""
    audience = read_audience(parameters.json("scope"), parameters.text("language_code"))
    _check_chat(world, audience[1])
    return world.account.commands.get(audience, [])


def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """Forget the commands of a scope and a language."""
    audience = read_audience(parameters.json("scope"), parameters.text("language_code"))
    _check_chat(world, audience[1])
    world.account.commands.pop(audience, None)
    return True


def _check_chat(world: World, chat_id: str) -> None:
    """Refuse a scope for a chat that does not exist."""
    if chat_id:
        world.chats.known(chat_id)


def setting(name: str) -> Callable[[World, Parameters], bool]:
    """Return the method that sets one of the texts."""

    def set_text(world: World, parameters: Parameters) -> bool:
        """Set the text for a language."""
        text = parameters.text(name)
        if len(text) > TEXT_LIMITS[name]:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        world.account.texts[name, parameters.text("language_code")] = text
        return True

    return set_text


def getting(name: str) -> Callable[[World, Parameters], Json]:
    """Return the method that returns one of the texts."""

    def get_text(world: World, parameters: Parameters) -> Json:
        """Return the text in a language."""
        return {name: world.account.text(name, parameters.text("language_code"))}

    return get_text
