"""Check: a change of a policy judged by rules, configured and waived. Pure: no file is read here."""

from policydiff.check.change import Change, Thresholds, Told, make_change
from policydiff.check.config import Config, parse_config
from policydiff.check.rule import Rule
from policydiff.check.rules import RULES
from policydiff.check.run import check_changes
from policydiff.check.waivers import Waiver, parse_waivers, render_waivers

__all__ = [
    "RULES",
    "Change",
    "Config",
    "Rule",
    "Thresholds",
    "Told",
    "Waiver",
    "check_changes",
    "make_change",
    "parse_config",
    "parse_waivers",
    "render_waivers",
]
