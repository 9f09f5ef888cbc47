"""What the Bot API server in tests/telegram promises, asked with an unmodified python-telegram-bot."""
