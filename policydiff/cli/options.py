"""Options that several commands share, and the choices behind them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, cast, get_args

import click

from policydiff import vocabulary

if TYPE_CHECKING:
    from policydiff.obligations.lexicon import Lexicon
    from policydiff.timeline.filter import Filter

F = TypeVar("F", bound=Callable[..., Any])
CONTEXT = {"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "POLICYDIFF"}


class Screen(NamedTuple):
    """How a result is shown."""

    format: Literal["terminal", "json"] = "terminal"
    color: Literal["auto", "always", "never"] = "auto"
    width: int | None = None
    pager: Literal["auto", "always", "never"] = "auto"
    ascii_only: bool = False


def apply_options(function: F, *options: Callable[[F], F]) -> F:
    """The function with some options, which --help lists in this order."""
    for option in reversed(options):
        function = option(function)
    return function


def bundled(
    function: F, name: str, make: Callable[..., object], options: Sequence[str]
) -> Callable[..., Any]:
    """The function, called with one argument `name`, made by `make`, in place of some options."""

    @wraps(function)
    def with_bundle(*args: Any, **given: Any) -> Any:
        chosen = {option: given.pop(option) for option in options if option in given}
        return function(*args, **{name: make(**chosen)}, **given)

    return with_bundle


def format_option(function: F) -> F:
    """--format."""
    return click.option(
        "--format", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True,
        help="What to print.",
    )(function)  # fmt: skip


def screen_options(function: F) -> F:
    """--format, --color, --width, --pager, --ascii; the command gets them as one `screen`, a Screen."""
    return apply_options(look_options(function), format_option)


def look_options(function: F) -> F:
    """--color, --width, --pager, --ascii; the command gets them as one `screen`, a Screen."""
    auto = click.Choice(["auto", "always", "never"])
    return apply_options(
        cast("F", bundled(function, "screen", Screen, Screen._fields)),
        click.option("--color", type=auto, default="auto", help="Colour; auto asks NO_COLOR, CLICOLOR and the terminal."),
        click.option("--width", type=click.IntRange(40, 1000), help="Columns to fill  [default: the terminal's]"),
        click.option("--pager", type=auto, default="auto", help="Page long output through POLICYDIFF_PAGER or PAGER."),
        click.option("--ascii", "ascii_only", is_flag=True, help="Draw with ASCII signs only."),
    )  # fmt: skip


def reading_options(function: F) -> F:
    """--date-by, --max-size."""
    return apply_options(
        function,
        click.option("--date-by", type=click.Choice(["effective", "captured"]), default="effective", show_default=True, help="Date snapshots by what they say, or by when they were captured."),
        click.option("--max-size", type=Size(), default="32M", show_default=True, help="Refuse larger files."),
    )  # fmt: skip


def series_options(function: F) -> F:
    """--date, --undated, --series, and those of reading."""
    return apply_options(
        function,
        click.option("--date", "dates", multiple=True, metavar="FILE=DATE", help="Date of one snapshot, YYYY-MM-DD; may be repeated."),
        click.option("--undated", type=click.Choice(["error", "order", "skip"]), default="error", show_default=True, help="What to do with snapshots that have no date: stop, keep them in the order given, or leave them out."),
        click.option("--series", "series_name", metavar="NAME", help="Take this series where the sources hold several."),
        reading_options,
    )  # fmt: skip


_FILTERS = ("topics", "bearers", "modalities", "audiences", "grep", "events", "since", "until")


def filter_options(function: F) -> F:
    """--topic, --bearer, --modality, --audience, --grep, and those of `event_options` below it.

    The command gets them as one `wanted`, a Filter.
    """
    return apply_options(
        cast("F", bundled(function, "wanted", make_filter, _FILTERS)),
        click.option("--topic", "topics", multiple=True, type=click.Choice(get_args(vocabulary.Topic)), help="Only obligations about this; may be repeated."),
        click.option("--bearer", "bearers", multiple=True, type=click.Choice(get_args(vocabulary.Bearer)), help="Only obligations of this party; may be repeated."),
        click.option("--modality", "modalities", multiple=True, type=click.Choice(get_args(vocabulary.Modality)), help="Only this kind; may be repeated."),
        click.option("--audience", "audiences", multiple=True, metavar="PLACE", help="Only what applies to readers in this place, or to everybody; may be repeated."),
        click.option("--grep", metavar="REGEX", help="Only clauses that match, case ignored."),
    )  # fmt: skip


def lexicon_option(function: F) -> F:
    """--lexicon."""
    return click.option(
        "--lexicon", "lexicons", multiple=True, type=click.Path(), metavar="FILE",
        help="Add words from this TOML file to the lexicon; may be repeated.",
    )(function)  # fmt: skip


def cache_option(function: F) -> F:
    """--no-cache."""
    return click.option(
        "--no-cache", is_flag=True, envvar="POLICYDIFF_NO_CACHE",
        help="Neither use nor write the cache of earlier runs.",
    )(function)  # fmt: skip


def event_options(function: F) -> F:
    """--event, --since, --until."""
    return apply_options(
        function,
        click.option("--event", "events", multiple=True, type=click.Choice(get_args(vocabulary.EventName)), help="Only these events; may be repeated."),
        click.option("--since", metavar="DATE", help="Only events that may lie on or after this date."),
        click.option("--until", metavar="DATE", help="Only events that may lie on or before this date."),
    )  # fmt: skip


def make_filter(
    *,
    topics: tuple[str, ...] = (),
    bearers: tuple[str, ...] = (),
    modalities: tuple[str, ...] = (),
    audiences: tuple[str, ...] = (),
    grep: str | None = None,
    events: tuple[str, ...] = (),
    since: str | None = None,
    until: str | None = None,
) -> Filter:
    """The filter behind the options. Raises click.BadParameter for a bad regex or date."""
    from policydiff.timeline.filter import Filter

    search = None
    if grep is not None:
        try:
            search = re.compile(grep, re.IGNORECASE).search
        except re.error as error:
            raise click.BadParameter(
                f"not a regular expression: {error}", param_hint="--grep"
            ) from error
    return Filter(
        topics=topics,
        bearers=bearers,
        modalities=modalities,
        audiences=frozenset(place.casefold() for place in audiences),
        events=events,
        since=_date(since, "--since"),
        until=_date(until, "--until"),
        grep=search,
    )


def _date(value: str | None, option: str) -> str:
    if not value:
        return ""
    from policydiff.sources import given_date

    return given_date(value, option).value


def read_lexicons(paths: tuple[str, ...]) -> Lexicon | None:
    """The lexicon with the words of some files; None without any. Raises PolicydiffError."""
    if not paths:
        return None
    from pathlib import Path

    from policydiff.obligations.lexicon import load_lexicon

    return load_lexicon(*map(Path, paths))


def parse_dates(pairs: tuple[str, ...]) -> dict[str, str]:
    """`--date FILE=DATE` options as a table. Raises click.BadParameter."""
    dates = {}
    for pair in pairs:
        name, mark, value = pair.rpartition("=")
        if not mark or not name:
            raise click.BadParameter(f'"{pair}" is not FILE=YYYY-MM-DD', param_hint="--date")
        dates[name] = value
    return dates


class SourceCommand(click.Command):
    """A command that takes `SOURCE... -- PATH...`; PATHs arrive as its parameter `paths`.

    `--` opens PATHs where a repository, a range or a revision stands before it, and at the very
    beginning inside a repository that knows them. Behind plain files it ends the options, as everywhere.
    """

    follows_files = False  # a file that is named alone stands for its history anyway
    around = False  # without a SOURCE, the repository around the working folder is meant

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Split at `--`, then as ever."""
        paths: tuple[str, ...] = ()
        if "--" in args:
            mark = args.index("--")
            before, behind = args[:mark], args[mark + 1 :]
            if self._opens_paths(ctx, before):
                args, paths = before, tuple(behind)
            elif self._begins_paths(ctx, before, behind):
                args, paths = [*before, "."], tuple(behind)
        elif self.around and not _asks_for_help(args) and not self._sources(ctx, args):
            args = [*args, *_root_around()]
        rest = super().parse_args(ctx, args)
        ctx.params["paths"] = paths
        return rest

    def _opens_paths(self, ctx: click.Context, before: list[str]) -> bool:
        named = self._sources(ctx, before)
        return bool(named) and not all(_is_plain_file(name) for name in named)

    def _begins_paths(self, ctx: click.Context, before: list[str], behind: list[str]) -> bool:
        """Whether `--` stands at the beginning, before documents that the repository around knows."""
        if not self.around or not behind or self._sources(ctx, before):
            return False
        if self.follows_files and len(behind) == 1 and os.path.isfile(behind[0]):
            return False
        from policydiff.sources.git import knows_documents

        return knows_documents(behind)

    def _sources(self, ctx: click.Context, before: list[str]) -> list[str]:
        try:
            values, _, _ = self.make_parser(ctx).parse_args(list(before))
        except click.UsageError:
            return []  # told when they are parsed in earnest
        named: list[str] = []
        for param in self.params:
            if isinstance(param, click.Argument):
                value = values.get(param.name or "")
                values_of = list(value) if isinstance(value, (list, tuple)) else [value]
                named += [one for one in values_of if isinstance(one, str)]
        return named


