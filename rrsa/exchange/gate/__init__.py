"""The gate: everything that leaves goes through it, so that what is held back and what names are found is
settled in one place (docs/why/privacy.md). It helps to find; it never promises that nothing is left."""
