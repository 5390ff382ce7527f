"""rrsa: a rights-respecting award self-evaluation toolkit."""

# A literal, because importlib.metadata would cost every command about 80 ms.
__version__ = "0.1.0"
