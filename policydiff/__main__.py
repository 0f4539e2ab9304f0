"""`python -m policydiff`."""

from policydiff.cli import run

run()
