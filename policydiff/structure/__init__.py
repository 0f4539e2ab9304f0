"""Structure: blocks to a dated document of ordered, headed sections of clauses."""
