"""How the bot bears crashes, a bad line, crowds and long use: ``python -m tests.endurance``."""
