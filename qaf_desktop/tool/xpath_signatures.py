"""Which functions ODK's expressions have: their arguments, what comes back, and who carries them out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Signature:
    """Arguments: s text, n number, b truth, N nodes, * anything; the last may be repeated up to `most`."""

    kinds: str
    least: int
    most: int
    returns: str
    native: bool = False


MANY = 1_000


def _table(rows: str, native: bool) -> dict[str, Signature]:
    found = {}
    for row in rows.strip().splitlines():
        name, kinds, least, most, returns = row.split()
        limit = MANY if most == "many" else int(most)
        found[name] = Signature(kinds.replace("-", ""), int(least), limit, returns, native)
    return found


NATIVE = """
true              -   0 0 bool
false             -   0 0 bool
last              -   0 0 num
floor             n   1 1 num
ceiling           n   1 1 num
count             N   1 1 num
string            s   1 1 str
string-length     s   1 1 num
starts-with       ss  2 2 bool
contains          ss  2 2 bool
substring-before  ss  2 2 str
substring-after   ss  2 2 str
substring         snn 2 3 str
normalize-space   s   0 1 str
translate         sss 3 3 str
not               b   1 1 bool
boolean           b   1 1 bool
"""

OURS = """
ends-with          ss   2 2 bool
substr             snn  2 3 str
join               s*   1 many str
regex              ss   2 2 bool
upper-case         s    1 1 str
lower-case         s    1 1 str
uuid               n    0 1 str
coalesce           ss   2 many any
selected-at        sn   2 2 str
count-selected     s    1 1 num
count-non-empty    N    1 1 num
sum                N    1 1 num
min                *    1 many num
max                *    1 many num
avg                *    1 many num
int                n    1 1 num
abs                n    1 1 num
pow                nn   2 2 num
sqrt               n    1 1 num
exp                n    1 1 num
exp10              n    1 1 num
log                n    1 1 num
log10              n    1 1 num
pi                 -    0 0 num
sin                n    1 1 num
cos                n    1 1 num
tan                n    1 1 num
asin               n    1 1 num
acos               n    1 1 num
atan               n    1 1 num
atan2              nn   2 2 num
random             -    0 0 num
checklist          nns  3 many bool
weighted-checklist nns  4 many bool
today              -    0 0 date
now                -    0 0 date
date               *    1 1 date
date-time          *    1 1 date
format-date        *s   2 2 str
format-date-time   *s   2 2 str
decimal-date-time  *    1 1 num
decimal-time       s    1 1 num
"""

FUNCTIONS = _table(NATIVE, True) | _table(OURS, False)
VOLATILE = {"today", "now", "random", "uuid"}
REWRITTEN = {  # those that the rewriting itself knows, with their least and most arguments
    "if": (3, 3), "concat": (1, MANY), "selected": (2, 2), "round": (1, 2), "number": (1, 1), "position": (0, 1),
    "once": (1, 1), "indexed-repeat": (3, 7), "jr:choice-name": (2, 2), "current": (0, 0), "instance": (1, 1),
    "boolean-from-string": (1, 1),
}  # fmt: skip
REFUSED = {
    "pulldata": "looks things up in a separate file, which an audit tool cannot carry",
    "search": "looks choices up in a separate file, which an audit tool cannot carry",
    "area": "measures places on a map, which audit tools do not have",
    "distance": "measures places on a map, which audit tools do not have",
    "geofence": "measures places on a map, which audit tools do not have",
    "intersects": "measures places on a map, which audit tools do not have",
    "digest": "is not supported",
    "base64-decode": "is not supported",
    "extract-signed": "is not supported",
    "randomize": "is not supported: choices keep the order that the tool gives them",
    "jr:itext": "is not supported inside expressions",
    "last-saved": "reads an earlier form, which stays closed here",
    "thousandsep": "is not supported",
    "id": "is not supported",
    "property": "is not supported",
    "depend": "is not supported",
    "cond": "is not supported",
    "lang": "is not supported",
    "name": "is not supported",
    "local-name": "is not supported",
    "namespace-uri": "is not supported",
}
