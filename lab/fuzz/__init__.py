"""Inputs that nobody means to send, put to everything that reads what others wrote: ``python -m lab.fuzz 100000``."""
