"""Values that files of strangers hold: written as they stand in a file, not as Python has them."""

from __future__ import annotations

from random import Random

DEEP = 3000

NUMBERS = (
    "0", "-0", "1", "-1", "0.5", "0.005", "1.000", "-0.01", "3.14159", "12", "99999", "10000000",
    "10000001", "99999999999.99", "100000000000", "100000000000.01", "1e3", "1e40", "1e41", "1e-40",
    "1e-41", "1e999", "1e9999", "1e999999", "1e999999999", "-1e308", "1e-999999", "9" * 40,
    "9" * 41, "1" * 5000, "0." + "3" * 40, ".inf", "-.inf", ".nan", "NaN", "inf", "-Infinity",
    "Infinity", "+5", "5.", ".5", "1_000", "1,000", "$5", "12%", "(500)", "0x1F", "0o17", "0b11",
    "017", "1:30:00", "190:20:30", "2**31", "2147483648", "4294967296", "9223372036854775807",
    "9223372036854775808", "18446744073709551616", "٣", "１２", "½", "1e", "--1", "1e+",
)  # fmt: skip
DAYS = (
    "2026-07-01", "2026-06-30", "2027-06-30", "2028-02-29", "2026-02-29", "2026-13-01",
    "0001-01-01", "0000-00-00", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01",
    "9999-12-31", "10000-01-01", "-2026-01-01", "2026-7-1", "7/1/2026", "20260701",
    "2026-07-01T00:00:00Z", "2026-W27-3",
    "07-01", "02-29", "02-30", "2026-09-14", "2030-01-01", "2010-01-01", "２０２６-07-01",
)  # fmt: skip
WORDS = (
    "true", "false", "yes", "no", "on", "off", "null", "~", '""', "' '", "x", "X", "all", "'*'",
    "a b", "ö", "é", "e\u0301", "ﬁ", "Ⅳ", "аward", "сity", "city\u200b", "\u202ecity", "ci\u00adty",
    "ＣＩＴＹ", "🙂", '"\\0"', '"\\e[31m"', '"\\u202E"', '"\\ud800"', '"\\x85"', '"a\\nb"', "a.b",
    "../x", "../../../../etc/passwd", "/etc/passwd", "/dev/zero", "costs.csv", "budget.xlsx#Costs",
    "nul", "con", ".", "..", "~/x.csv", "a" * 64, "a" * 65, "a" * 20_000, "=1+1", "@x", "%s",
    "{0}", "{{x}}", "<b>", "'; drop", "-", "--", "city--x", "B", "must", "once", "every_period",
    "start", "month", "year", "offered", "allocation", "in_kind", "de_minimis", "weighted",
)  # fmt: skip
SHAPES = (
    "[]", "{}", "[[]]", "[{}]", "[1, 2, 3]", "[a, a]", "{a: 1}", "{id: x}", "{from: 2026-07-01}",
    "[{date: 2026-09-01, share: 0.5}, {date: 2026-09-02, share: 0.5}]", "{value: 1}", "[null]",
    "{? [a] : b}", "{a: 1, a: 2}", "!!python/object/apply:os.system [ls]", "!!int 5", "*none",
    "&self [*self]", "{<<: {a: 1}}", "[" * DEEP, "{a: " * DEEP, "[" * 39 + "]" * 39,
    "[" * 30 + "]" * 30, "[&a [x,x,x,x,x,x,x,x], &b [*a,*a,*a,*a,*a,*a,*a,*a], &c [*b,*b,*b,*b,*b,"
    "*b,*b,*b], &d [*c,*c,*c,*c,*c,*c,*c,*c], [*d,*d,*d,*d,*d,*d,*d,*d]]", "|\n x", "? x", "- x",
)  # fmt: skip
JSON_SHAPES = (
    "[]", "{}", "[[]]", "[{}]", "null", "true", "[null]", '{"a": 1}', '{"a": 1, "a": 2}',
    "[" * 100_000, '{"a":' * 100_000, "1" * 5000, "1e999", "-1e999", "NaN", "Infinity",
    '"\\ud800"', '"\\u0000"', '"\\u001b[31m"', '"\\u202e"', "01", "'x'", "-0", "1E400", "1e-400",
)  # fmt: skip


def scalar(random: Random) -> str:
    """A nasty number, day or word, as a file has it."""
    return random.choice(random.choice((NUMBERS, DAYS, WORDS)))


def piece(random: Random) -> str:
    """Anything nasty that may stand where a YAML value does."""
    return random.choice(SHAPES) if random.random() < 0.25 else scalar(random)
