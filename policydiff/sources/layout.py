"""Which files of a folder or an archive are snapshots of one policy, by their paths alone.

    acme/2021-03-01.md  acme/2022-01-01.md              one series, acme
    acme/2021/2021-03-01.md  acme/2022/2022-01-01.md    the same
    site/2019-05-01/index.html  site/2020/03/01/index.html          one series, site
    v1/2019/privacy.md  v1/2019/terms.md  v2/2020/privacy.md  ...   two series, privacy and terms

Folders that are dates or versions are no names. Pages below them belong together where each such
folder holds one; where one holds several, pages of one name do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from policydiff.formats import SUFFIXES
from policydiff.patterns import regex
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.packed import plain_name

_ABOUT_THE_FOLDER = regex(r"^(?:readme|license|licence|changelog|contributing)\b", re.I)
_VERSION = regex(r"v(?:ersion)?[-_. ]?\d{1,3}(?:\.\d{1,3}){0,3}", re.I)
_QUERY = regex(r"\.(?:html?|php|aspx?|jsp|txt|md)[?@][^/]*$", re.I)
# What Firefox, Chrome, Internet Explorer, Safari and Word call it in several languages.
_COMPANION = regex(
    r"(.+?)(?:[_-](?:files|file|fichiers|archivos|arquivos|Dateien|bestanden|filer)|\.fld)"
)
_YEAR = regex(r"(?:19|20)\d\d")
_MONTH_OR_DAY = regex(r"[0-3]?\d")


def group(paths: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Paths by the name of their series, folder for folder, in the order of names."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    pages: dict[tuple[str, ...], list[str]] = defaultdict(list)  # below dates or versions
    for path in paths:
        *folders, name = path.split("/")
        plain = tuple(_names(folders))
        if len(plain) == len(folders) or dates_in_name(name):
            found[plain].append(path)
        else:
            pages[plain].append(path)
    for plain, several in pages.items():
        crowd = Counter(path.rpartition("/")[0] for path in several if is_snapshot_name(path))
        alone = max(crowd.values(), default=1) == 1
        for path in several:
            found[plain if alone else (*plain, PurePosixPath(path).stem)].append(path)
    return {key: sorted(found[key], key=natural) for key in sorted(found)}


def series_folder(path: str) -> tuple[str, ...]:
    """The folder that a file's series has its name from: dates and versions left out."""
    return tuple(_names(path.split("/")[:-1]))


def _names(folders: Sequence[str]) -> Iterable[str]:
    """Folders that are neither dates nor versions."""
    dated = False
    for folder in folders:
        if dated and _MONTH_OR_DAY.fullmatch(folder):
            continue
        dated = bool(_YEAR.fullmatch(folder) or dates_in_name(folder, years=False))
        if not dated and not _VERSION.fullmatch(folder):
            yield folder


def is_snapshot_name(path: str) -> bool:
    """Whether a file is a snapshot by its own name: a text, packed or not, and none about the folder."""
    name = PurePosixPath(plain_name(path))
    known = name.suffix.lower() in SUFFIXES
    return known and not _ABOUT_THE_FOLDER.match(name.name)


def may_be_page(path: str) -> bool:
    """Whether the name leaves open what a file is, as crawlers name pages: `privacy`, `privacy.html?lang=en`."""
    name = path.rpartition("/")[2]
    if _ABOUT_THE_FOLDER.match(name):
        return False
    return not PurePosixPath(name).suffix or _QUERY.search(name) is not None


def parts_of_pages(paths: Iterable[str]) -> set[str]:
    """Paths in the folders that browsers save beside a page: `index_files/` of `index.html`."""
    listed = list(paths)
    pages = {stem for path in listed for stem in [_page_stem(path)] if stem}
    found = set()
    for path in listed:
        folders = path.split("/")[:-1]
        for depth in range(1, len(folders) + 1):
            if (match := _COMPANION.fullmatch("/".join(folders[:depth]))) and match[1] in pages:
                found.add(path)
                break
    return found


def _page_stem(path: str) -> str:
    stem, dot, suffix = path.rpartition(".")
    return stem if dot and suffix.lower() in ("html", "htm", "xhtml", "mhtml") else ""


def is_hidden(path: str) -> bool:
    """Whether a path leads through what no one means: `.git`, `__MACOSX`, `.x.md`."""
    *folders, name = path.split("/")
    return name.startswith(".") or any(part.startswith((".", "__")) for part in folders)


def natural(path: str) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """Sort key with numbers by value, folder for folder: "v2" before "v10"."""
    return tuple(
        tuple(
            (1, int(part[:18]), "") if part.isdecimal() else (0, 0, part)
            for part in re.split(r"(\d+)", name)
            if part
        )
        for name in path.split("/")
    )
