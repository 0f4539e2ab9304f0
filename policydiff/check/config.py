"""The configuration of a check: which files are policies, which rules count, and how much.

`policydiff.toml`, or `[tool.policydiff]` of `pyproject.toml`. Read here from bytes; docs/check.md
is the reference. A mistake is an error with file and line: a gate that quietly ignores a misspelt
rule is no gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from msgspec import Struct, field

from policydiff import vocabulary
from policydiff.check.change import Thresholds
from policydiff.check.rule import Rule
from policydiff.check.rules import RULES
from policydiff.check.toml import Reader, read_toml, suggest
from policydiff.check.waivers import FILE
from policydiff.model import Finding, Severity

NAMES = ("policydiff.toml", "pyproject.toml")  # in the order in which they are looked for
# Where nobody says which files are policies: names that people give them.
DEFAULT_POLICIES = tuple(
    f"**/*{word}*.{ending}"
    for word in ("privacy", "terms", "cookie", "policy", "policies", "datenschutz", "agb")
    for ending in ("md", "markdown", "txt", "html", "htm", "docx", "pdf")
)
SEVERITIES = get_args(vocabulary.Severity)
OFF = "off"
_LEVELS = (*SEVERITIES, OFF)
_AXES: Mapping[str, tuple[str, ...]] = {
    "topic": get_args(vocabulary.Topic),
    "bearer": get_args(vocabulary.Bearer),
    "impact": get_args(vocabulary.Impact),
}
KEYS = {
    "against", "merge-base", "policies", "exclude", "series", "fail-on", "existing", "waivers",
    "output", "rules", "override", "thresholds", "lexicons",
}  # fmt: skip


class Override(Struct, frozen=True, kw_only=True):
    """Another severity for findings that fit; an empty field fits everything."""

    severity: str  # a severity, or "off"
    rule: str = ""  # a code, or its beginning: "PD1"
    topic: str = ""
    bearer: str = ""
    impact: str = ""
    policy: str = ""  # a glob

    def fits(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        from policydiff.check.globs import matches

        return (
            finding.code.startswith(self.rule)
            and self.topic in ("", finding.topic)
            and self.bearer in ("", finding.bearer)
            and self.impact in ("", finding.impact)
            and (not self.policy or matches(finding.policy, self.policy))
        )


class Config(Struct, frozen=True, kw_only=True):
    """What a configuration says, with its defaults."""

    where: str = ""  # the file it comes from; "" without one
    against: str = ""  # a revision
    merge_base: bool = False
    policies: tuple[str, ...] = DEFAULT_POLICIES
    exclude: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    fail_on: str = "warning"
    existing: bool = False  # report also what was wrong with a text before it changed
    waivers: str = FILE
    output: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()  # the last that fits counts
    thresholds: Thresholds = field(default_factory=Thresholds)
    lexicons: tuple[str, ...] = ()
    lines: Mapping[tuple[str, str], int | None] = field(default_factory=dict)

    def place(self, key: str, value: str) -> str:
        """Where a value of a list stands: "policydiff.toml:4"."""
        line = self.lines.get((key, value))
        return f"{self.where}:{line}" if line else self.where

    def severity(
        self, rule: Rule, finding: Finding, found: Severity | None = None
    ) -> Severity | None:
        """How grave a finding is; None where its rule is off. `found` is the rule's own judgement."""
        level: str = found or rule.default_severity(finding.impact)
        for override in self.overrides:
            if override.fits(finding):
                level = override.severity
        return next((one for one in SEVERITIES if one == level), None)


def parse_config(data: bytes, *, where: str) -> Config | None:
    """The configuration in a file; None in a `pyproject.toml` without `[tool.policydiff]`.

    Raises ConfigError with file, line and a suggestion.
    """
    inside = ("tool", "policydiff") if where.endswith("pyproject.toml") else ()
    reader = read_toml(data, where=where, inside=inside)
    if inside and not reader.table and "[tool.policydiff]" not in "\n".join(reader.lines):
        return None
    reader.only(KEYS)
    return Config(
        where=where,
        against=reader.text("against"),
        merge_base=reader.flag("merge-base"),
        policies=_globs(reader, "policies") or DEFAULT_POLICIES,
        exclude=_globs(reader, "exclude"),
        series=reader.texts("series"),
        fail_on=reader.one_of("fail-on", (*SEVERITIES, "never"), "warning"),
        existing=reader.flag("existing"),
        waivers=reader.text("waivers", FILE) or FILE,
        output=reader.texts("output"),
        overrides=(*_rules(reader.inner("rules")), *_overrides(reader)),
        thresholds=_thresholds(reader.inner("thresholds")),
        lexicons=reader.texts("lexicons"),
        lines={
            (key, value): reader.line_of_value(key, value)
            for key in ("output", "lexicons", "series")
            for value in reader.texts(key)
        },
    )


