"""The configuration that `policydiff init` writes: every key with its default, commented."""

from __future__ import annotations

from policydiff.check.rules import RULES

_TEMPLATE = """\
# Configuration of `policydiff check`. What stands behind a "#" is the default, or an example.
# In pyproject.toml the same goes under [tool.policydiff]. Globs start at this folder.

# What the files in the work tree are compared with, where the command line does not say.
against = "origin/main"
# Compare with the commit where the branch left it, so that what others merged since is not told.
merge-base = true

# Which files are policies. Without this, files with such words in their names as privacy, terms,
# policy, cookie.
# policies = ["legal/**/*.md", "public/privacy.html"]
# exclude = ["legal/drafts/"]

# Folders, archives or repositories that hold a policy's versions: the last step of each is checked.
# series = ["archive/acme"]

# From which severity on the exit code is 1: "error", "warning" or "info".
# fail-on = "warning"

# Report broken references, double headings and gaps in numbering also where they were there before.
# existing = false

# Where accepted findings are kept, each with its reason.
# waivers = "policydiff-waivers.toml"

# How to report, and where to: policydiff check --help.
# output = ["terminal", "sarif=policydiff.sarif"]

# Words of your trade for the lexicon, see docs/obligations.md.
# lexicons = ["legal/words.toml"]

# Severities by rule ("info", "warning", "error"), or "off". A group is the beginning of codes: PD3.
[rules]
{rules}
# PD2 = {{ severity = "warning", topics = {{ sharing = "error" }}, impacts = {{ for-user = "off" }} }}

# Severities by what a finding is about; of several that fit, the last one counts.
# topic: {topics}
# bearer: company, user, third-party; impact: for-user, against-user, neutral
# [[override]]
# impact = "against-user"
# topic = "sharing"
# severity = "error"

[thresholds]
# collapsed = 0.35       # share of words left, below which a text counts as cut short
# collapsed-words = 60   # shorter texts cannot collapse
# notice-days = 0        # notice that is due where the policy itself promises none
# same-period = 0.02     # periods that differ by less are one: 30 days, a month
"""


def render_template() -> str:
    """The text of a new policydiff.toml."""
    from typing import get_args

    from policydiff.vocabulary import Topic

    width = max(len(rule.severity) for rule in RULES.values())
    rules = "\n".join(
        f'# {rule.code} = "{rule.severity}"{" " * (width - len(rule.severity))}  # {rule.name}'
        for rule in RULES.values()
    )
    return _TEMPLATE.format(rules=rules, topics=", ".join(get_args(Topic)))
