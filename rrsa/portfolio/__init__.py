"""What is recorded: records, changes, the portfolio, and what privacy lets leave."""
