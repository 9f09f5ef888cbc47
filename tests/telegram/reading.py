"""Methods that look something up: updates, chats, members and files."""

from tests.telegram.chats import member_json
from tests.telegram.files import DOWNLOAD_LIMIT
from tests.telegram.parameters import Parameters
from tests.telegram.updates import WEBHOOK_ACTIVE, WEBHOOK_SET
from tests.telegram.webhook import checked_subscription
from tests.telegram.wire import ApiError, Json, as_list, bad_request
from tests.telegram.world import World

LONGEST_POLL = 50
GIFT_TYPES = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def _remember_allowed(world: World, parameters: Parameters) -> None:
    """Remember which updates the bot wants; without the parameter what it said before stays."""
    value = parameters.json("allowed_updates")
    if value is not None:
        listed = as_list(value, "Expected an Array of update types")
        world.updates.allowed = tuple(str(kind).lower() for kind in listed)


async def get_updates(world: World, parameters: Parameters) -> list[Json]:
    """Return updates, waiting for them if need be."""
    if world.webhook.subscription is not None:
        raise ApiError(409, WEBHOOK_ACTIVE)
    _remember_allowed(world, parameters)
    limit = parameters.number("limit", 100, 1, 100)
    seconds = parameters.number("timeout", 0, 0, LONGEST_POLL)
    return await world.updates.poll(parameters.number("offset"), limit, seconds)


async def set_webhook(world: World, parameters: Parameters) -> bool:
    """Let updates be posted to a URL; an empty one ends that."""
    url = parameters.text("url")
    if not url:
        return await delete_webhook(world, parameters)
    connections = parameters.number("max_connections", 40, 1, 100)
    subscription = checked_subscription(url, parameters.text("secret_token"), connections)
    _remember_allowed(world, parameters)
    if parameters.flag("drop_pending_updates"):
        world.updates.drop_all()
    world.updates.terminate(ApiError(409, WEBHOOK_SET))
    await world.webhook.point_to(subscription)
    return True


async def delete_webhook(world: World, parameters: Parameters) -> bool:
    """End the posting of updates."""
    if parameters.flag("drop_pending_updates"):
        world.updates.drop_all()
    await world.webhook.point_to(None)
    return True


def get_webhook_info(world: World, _parameters: Parameters) -> Json:
    """Return the state of the webhook."""
    return world.webhook.to_json()


def get_chat(world: World, parameters: Parameters) -> Json:
    """Return what is known of a chat."""
    chat = world.chats.known(parameters.text("chat_id"))
    gifts = dict.fromkeys(GIFT_TYPES, False)
    return chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def get_chat_member(world: World, parameters: Parameters) -> Json:
    """Return how a user stands to a chat."""
    chat = world.chats.known(parameters.text("chat_id"))
    user_id = parameters.number("user_id")
    me = world.account.user
    if user_id == me.id:
        return member_json(me.to_json(), chat.bot_status)
    if user_id not in chat.users:
        raise bad_request("user not found" if user_id > 0 else "invalid user_id specified")
    return member_json(chat.users[user_id].to_json(), chat.members[user_id])


def leave_chat(world: World, parameters: Parameters) -> bool:
    """Leave a group or a channel."""
    chat = world.chats.writable(parameters.text("chat_id"))
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    world.bell.ring()
    return True


def get_file(world: World, parameters: Parameters) -> Json:
    """Return where a file can be downloaded."""
    stored = world.files.with_id(parameters.text("file_id"))
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored.identity() | {"file_path": stored.path}
