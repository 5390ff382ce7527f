"""The one function that counts over what settings have shared."""

from __future__ import annotations


def figures(schema: str) -> str:
    return f"-- {schema}"
