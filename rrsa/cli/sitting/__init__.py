"""A sitting in lines of text: what is said, what is typed, and the way through the tasks."""
