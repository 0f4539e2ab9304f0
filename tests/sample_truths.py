"""The truths of `samples/` held against what the tool finds. Run by hand it lists every miss."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from policydiff import api
from policydiff.model import History, Timeline

SAMPLES = Path(__file__).parents[1] / "samples"
TRUTHS: dict[str, Any] = json.loads((SAMPLES / "truths.json").read_text("utf-8"))
# Between two documents whose sections were merged, split or renamed, "moved" is left to judgement.
FREE = {"moved"}


def words(text: str | None) -> str:
    """Letters and digits only, Markdown links by their words."""
    text = re.sub(r"\]\([^)]*\)", "]", text or "")
    return " ".join(re.findall(r"\w+", text.casefold()))


def load_timeline(series: str) -> Timeline:
    """Timeline of one of the sample series."""
    return api.timeline(api.load_series([SAMPLES / series])[0])


def find_history(timeline: Timeline, truth: dict[str, Any]) -> History | None:
    """The history that holds most of the wordings of a truth."""
    wanted = [words(w["text"]) for w in truth["wordings"] if w["text"]]

    def hits(history: History) -> int:
        texts = {words(o.text) for e in history.events for o in (e.old, e.new) if o}
        texts.add(words(history.latest.text))
        told = sum(any(w == t or (w in t or t in w) for t in texts) for w in wanted)
        return 2 * told + (history.latest.bearer == truth["bearer"])

    best = max(timeline.histories, key=hits, default=None)
    return best if best is not None and hits(best) >= 2 else None


def check(timeline: Timeline, truth: dict[str, Any]) -> list[str]:
    """What is wrong about one obligation; [] where all is as it should be."""
    history = find_history(timeline, truth)
    if history is None:
        return ["not found"]
    wrong = []
    present = [w["text"] is not None for w in truth["wordings"]]
    if list(history.present) != present:
        wrong.append(
            f"present {[int(p) for p in history.present]}, not {[int(p) for p in present]}"
        )
    found = {(e.event, e.snapshot, e.impact) for e in history.events}
    asked = {(e["event"], e["snapshot"], e["impact"]) for e in truth["events"]}
    wrong += [f"missing {event}" for event in sorted(asked - found)]
    wrong += [f"false {event}" for event in sorted(found - asked) if event[0] not in FREE]
    if history.latest.topic != truth["topic"]:
        wrong.append(f"topic {history.latest.topic}, not {truth['topic']}")
    for event in truth["events"]:
        kinds = {
            f.kind for e in history.events if e.snapshot == event["snapshot"] for f in e.facets
        }
        wrong += [
            f"no facet {f['kind']} at {event['snapshot']}"
            for f in event["facets"]
            if f["kind"] not in kinds
        ]
    return wrong


def main() -> None:
    """Print the misses and the share of truths that hold."""
    timelines = {name: load_timeline(name) for name in ("northwind", "lumen-notes")}
    right = 0
    for truth in TRUTHS["obligations"]:
        wrong = check(timelines[truth["series"]], truth)
        right += not wrong
        if wrong:
            print(truth["id"], truth["title"], "|", "; ".join(wrong))
    print(f"{right} of {len(TRUTHS['obligations'])} obligations right in every event")


if __name__ == "__main__":
    main()
