"""What a moderation round sends out and takes back: what to look at, what was said of one's own, a report."""