class SeriesCommand(SourceCommand):
    """A command that tells of the history around the working folder where no SOURCE is named."""

    around = True


class HistoryCommand(SeriesCommand):
    """One for which a file stands for its history."""

    follows_files = True


def _asks_for_help(args: list[str]) -> bool:
    return any(name in args for name in CONTEXT["help_option_names"])


def _root_around() -> list[str]:
    """The root of the repository around the working folder, relative; [] where there is none."""
    from policydiff.errors import SourceError
    from policydiff.sources.git.work_tree import find_work_tree

    try:
        return [os.path.relpath(find_work_tree())]
    except (SourceError, ValueError):
        return []


def _is_plain_file(name: str) -> bool:
    from policydiff.sources.git import find_git_name

    return name == "-" or (os.path.isfile(name) and find_git_name(name) is None)


def source_options(function: F) -> F:
    """--git / --no-git, --manifest."""
    return apply_options(
        function,
        click.option("--git/--no-git", "git", default=None, help="Read the root of a work tree as its history, or as a folder  [default: as a folder where its file names are dates, else as its history]"),
        click.option("--manifest", type=click.Path(), metavar="FILE", help="Take dates, titles, series and order from this file instead of snapshots.toml."),
    )  # fmt: skip


class Size(click.ParamType[int]):
    """A size in bytes: 500K, 32M, 1G."""

    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Bytes of "32M"."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"(\d{1,12})\s*([KMG]?)B?", str(value).strip(), re.IGNORECASE)
        if not match:
            self.fail(f'"{value}" is not a size such as 500K or 32M', param, ctx)
        factor = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}[match[2].upper()]
        return int(match[1]) * factor
