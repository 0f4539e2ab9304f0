"""`safe`, where the terminal's files look for it."""

from policydiff.output.safe import safe as safe
