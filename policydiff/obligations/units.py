"""Units of time and their length."""

from __future__ import annotations

from fractions import Fraction

# Days of a unit of time; a month is a twelfth of 365, so that 24 months are two years.
DAYS = {
    "year": Fraction(365),
    "quarter": Fraction(365, 4),
    "month": Fraction(365, 12),
    "fortnight": Fraction(14),
    "week": Fraction(7),
    "business-day": Fraction(7, 5),
    "day": Fraction(1),
    "hour": Fraction(1, 24),
    "minute": Fraction(1, 1_440),
    "second": Fraction(1, 86_400),
}

# How many of a smaller unit make a year: "one year and six months" is 18 months.
YEARS_IN = {"month": 12}
