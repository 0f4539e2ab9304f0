"""Timeline: obligations matched through the snapshots of a series, and what became of each."""
