"""What earlier runs found out, kept between runs: documents by their bytes, timelines by their snapshots.

Everything in it can be found out again. Whatever is wrong with it (damaged, locked, read-only, of
another version, no room) costs time, never a result: no function here raises.
"""

from policydiff.cache.cache import Cache
from policydiff.cache.folder import cache_folder
from policydiff.cache.store import CacheInfo, Store

__all__ = ["Cache", "CacheInfo", "Store", "cache_folder"]
