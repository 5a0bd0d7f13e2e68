"""The right form of one step (rules S and K of doc/file-format): a function of the bytes of its body alone."""
import hashlib
import json
import re
import unicodedata

STEP_TYPE = "application/vnd.louce.step.v2+json"
STATE_TYPE = "application/vnd.louce.state.v2"
TRAILER_TYPE = "application/vnd.louce.trailer.v1+json"
MAX_BODY, MAX_BLOB, MAX_INT = 1048576, 16711680, 2 ** 53
MEMBERS = set("v kind device area epoch seq prev after author anchor at pack building root parents data private photos".split())
WITH_PACK = {"signoff", "withdrawal", "manifest", "decision"}          # and every kind that is not a system kind
SYSTEM = {"genesis", "credential", "endorsement", "revocation", "pack", "receipt", "signoff", "withdrawal", "manifest", "share",
          "epoch", "decision"}
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


class Refused(Exception):
    pass


def need(ok, why):
    if not ok:
        raise Refused(why)


def pae(kind, body):                                                   # S1
    kind = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def blake(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


# --- S11 texts -------------------------------------------------------------------------------------------------------------------
IGNORABLE = [(0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
             (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
             (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)]     # Unicode 15; holds all bidi controls
MARKS_15 = {0xCF3, 0xECE, 0x11241, 0x13440, 0x1E08F, 0x11F00, 0x11F01, 0x11F03} | set(range(0x10EFD, 0x10F00)) \
    | set(range(0x11F34, 0x11F3B)) | set(range(0x11F3E, 0x11F43)) | set(range(0x13447, 0x13456)) | set(range(0x1E4EC, 0x1E4F0))


PLAIN = re.compile(r"[\n\t -~]*\Z")


def is_mark(c):
    return unicodedata.category(c)[0] == "M" or ord(c) in MARKS_15


def text_fault(s):
    if PLAIN.match(s):
        return None
    marks, mongolian = 0, False
    for c in s:
        o = ord(c)
        if 0xD800 <= o <= 0xDFFF:
            return "lone surrogate"
        if (o < 0x20 and c not in "\n\t") or 0x7F <= o <= 0x9F:
            return "control"
        if o in (0x2028, 0x2029) or 0xFFF9 <= o <= 0xFFFC:
            return "separator or annotation"
        if 0xFDD0 <= o <= 0xFDEF or o & 0xFFFE == 0xFFFE:
            return "noncharacter"
        selector = 0x180B <= o <= 0x180F
        if any(a <= o <= b for a, b in IGNORABLE) and not (selector and mongolian):
            return "invisible"
        mongolian = 0x1820 <= o <= 0x18AA or selector
        marks = marks + 1 if is_mark(c) else 0
        if marks > 8:
            return "more than 8 marks"
    return None


def strings_of(v, depth=1):
    """All strings below v; refuses what is too deep, and numbers out of bounds (S8, S11)."""
    if isinstance(v, str):
        yield v
    elif isinstance(v, (dict, list)):
        need(depth <= 8, "too deep")
        for k, x in (v.items() if isinstance(v, dict) else enumerate(v)):
            if isinstance(k, str):
                yield k
            yield from strings_of(x, depth + 1)
    elif isinstance(v, int) and not isinstance(v, bool):
        need(abs(v) <= MAX_INT, "integer too large")
    elif isinstance(v, float):
        need(v == v and abs(v) != float("inf"), "number not finite")


def has_null(v):
    if isinstance(v, (dict, list)):
        return any(has_null(x) for x in (v.values() if isinstance(v, dict) else v))
    return v is None


# --- types -----------------------------------------------------------------------------------------------------------------------
def text(v):
    return isinstance(v, str)


def words(v):
    return isinstance(v, str) and v != ""


def integer(v):
    return isinstance(v, int) and not isinstance(v, bool)


def count(v):
    return integer(v) and v >= 0


def hexes(n):
    return lambda v: isinstance(v, str) and re.fullmatch(r"[0-9a-f]{%d}" % n, v) is not None


def digits(n):
    return lambda v: isinstance(v, str) and re.fullmatch(r"[0-9]{%d}" % n, v) is not None


def one_of(*vs):
    return lambda v: isinstance(v, str) and v in vs


ident, device = hexes(64), hexes(32)


def prefix(v):
    return isinstance(v, str) and re.fullmatch(r"[0-9]*", v) is not None and len(v) in (0, 2, 4, 6, 9, 12)


def covers(p, q):
    return q.startswith(p)


def each(t):
    return lambda v: isinstance(v, list) and all(t(x) for x in v)


def list_of(t):                                                        # S14: without doubles
    def check(v):
        return isinstance(v, list) and all(t(x) for x in v) and len({json.dumps(x, sort_keys=True) for x in v}) == len(v)
    return check


def ascending(t, key=lambda x: x.encode()):
    return lambda v: list_of(t)(v) and all(key(a) < key(b) for a, b in zip(v, v[1:]))


def record(must, may={}):
    return lambda v: isinstance(v, dict) and set(must) <= set(v) <= set(must) | set(may) \
        and all((must.get(k) or may.get(k))(x) for k, x in v.items())


def any_of(*ts):
    return lambda v: any(t(v) for t in ts)


def map_of(t):
    return lambda v: isinstance(v, dict) and all(t(x) for x in v.values())


def most(n, t):
    return lambda v: t(v) and len(v) <= n


ids = ascending(ident)
upto = most(16 + 1024, ids)                                            # U1, as far as the body shows it
tip = record({"author": ident, "device": device, "area": prefix, "epoch": integer, "seq": integer, "tip": ident})
DATA = {                                                               # K
    "genesis": record({"county": digits(6), "name": text, "officers": ids, "threshold": integer, "receiver": device}, {"upto": upto}),
    "credential": record({"person": device, "name": text, "role": text, "areas": most(64, ascending(prefix)), "issues": most(64, ascending(text)),
                          "sign_key": ident, "box_key": ident}, {"device": device, "request": ident, "not_after": integer}),
    "endorsement": record({"of": ident}),
    "revocation": record({"of": ident, "reason": one_of("retired", "stolen", "mistake", "lifted"), "upto": upto}),
    "pack": record({"name": text, "version": lambda v: integer(v) and v >= 1, "files": map_of(text)}),
    "receipt": record({"prior": ids, "logs": ascending(tip, lambda x: (x["author"], x["device"], x["area"], x["epoch"], x["seq"], x["tip"]))}),
    "signoff": any_of(
        record({"chain": text, "level": text, "decision": one_of("approve"), "items": list_of(record(
            {"building": ident, "covers": list_of(ident)}, {"root": ident, "prior": ident, "shown": text})),
            "summary": record({"n": integer, "by": map_of(integer)})}),
        record({"chain": text, "level": text, "decision": one_of("return"), "items": list_of(record({"building": ident}, {"root": ident, "covers": list_of(ident)})),
                "reason": text, "errors": list_of(record({"field": text, "kind": lambda v: integer(v) and 1 <= v <= 6}))})),
    "withdrawal": record({"of": ident}, {"buildings": ids}),
    "manifest": record({"division": digits(12), "buildings": integer}, {"missing": list_of(record({"building": text, "reason": text}))}),
    "share": record({"key": ident, "village": digits(12), "to": list_of(record({"credential": ident, "sealed": hexes(160)}))}),
    "epoch": record({"reason": text}, {"head": ident}),
    "decision": any_of(record({"about": ident, "verdict": one_of("keep", "both"), "reason": text}),
                       record({"about": ident, "with": ident, "verdict": one_of("same", "apart"), "reason": text})),
}
WITH_PARENTS = {"genesis", "revocation", "manifest", "decision"}       # and forms
UNDERSCORE = {                                                         # S13
    "_seconds": count, "_keys": count, "_upon": ids,
    "_reasons": each(record({"rule": words, "reason": words}, {"words": words})),
    "_answers": each(record({"of": ident, "words": words})),
}


def photo_field(v):
    return isinstance(v, str) and re.fullmatch(r"[a-z][a-z0-9_]*(/[1-9][0-9]{0,5}/[a-z][a-z0-9_]*)?", v) is not None


def null_or(t):
    return lambda v: v is None or t(v)


def place(v):
    return integer(v) and 1 <= v < 2 ** 31


counted = record({"count": count, "hash": ident})
TRAILER = record({
    "device": device, "author": ident, "to": null_or(ident), "at": integer, "steps": counted, "blobs": counted, "lacks": lambda v: ids(v) and len(v) <= 2000,
    "holds": each(any_of(record({"author": ident, "device": device, "area": prefix, "epoch": place, "from": place, "seq": place, "end": ident}),
                         record({"author": ident, "area": prefix, "count": count, "hash": ident})))})
photo = record({"id": ident, "field": photo_field, "mime": text, "size": lambda v: integer(v) and 1 <= v <= MAX_BLOB,
                "original": null_or(ident), "taken": null_or(integer)})


def parse(raw):
    """The body as a dict, or Refused."""
    return check(load(raw, MAX_BODY))


def parse_trailer(raw):                                                # E3, E4
    t, runs = load(raw, 4194304), {}
    for s in strings_of(t):
        need(not text_fault(s), "text")
    need(TRAILER(t) and 946684800 <= t["at"] <= 4102444800, "members")
    for r in t["holds"]:
        if "from" in r:
            need(r["from"] <= r["seq"], "a run")
            runs[r["author"], r["area"]] = runs.get((r["author"], r["area"]), 0) + 1
    need(all(n <= 256 for n in runs.values()), "too many runs")
    return t


def load(raw, most):
    need(len(raw) <= most, "body too long")
    need(raw[:1] == b"{" and raw[-1:] == b"}", "bytes around the object")               # S12

    depth = 0
    for m in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', raw, re.S):             # before json's recursion meets it
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(m.group(), 0)
        need(depth <= 8, "too deep")

    def members(pairs):
        need(len({k for k, _ in pairs}) == len(pairs), "a member twice")
        return dict(pairs)

    def constant(name):
        raise Refused("number not finite")
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=members, parse_constant=constant)
    except (ValueError, RecursionError) as e:
        raise Refused("no JSON: %s" % type(e).__name__)


def check(body):
    need(isinstance(body, dict) and set(body) == MEMBERS, "members")                   # S3
    for s in strings_of(body):
        fault = text_fault(s)
        need(not fault, "text: %s" % fault)
    b = body
    need(integer(b["v"]) and b["v"] == 2, "v")                                         # S4
    need(text(b["kind"]) and re.fullmatch(r"[a-z][a-z0-9_]{0,31}", b["kind"]), "kind")
    need(device(b["device"]), "device")
    need(prefix(b["area"]), "area")
    need(all(integer(b[k]) and 1 <= b[k] < 2 ** 31 for k in ("epoch", "seq")), "epoch or seq")
    need(integer(b["at"]) and 946684800 <= b["at"] <= 4102444800, "at")
    need(all(null_or(ident)(b[k]) for k in ("prev", "after", "author", "anchor", "pack", "building", "root")), "an id")
    need(ids(b["parents"]), "parents")
    need((b["prev"] is None) == (b["seq"] == 1), "prev and seq")                       # S5
    kind, data = b["kind"], b["data"]
    if b["author"] is None:                                                            # S6
        need(kind == "credential", "no author")
        need(b["epoch"] == 1 and b["seq"] == 1 and b["area"] == "" and
             all(b[k] is None for k in ("prev", "after", "anchor", "pack", "building", "root")), "self-signed with more")
    is_form = kind not in SYSTEM
    need((b["pack"] is not None) == (is_form or kind in WITH_PACK), "pack")            # S7
    need(isinstance(data, dict) and not has_null(data), "data")                        # S8
    p = b["private"]                                                                   # S9
    need(p is None or is_form and record({"commit": ident, "box": ident, "fields": ascending(lambda v: text(v) and NAME.match(v) is not None)})(p)
         and p["fields"], "private")
    need(isinstance(b["photos"], list) and all(photo(x) for x in b["photos"]) and (is_form or not b["photos"]), "photos")      # S10
    if is_form:                                                                        # S13
        need(all(t(data[k]) for k, t in UNDERSCORE.items() if k in data), "underscore member")
    else:                                                                              # S14
        need(DATA[kind](data), "data of %s" % kind)
        need(kind in WITH_PARENTS or not b["parents"], "parents")
        if kind == "genesis":
            need(len(b["parents"]) == (1 if "upto" in data else 0), "genesis: parents and upto")
        need(b["building"] is None and b["root"] is None, "building or root")          # S16
    return body
