"""The bot, driven as people drive it."""
