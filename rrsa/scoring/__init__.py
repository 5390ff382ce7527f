"""Pure scoring: a framework and a portfolio in, an assessment out. Nothing is kept, nothing is averaged."""
