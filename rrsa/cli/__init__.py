"""Commands: argument in, one call to the core, text or JSON out."""
