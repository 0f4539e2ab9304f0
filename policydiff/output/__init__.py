"""Outputs: comparisons and timelines as a terminal page or JSON. Each starts from the same events."""
