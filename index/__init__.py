"""The write path: an article in, a searchable store out."""
