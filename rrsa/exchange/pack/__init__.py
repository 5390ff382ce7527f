"""The evidence pack: the assessor's copy, the chosen pieces with their files, and what proves them whole."""
