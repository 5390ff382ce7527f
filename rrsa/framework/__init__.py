"""What is asked: frameworks and the Convention's articles, read from YAML."""
