"""Exit codes. `diff` follows diff(1); a broken run never looks like a changed policy."""

SAME = 0
DIFFERENT = 1
FINDINGS = 1  # of a check
TROUBLE = 2
INTERRUPTED = 130  # 128 + SIGINT
BROKEN_PIPE = 141  # 128 + SIGPIPE