def _globs(reader: Reader, key: str) -> tuple[str, ...]:
    found = reader.texts(key)
    for glob in found:
        if not glob or glob.startswith("/") or ".." in glob.split("/") or "\\" in glob:
            reader.complain(
                key, f'{key}: "{glob}" is no glob below this folder', fix='write "legal/**/*.md"'
            )
    return found


def find_rule(word: str) -> Rule | None:
    """A rule by its code or name, in any case."""
    upper, lower = word.upper(), word.casefold()
    return RULES.get(upper) or next((r for r in RULES.values() if r.name == lower), None)


def suggest_rule(word: str) -> str:
    """What was perhaps meant by an unknown code."""
    names = [*RULES, *(rule.name for rule in RULES.values())]
    told = suggest(word, names)
    return told if told.startswith("did you") else "policydiff rules lists them"


def _rules(reader: Reader) -> Iterator[Override]:
    """`PD303 = "off"`, `PD1 = "error"`, `PD104 = { severity = "warning", topics = { sharing = "error" } }`.

    A group comes before its members, whatever the order in the file.
    """
    names: dict[str, str] = {}
    for word in reader.table:
        code = _code(reader, word, word)
        if code in names:
            reader.complain(
                word, f'"{word}" and "{names[code]}" are one rule, {code}', fix="keep one"
            )
        names[code] = word
    for word in sorted(reader.table, key=len):
        code = _code(reader, word, word)
        value = reader.table[word]
        if isinstance(value, bool):
            value = "" if value else OFF
            if not value:
                continue
        if isinstance(value, str):
            yield Override(rule=code, severity=_level(reader, word, value))
            continue
        table = reader.inner(word)
        table.only({"severity", *(f"{axis}s" for axis in _AXES)})
        if "severity" in table.table:
            yield Override(rule=code, severity=_level(table, "severity", table.text("severity")))
        for axis, words in (("impact", "impacts"), ("bearer", "bearers"), ("topic", "topics")):
            inner = table.inner(words)
            inner.only(_AXES[axis])
            for name in inner.table:
                level = _level(inner, name, inner.text(name))
                yield Override(**{"rule": code, axis: name, "severity": level})


def _code(reader: Reader, key: str, word: str) -> str:
    rule, upper = find_rule(word), word.upper()
    if rule:
        return rule.code
    if upper.startswith("PD") and any(code.startswith(upper) for code in RULES):
        return upper  # a group: PD1
    reader.complain(key, f'there is no rule "{word}"', fix=suggest_rule(word))
    raise AssertionError  # complain() has raised


def _level(reader: Reader, key: str, level: str) -> str:
    if level not in _LEVELS:
        reader.complain(key, f'{key} cannot be "{level}"', fix=suggest(level, _LEVELS))
    return level


def _overrides(reader: Reader) -> Iterator[Override]:
    for row in reader.tables("override"):
        row.only({"rule", "policy", "severity", *_AXES})
        if "severity" not in row.table:
            row.complain(None, "an override needs a severity", fix='severity = "error"')
        if len(row.table) == 1:
            row.complain(None, "an override needs something to fit", fix='topic = "sharing"')
        rule = row.text("rule")
        yield Override(
            rule=_code(row, "rule", rule) if rule else "",
            severity=_level(row, "severity", row.text("severity")),
            policy=row.text("policy"),
            **{axis: row.one_of(axis, words, "") for axis, words in _AXES.items()},
        )


def _thresholds(reader: Reader) -> Thresholds:
    default = Thresholds()
    reader.only({"collapsed", "collapsed-words", "notice-days", "same-period"})
    return Thresholds(
        collapsed=reader.number("collapsed", default.collapsed, least=0, most=1),
        collapsed_words=int(
            reader.number("collapsed-words", default.collapsed_words, least=0, most=1_000_000)
        ),
        notice_days=int(reader.number("notice-days", default.notice_days, least=0, most=3650)),
        same_period=reader.number("same-period", default.same_period, least=0, most=1),
    )
