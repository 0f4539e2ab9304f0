"""Obligations: who is bound to what, may do what, declares or disclaims what, clause by clause."""
