"""The conversation: a Telegram update in, a reply made of quotes out. Run it with ``python -m bot``."""
