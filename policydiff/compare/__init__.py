"""Compare: two documents aligned section by section and clause by clause, with edit scripts."""
