"""What earlier runs found out, kept between runs: documents by their bytes, timelines by their snapshots.

Everything in it can be found out again. Whatever is wrong with it (damaged, locked, read-only, of
another version, no room) costs time, never a result: no function here raises. Nothing is imported here,
so that `replay` needs neither the types of `model` nor what decodes them.
"""
