"""Small hand-made histories for each rule, judged by the second reading: python3 rules.py"""
import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import nacl.signing

import body as form
import second
from body import STEP_TYPE, TRAILER_TYPE, blake, pae

D1, D2, D3 = "350101001001", "350101001002", "350102001001"
PACK = {
    "pack.yaml": """
pack: houses
version: 1
label: {zh: x}
root: listing
forms: [listing, survey, check, casus, notes]
roles: [{role: inspector, label: {zh: x}, scope: village}, {role: leader, label: {zh: x}, scope: county}]
acts: {decision: [leader], manifest: [leader], epoch: [leader]}
chains:
  - chain: main
    covers: [survey, check]
    summary: floors
    levels:
      - {level: team, by: [inspector], distinct_from: [survey]}
      - {level: town, by: [leader]}
  - chain: closing
    each: casus
    levels:
      - {level: team, by: [inspector, leader]}
cases: [{case: hazard, of: [survey], stages: [], closes: casus}]
facts:
  - {fact: high, type: boolean, calculation: floors > 2}
""",
    "lists.yaml": "- list: kind\n  choices: [{name: a, label: {zh: x}}, {name: b, label: {zh: x}}, {name: c, label: {zh: x}}]\n",
    "divisions.csv": "code,name,level,parent\n" + "".join("%s,x,village,%s\n" % (d, d[:9]) for d in (D1, D2, D3)),
    "listing.yaml": "form: listing\nby: [inspector]\nfields: [{name: village, type: division}, {name: owner, type: text}]\n",
    "survey.yaml": """
form: survey
by: [inspector]
fields:
  - {name: floors, type: integer}
  - {name: twice, type: integer, calculation: floors * 2}
  - {name: kinds, type: select_multiple kind}
  - {name: one, type: select_one kind}
  - {name: built, type: date}
  - {name: picture, type: photo}
  - name: rooms
    type: repeat
    fields: [{name: area, type: decimal}, {name: half, type: decimal, calculation: rooms.area / 2}, {name: view, type: photo}]
  - {name: total, type: decimal, calculation: (SELECT sum(area) FROM rooms)}
""",
    "check.yaml": "form: check\nby: [inspector]\ndistinct_from: [survey]\ndepends: [floors]\nrelevant: high\nfields: [{name: fine, type: boolean}]\n",
    "casus.yaml": "form: casus\nby: [inspector]\nrepeat: true\nfields: [{name: what, type: text}]\n",
    "notes.yaml": "form: notes\nby: [inspector]\nabout: village\nfields: [{name: note, type: text}, {name: of, type: text, calculation: (SELECT d.name || division FROM divisions d WHERE d.code = division)}]\n",
}


def dev(name):
    return hashlib.md5(name.encode()).hexdigest()


class Case:
    """Builds steps, each signed; names stand for credentials."""

    def __init__(self):
        self.steps, self.keys, self.creds, self.ends, self.pins, self.count = {}, {}, {}, {}, [], 0

    def key(self, name):
        if name not in self.keys:
            self.keys[name] = nacl.signing.SigningKey(hashlib.sha256(name.encode()).digest())
        return self.keys[name]

    def put(self, kind, by, data, area="", pack=None, building=None, root=None, parents=(), device=None, epoch=1, seq=None, prev=None,
            photos=(), key=None, add=True, **more):
        author = self.creds.get(by, by)
        device = device or self.device_of(author) or dev(by or key)
        log = (author, device, area, epoch)
        if seq is None:
            last = self.ends.get(log)
            seq, prev = (1, None) if last is None else (last[0] + 1, last[1])
        self.count += 1
        b = {"v": 2, "kind": kind, "device": device, "area": area, "epoch": epoch, "seq": seq, "prev": prev, "after": None, "author": author,
             "anchor": None, "at": 1700000000 + self.count, "pack": pack, "building": building, "root": root, "parents": sorted(parents),
             "data": data, "private": None, "photos": list(photos)}
        b.update(more)
        raw = json.dumps(b, ensure_ascii=False).encode()
        i = blake(pae(STEP_TYPE, raw))
        if add:
            self.steps[i] = (i, raw, self.key(key or by).sign(pae(STEP_TYPE, raw)).signature)
            if author:
                self.ends[log] = (seq, i)
        return i

    def device_of(self, author):
        return json.loads(self.steps[author][1])["data"].get("device") if author in self.steps else None

    def cred(self, name, by=None, role="officer", areas=("",), issues=(), person=None, key=None, **data):
        d = {"person": dev(person or name), "name": name, "role": role, "areas": sorted(areas), "issues": sorted(issues),
             "sign_key": self.key(key or name).verify_key.encode().hex(), "box_key": "00" * 32}
        d.update(data)
        i = self.put("credential", by, d, key=by or key or name)
        self.creds[name] = i
        self.keys[name] = self.key(key or name)
        return i

    def endorse(self, of, *by):
        return [self.put("endorsement", b, {"of": of}) for b in by]

    def genesis(self, by, officers, threshold, receiver, parent=None, upto=None, endorse=(), **more):
        d = {"county": "350101", "name": "x", "officers": sorted(self.creds[o] for o in officers), "threshold": threshold, "receiver": dev(receiver)}
        if parent:
            d["upto"] = sorted(upto or [])
        g = self.put("genesis", by, d, parents=[parent] if parent else [], **more)
        self.endorse(g, *endorse)
        return g

    def pack_of(self, by="A", endorse=("B",), version=1, name="houses", change=None):
        files = dict(PACK)
        for k, (a, b) in (change or {}).items():
            assert a in files[k]
            files[k] = files[k].replace(a, b)
        files["pack.yaml"] = files["pack.yaml"].replace("version: 1", "version: %d" % version).replace("pack: houses", "pack: %s" % name)
        p = self.put("pack", by, {"name": name, "version": version, "files": files})
        self.endorse(p, *endorse)
        return p

    def receipt(self, steps=(), prior=(), by="R", device=None):
        logs = []
        for s in steps:
            b = json.loads(self.steps[s][1])
            logs.append({**{k: b[k] for k in ("author", "device", "area", "epoch", "seq")}, "tip": s})
        logs.sort(key=lambda x: (x["author"], x["device"], x["area"], x["epoch"], x["seq"]))
        return self.put("receipt", by, {"prior": sorted(prior), "logs": logs}, device=device)

    def form(self, kind, by, data, building=None, parents=(), area=D1, **more):
        return self.put(kind, by, data, area=area, pack=more.pop("pack", self.pack), building=building, parents=parents, **more)

    def listing(self, by="P", area=D1, **more):
        return self.form("listing", by, {"village": area, **more.pop("data", {})}, area=area, **more)

    def sign(self, by, items, chain="main", level="team", area=D1, **more):
        return self.put("signoff", by, {"chain": chain, "level": level, "decision": "approve", "items": items, "summary": {"n": 1, "by": {}}},
                        area=area, pack=more.pop("pack", self.pack), **more)

    def back(self, by, items, chain="main", level="team", area=D1):
        return self.put("signoff", by, {"chain": chain, "level": level, "decision": "return", "items": items, "reason": "x", "errors": []},
                        area=area, pack=self.pack)

    def revoke(self, by, of, reason="retired", upto=(), parents=(), endorse=()):
        r = self.put("revocation", by, {"of": self.creds.get(of, of), "reason": reason, "upto": sorted(upto)}, parents=parents)
        self.endorse(r, *endorse)
        return r

    def decide(self, by, about, verdict="keep", area=D1, parents=(), **data):
        return self.put("decision", by, {"about": about, "verdict": verdict, "reason": "x", **data}, area=area, pack=self.pack, parents=parents)

    def world(self, shuffles=1):
        steps = list(self.steps.values())
        w = second.World(steps, self.pins)
        lines, fates = w.history_lines(), w.fates()
        for n in range(shuffles):
            random.Random(n).shuffle(steps)
            other = second.World(steps, self.pins)
            assert other.history_lines() == lines and other.fates() == fates, "the order of arrival matters"
        return w


class Base(unittest.TestCase):
    """Officers A, B, C, with R (device r) the receiver's; issuer I of 3501, leader L of 3501, inspectors P and Q of 350101, T elsewhere."""

    def setUp(self):
        c = self.c = Case()
        for o in "ABC":
            c.cred(o)
        c.cred("R", person="A", device=dev("r"))
        self.g = c.genesis("A", "ABCR", 2, "r", endorse=["B"])
        c.pins = [(self.g, 2)]
        self.i = c.cred("I", "A", "township", ["3501"], ["inspector", "leader"])
        self.endorsed = c.endorse(self.i, "B")
        c.pack = c.pack_of()
        c.cred("L", "I", "leader", ["3501"])
        for p in "PQ":
            c.cred(p, "I", "inspector", ["350101"])
        c.cred("T", "I", "inspector", ["350102"])

    def fate(self, i, w=None):
        return (w or self.c.world()).fates()[i]

    def counts(self, *ids):
        fates = self.c.world().fates()
        for i in ids:
            self.assertEqual(fates[i], ("counts", None))

    def not_counts(self, i, why):
        fate, reason = self.fate(i)
        self.assertEqual(fate, "does not count", reason)
        self.assertIn(why, reason)

    def lines(self, b):
        return self.c.world().effects.building_lines(b)

    def house(self, **more):
        c = self.c
        b = c.listing()
        s = c.form("survey", "P", {"floors": 1, "twice": 2}, b)
        return b, s


class Form(unittest.TestCase):
    good = {"v": 2, "kind": "survey", "device": "0" * 32, "area": D1, "epoch": 1, "seq": 1, "prev": None, "after": None, "author": "a" * 64,
            "anchor": None, "at": 1700000000, "pack": "b" * 64, "building": None, "root": None, "parents": [], "data": {}, "private": None,
            "photos": []}

    def ok(self, raw=None, **change):
        try:
            form.parse(raw if raw is not None else json.dumps({**self.good, **change}).encode())
            return True
        except form.Refused:
            return False

    def test_members(self):                                            # S3, S12
        self.assertTrue(self.ok())
        text = json.dumps(self.good).encode()
        for bad in (b" " + text, text + b"\n", b"\xef\xbb\xbf" + text, text.replace(b'{"v": 2', b'{"v": 2, "v": 2'), b"[]", b"", b"{", text + b"{}",
                    text.replace(b'"seq": 1', b'"seq": 1, "x": 1'), text.replace(b'"v": 2, ', b""), text.replace(b"survey", b"surve\xff"),
                    text.replace(b'"data": {}', b'"data": ' + b'{"a":' * 100000 + b"1" + b"}" * 100000)):
            self.assertFalse(self.ok(bad), bad[:40])
        self.assertFalse(self.ok(data={"a": "x" * form.MAX_BODY}))

    def test_values(self):                                             # S4, S5, S7, S8
        for bad in ({"v": 1}, {"v": 2.0}, {"v": True}, {"kind": "1a"}, {"kind": "a" * 33}, {"device": "0" * 31}, {"area": "350"}, {"epoch": 0},
                    {"seq": 2 ** 31}, {"at": 946684799}, {"at": 4102444801}, {"author": "A" * 64}, {"parents": ["b" * 64, "a" * 64]},
                    {"parents": ["a" * 64] * 2}, {"seq": 2}, {"prev": "a" * 64}, {"pack": None}, {"data": {"a": None}}, {"data": {"_upon": "x"}},
                    {"data": {"a": 2 ** 53 + 1}}, {"data": {"a": float("inf")}}, {"data": {"a": [[[[[[[1]]]]]]]}}, {"author": None},
                    {"kind": "epoch"}, {"private": {"commit": "a" * 64, "box": "a" * 64, "fields": []}}, {"data": {"_seconds": -1}},
                    {"data": {"_upon": ["b" * 64, "a" * 64]}}, {"data": {"_answers": [{"of": "a" * 64}]}},
                    {"data": {"_answers": [{"of": "a" * 64, "words": ""}]}}, {"kind": "epoch", "pack": None, "data": {"reason": ""}, "root": "a" * 64}):
            self.assertFalse(self.ok(**bad), bad)
        for good in ({"data": {"a": [[[[[[1]]]]]]}}, {"data": {"a": 2 ** 53}}, {"data": {"_other": 1}}, {"kind": "epoch", "pack": None, "data": {"reason": ""}},
                     {"private": {"commit": "a" * 64, "box": "a" * 64, "fields": ["a", "b"]}}, {"data": {"_reasons": [{"rule": "a", "reason": "b"}]}}):
            self.assertTrue(self.ok(**good), good)

    def test_photos(self):                                             # S10
        p = {"id": "a" * 64, "field": "rooms/1/view", "mime": "image/jpeg", "size": 1, "original": None, "taken": None}
        self.assertTrue(self.ok(photos=[p]))
        self.assertFalse(self.ok(photos=[p], kind="epoch", pack=None, data={"reason": ""}))
        for bad in ({"field": "rooms/0/view"}, {"field": "rooms/01/view"}, {"field": "rooms/1000000/view"}, {"size": 0}, {"size": 16711681}, {"id": None}):
            self.assertFalse(self.ok(photos=[{**p, **bad}]), bad)

    def test_texts(self):                                              # S11
        for good in ("a\n\t", "汉字", "\u1820\u180b\u180e", "e" + "\u0301" * 8, "\U0001f600"):
            self.assertIsNone(form.text_fault(good))
        for bad in ("\ud800", "\x00", "\x7f", "\x85", "\u2028", "\ufffa", "\ufdd0", "\U0001ffff", "\u202e", "\u200b", "\u180b", "a\u180e", "\ufe0f",
                    "\U000e0100", "e" + "\u0301" * 9, "e" + "\U00011f36" * 9, "\u00ad", "\ufff0"):
            self.assertIsNotNone(form.text_fault(bad), repr(bad))
        self.assertFalse(self.ok(data={"\u200b": 1}))

    def test_system(self):                                             # S14, K
        base = {"pack": None, "area": ""}
        log = {"author": "a" * 64, "device": "0" * 32, "area": "", "epoch": 1, "seq": 1, "tip": "a" * 64}
        g = {"county": "350101", "name": "x", "officers": ["a" * 64], "threshold": 1, "receiver": "0" * 32}
        for kind, good, bad in [
                ("genesis", g, {**g, "upto": []}), ("genesis", g, {**g, "threshold": 1.0}), ("endorsement", {"of": "a" * 64}, {"of": "a"}),
                ("receipt", {"prior": [], "logs": [log, {**log, "seq": 2}]}, {"prior": [], "logs": [log, log]}),
                ("receipt", {"prior": [], "logs": [{**log, "seq": 2}, {**log, "seq": 10}]}, {"prior": [], "logs": [{**log, "seq": 2}, log]}),
                ("revocation", {"of": "a" * 64, "reason": "stolen", "upto": []}, {"of": "a" * 64, "reason": "lost", "upto": []}),
                ("revocation", {"of": "a" * 64, "reason": "stolen", "upto": ["%064x" % i for i in range(1040)]},
                 {"of": "a" * 64, "reason": "stolen", "upto": ["%064x" % i for i in range(1041)]}),
                ("pack", {"name": "x", "version": 1, "files": {}}, {"name": "x", "version": 0, "files": {}})]:
            self.assertTrue(self.ok(kind=kind, data=good, **base), kind)
            self.assertFalse(self.ok(kind=kind, data=bad, **base), kind)
        self.assertFalse(self.ok(kind="endorsement", data={"of": "a" * 64}, parents=["a" * 64], **base))
        self.assertTrue(self.ok(kind="genesis", data={**g, "upto": []}, parents=["a" * 64], **base))


class Storing(Base):
    def test_counting(self):
        b, s = self.house()
        self.counts(b, s, self.g, self.i, self.c.pack, *self.c.creds.values())

    def test_signature(self):                                          # S2, D1
        b, s = self.house()
        i, raw, sig = self.c.steps[s]
        self.c.steps[s] = (i, raw, sig[:-1] + bytes([sig[-1] ^ 1]))
        self.assertEqual(self.fate(s)[0], "refused")
        self.c.steps["x"] = (i, raw, sig)                              # D4: unverified bytes do not stand in the way
        self.counts(s)
        self.c.steps["y"] = ("f" * 64, raw, sig)
        self.assertEqual(self.fate("f" * 64)[0], "refused")

    def test_area_and_device(self):                                    # L4, L5
        c = self.c
        self.assertEqual(self.fate(c.listing("T")), ("refused", "L4: area not covered"))
        self.assertEqual(self.fate(c.put("share", "P", {"key": "a" * 64, "village": D1, "to": []}))[0], "refused")
        x = c.cred("X", "P", "inspector", ["350101"])
        y = c.cred("Y", "X", "inspector", ["350101"])
        fates = c.world().fates()
        self.assertEqual(fates[x], ("refused", "L4: area empty"))
        self.assertEqual(fates[y], ("refused", "L4: area empty"))
        r = c.receipt(device=dev("other"))
        self.assertEqual(self.fate(r), ("refused", "L5: another device"))

    def test_pending(self):                                            # D3..D5
        c = self.c
        z = c.cred("Z")
        self.assertEqual(self.fate(z)[0], "request")
        e = c.endorse(c.pack, "Z")[0]
        p = c.pack_of("I", [], 2)
        fates = c.world().fates()
        self.assertEqual((fates[e][0], fates[p]), ("pending", ("refused", "L4: never an officer")))
        own = c.genesis("A", "ABZ", 2, "r", parent=self.g)             # a rival that nobody endorses is stored, and what Z writes
        mine = c.endorse(own, "Z")[0]
        fates = c.world().fates()
        self.assertEqual([fates[x][0] for x in (z, own)], ["does not count"] * 2)
        self.assertEqual([i in c.world().stored.stored for i in (mine, e)], [True] * 2)

    def test_author_is_no_credential(self):
        b, s = self.house()
        x = self.c.put("survey", b, {}, area=D1, pack=self.c.pack, building=b, key="P")
        self.assertEqual(self.fate(x)[0], "refused")

    def test_missing_issuer(self):
        b, s = self.house()
        del self.c.steps[self.i]
        self.assertEqual(self.fate(s)[0], "pending")


class Genesis(Base):
    def chain(self):
        return [g.id for g in self.c.world().chain]

    def test_successor(self):                                          # C1
        c = self.c
        c.cred("D")
        g2 = c.genesis("A", "ABDR", 2, "r", parent=self.g)
        self.assertEqual(self.chain(), [self.g])
        c.endorse(g2, "D")
        self.assertEqual(self.chain(), [self.g])                       # D is no officer of the first
        c.endorse(g2, "C")
        self.assertEqual(self.chain(), [self.g, g2])

    def test_threshold(self):                                          # C2
        for officers, t, good in [("A", 1, True), ("AB", 1, False), ("AB", 2, False), ("AR", 1, True), ("ABC", 1, False), ("ABC", 2, True), ("ABC", 3, False)]:
            c = Case()
            for o in "ABC":
                c.cred(o)
            c.cred("R", person="A", device=dev("r"))
            g = c.genesis("A", officers, t, "r")
            c.pins = [(g, 2)]
            self.assertEqual(len(c.world().chain), int(good), (officers, t))
        c.cred("X", "A")
        g = c.genesis("A", "ABX", 2, "r")
        c.pins = [(g, 2)]
        self.assertEqual(c.world().chain, [])

    def test_no_pin(self):
        self.c.pins = []
        w = self.c.world()
        self.assertEqual((w.chain, len(w.stored.stored)), ([], 0))

    def test_dropped_may_not_return(self):
        c = self.c
        c.cred("D")
        g2 = c.genesis("A", "ABDR", 2, "r", parent=self.g, endorse="B")
        c.genesis("A", "ABCDR", 3, "r", parent=g2, endorse="BD")
        self.assertEqual(self.chain(), [self.g, g2])

    def test_dropped_returned_before_the_pinned_one(self):             # C1
        c = self.c
        c.cred("D")
        g2 = c.genesis("A", "ABDR", 2, "r", parent=self.g)
        g3 = c.genesis("A", "ABCDR", 3, "r", parent=g2)
        g4 = c.genesis("A", "ABCR", 2, "r", parent=g3)
        g5 = c.genesis("A", "ABCR", 2, "r", parent=g4)
        for pinned, chain in [(g2, [self.g, g2]), (g3, []), (g4, [g4]), (g5, [g4, g5])]:
            c.pins = [(pinned, 2)]
            self.assertEqual(self.chain(), chain)

    def test_rivals(self):                                             # C3, C4
        c = self.c
        g2 = c.genesis("A", "ABCR", 2, "r2", parent=self.g, endorse="B")
        g3 = c.genesis("C", "ABCR", 2, "r3", parent=self.g, endorse="B")
        w = c.world()
        self.assertEqual(([x.id for x in w.chain], len(w.alarms)), ([self.g], 1))
        r = c.receipt([g3])
        self.assertEqual(self.chain(), [self.g, g3])
        c.pins = [(self.g, 1), (g2, 1)]
        self.assertEqual(self.chain(), [self.g, g2])
        c.pins = [(self.g, 1), (g3, 1), (g2, 1)]                       # C3: the one it followed first
        self.assertEqual(self.chain(), [self.g, g3])
        c.pins = [(self.g, 1), (g2, 1), (g3, 2)]
        self.assertEqual(self.chain(), [self.g, g3])
        c.pins = [(g2, 2), (self.g, 2)]
        self.assertEqual(self.chain(), [self.g, g2])
        del c.steps[r]

    def test_bound(self):                                              # C5, U
        c = self.c
        old = c.cred("X", "C", "inspector", ["3501"])
        late = c.cred("Y", "C", "inspector", ["3501"])
        c.genesis("A", "ABR", 1, "r", parent=self.g)                   # no: two persons
        c.cred("D")
        g2 = c.genesis("A", "ABDR", 2, "r", parent=self.g, upto=[old], endorse="B")
        self.assertEqual(self.chain(), [self.g, g2])
        self.counts(old)
        self.not_counts(late, "C5")

    def test_bound_by_receipt(self):                                   # U2
        c = self.c
        x, y = [c.cred(n, "C", "inspector", ["3501"]) for n in "XY"]
        r1 = c.receipt([x])
        r2 = c.receipt([], [r1])
        z = c.cred("Z", "C", "inspector", ["3501"])
        c.cred("D")
        c.genesis("A", "ABDR", 2, "new", parent=self.g, upto=[r2], endorse="B")
        r3 = c.receipt([y], [r2])
        self.counts(r1, r2, x)
        self.not_counts(y, "C5")
        self.not_counts(z, "C5")
        self.not_counts(r3, "C8")

    def test_pack_threshold_after_bound(self):                         # C7
        c = self.c
        p2 = c.pack_of("A", ["C"], 2)
        self.assertEqual(c.world().effects.in_force, p2)
        c.cred("D")
        c.genesis("A", "ABDR", 2, "r", parent=self.g, endorse="B")
        self.not_counts(p2, "threshold")

    def test_one_person_twice(self):                                   # C6, C7
        p = self.c.pack_of("A", ["R"], 2)
        self.not_counts(p, "threshold")


class Receipts(Base):
    def test_places(self):                                             # R3..R7
        c = self.c
        b, s = self.house()
        s2 = c.form("survey", "P", {}, b, [s])
        r1 = c.receipt([b])
        r2 = c.receipt([s2], [r1])
        r3 = c.receipt([], [r2])
        side = c.receipt([], [r1])
        c.receipt([s], by="A")                                         # no county receipt: another device
        e = c.world().effects
        self.assertEqual([e.place.get(x) for x in (b, s, s2)], [1, 2, 2])
        self.assertEqual(set(e.county), {r1, r2, r3, side})
        del c.steps[s]                                                 # a gap: nothing descends over it
        self.assertEqual([c.world().effects.place.get(x) for x in (b, s2)], [1, 2])
        del c.steps[r1]
        self.assertEqual([c.world().effects.place.get(x) for x in (b, s2)], [None, 1])

    def test_wrong_line(self):                                         # R5
        c = self.c
        b, s = self.house()
        log = {"author": c.creds["P"], "device": dev("P"), "area": D1, "epoch": 1, "seq": 2, "tip": b}
        c.put("receipt", "R", {"prior": [], "logs": [log]})
        self.assertIsNone(c.world().effects.place.get(b))


class Credentials(Base):
    def test_grants(self):                                             # C9
        c = self.c
        for x, why in [(c.cred("X1", "I", "officer", ["3501"]), "role"), (c.cred("X2", "I", "inspector", ["35"]), "area"),
                       (c.cred("X3", "I", "inspector", ["3501"], ["inspector"]), "issues"), (c.cred("X4", "A", "y", ["35"], ["z"]), "issues")]:
            self.not_counts(x, why)
        self.assertEqual(self.fate(c.cred("X5", "A", "y", ["%012d" % i for i in range(65)])), ("refused", "S: data of credential"))

    def test_threshold_of_issuer(self):
        b, s = self.house()
        del self.c.steps[self.endorsed[0]]
        self.not_counts(self.i, "threshold")
        self.not_counts(s, "credential")

    def test_revoked(self):                                            # C11, C14
        c = self.c
        b, s = self.house()
        t = c.form("survey", "P", {}, b, [s])
        r = c.revoke("I", "P", upto=[s])
        self.counts(r, b, s)
        self.not_counts(t, "C14")
        q = c.revoke("L", "Q")
        self.assertEqual(self.fate(q)[0], "refused")                   # L4: L issues nothing

    def test_revoked_issuer(self):
        c = self.c
        b, s = self.house()
        r = c.revoke("A", "I")
        self.not_counts(r, "threshold")
        c.endorse(r, "C")
        self.not_counts(c.creds["P"], "C14")
        c.revoke("A", "I", "lifted", parents=[r])
        self.not_counts(c.creds["P"], "C14")
        c.endorse(list(c.steps)[-1], "C")
        self.counts(s)

    def test_each_holds(self):                                         # C12
        c = self.c
        b, s = self.house()
        r1 = c.revoke("I", "P", upto=[s])
        r2 = c.revoke("A", "P", upto=[b])
        self.not_counts(s, "C14")
        r3 = c.revoke("I", "P", upto=[s], parents=[r1, r2])            # I is lower than A
        c.endorse(r3, "B", "C")                                        # and no officer signed it
        self.not_counts(s, "C14")
        r4 = c.revoke("B", "P", upto=[s], parents=[r2])
        self.not_counts(s, "C14")                                      # another officer's
        c.endorse(r4, "C")
        self.counts(s)

    def test_replaced_stays_replaced(self):                            # C12
        c = self.c
        b, s = self.house()
        r1 = c.revoke("A", "P", upto=[b])
        r2 = c.revoke("A", "P", upto=[s], parents=[r1])
        c.revoke("A", "P", "lifted", parents=[r2])
        self.counts(b, s)

    def test_stolen_replaced(self):                                    # C13
        c = self.c
        b, s = self.house()
        r1 = c.revoke("I", "P", "stolen", upto=[s])
        r2 = c.revoke("I", "P", "stolen", upto=[], parents=[r1])       # contained: without the threshold
        self.not_counts(b, "C14")
        r3 = c.revoke("I", "P", "stolen", upto=[s], parents=[r2])
        self.not_counts(b, "C14")
        c.revoke("A", "P", "mistake", upto=[], parents=[r2, r3], endorse=["B"])
        self.not_counts(b, "C14")                                      # by the mistake's own upto
        c.cred("P2", "I", "inspector", ["350101"], key="P")
        self.counts(c.listing("P2"))                                   # which reaches no other credential on the key

    def test_stolen_with_the_threshold_is_not_replaced_without(self):  # C13, C15
        c = self.c
        k = c.cred("K", "A", "township", ["3501"], ["inspector"], key="P")
        c.endorse(k, "B")
        x = c.cred("X", "K", "inspector", ["3501"])
        self.counts(x)
        r = c.revoke("A", "P", "stolen", endorse=["B"])
        self.not_counts(x, "C14")
        c.revoke("A", "P", "stolen", parents=[r])
        self.not_counts(x, "C14")

    def test_what_does_not_count_reaches_nobody(self):                 # C11, C15
        c = self.c
        c.cred("Q2", "A", "inspector", ["350101"], key="Q")            # not I's to revoke
        b = c.listing("Q")
        self.not_counts(c.revoke("I", "Q2", "stolen"), "C11")
        self.counts(b)
        c.cred("K", "I", "inspector", ["3501"], key="I")
        b = c.listing("K")
        self.not_counts(c.revoke("A", "I", "stolen"), "threshold")
        self.counts(b)

    def test_stolen(self):                                             # C15
        c = self.c
        c.cred("P2", "I", "inspector", ["350101"], key="P")
        b = c.listing("P2")
        c.revoke("I", "P", "stolen")
        self.not_counts(b, "C14")
        c2 = c.cred("Q2", "A", "inspector", ["350101"], key="Q")       # not below I: I's word does not reach it
        b2 = c.listing("Q2")
        c.revoke("I", "Q", "stolen")
        self.counts(b2, c2)
        stolen = next(i for i, raw, _ in c.steps.values() if b'"stolen"' in raw)
        lift = c.revoke("I", "P", "lifted", parents=[stolen])
        self.counts(lift)
        self.not_counts(b, "C14")                                      # C13: without the threshold it replaces nothing

    def test_officer_not_revoked(self):
        self.not_counts(self.c.revoke("A", "B", endorse=["C"]), "C11")


class Packs(Base):
    def test_changes(self):                                            # C16
        c = self.c
        for change, why in [({"survey.yaml": ("floors, type: integer", "floors, type: decimal")}, "type of floors"),
                            ({"notes.yaml": ("about: village", "about: village\nrepeat: true")}, "repeat"), ({"notes.yaml": ("about: village", "blind: []")}, "repeat or about of notes"),
                            ({"pack.yaml": ("each: casus", "covers: [notes]")}, "each")]:
            self.not_counts(c.pack_of(version=2, change=change), "C16: changed: " + why)
        for change in ({"survey.yaml": ("form: survey", "form: other")}, {"pack.yaml": ("root: listing", "root: survey")},
                       {"pack.yaml": ("version: 1", "version: 7")}, {"check.yaml": ("by: [inspector]", "by: [nobody]")},
                       {"listing.yaml": ("name: owner", "name: floors")}, {"survey.yaml": ("date}", "&a date}")}):
            self.not_counts(c.pack_of(version=2, change=change), "C22")
        for field in ("range: [1, 0x10]", "range: [1e1, 20]", "range: [2, 1]", "range: [1]", "range: 1", "range: [.5, 1]", "range: [1, " + "9" * 400 + "]"):
            self.not_counts(c.pack_of(version=2, change={"survey.yaml": ("name: floors, type: integer", "name: floors, type: integer, " + field)}), "C22")
        self.counts(c.pack_of(version=2, change={"survey.yaml": ("name: floors, type: integer", "name: floors, type: integer, range: [-1.5, 15]")}))
        for columns, value, reads in (("decimal", "0x1", 0), ("decimal", "-1.50", 1), ("integer", "1.5", 0), ("integer", "-2", 1), ("text", "0x1", 1)):
            change = {"lists.yaml": ("- list: kind\n  choices: [{name: a,", "- list: kind\n  columns: {most: %s}\n  choices: [{name: a, most: %s," % (columns, value))}
            (self.counts if reads else self.not_counts)(c.pack_of(version=2, change=change), *([] if reads else ["C22"]))
        self.counts(c.pack_of(version=2, change={"listing.yaml": ("form: listing", "form: listing\nnew_key: 1")}))
        lines = "code,name,level,parent"
        for became, reads in ((D2, 1), (D1, 0), (D1[:9] + "999", 0)):
            row = "%s,x,village,%s" % (D1, D1[:9])
            (self.counts if reads else self.not_counts)(c.pack_of(version=2, change={"divisions.csv": (lines + "\n" + row, lines + ",became\n" + row + "," + became)}), *([] if reads else ["C22"]))
        row, other = "%s,x,village,%s" % (D1, D1[:9]), D3[:6].ljust(12, "0")
        for rest, reads in (("", 0), ("," + D3, 1)):                   # left in a county that became another; gone with it
            above = "%s,y,county,,%s\n%s,z,county,,\n" % (D1[:6].ljust(12, "0"), other, other)
            moved = "".join("\n%s,x,village,%s%s" % (d, d[:9], rest) for d in (D1, D2))
            whole = lines + "\n" + row + "\n%s,x,village,%s" % (D2, D2[:9])
            (self.counts if reads else self.not_counts)(c.pack_of(version=2, change={"divisions.csv": (whole, lines + ",became\n" + above[:-1] + moved)}), *([] if reads else ["C22"]))
        for copy, reads in (("{forms: [survey], prefix: r_}", 1), ("{forms: [survey], prefix: R_}", 0), ("{forms: [surveys], prefix: r_}", 0),
                            ("{forms: [check], prefix: r_}", 0), ("{forms: [notes], prefix: r_}", 0), ("{forms: [survey], prefix: r_, except: [owner]}", 0),
                            ("{forms: [survey], prefix: r_, except: [floors]}", 1), ("{forms: [survey], prefix: %s_}" % ("r" * 43), 0),
                            ("{forms: [survey], prefix: r_, record: true, codes: theirs}", 1), ("{forms: [survey], prefix: r_, codes: theirs}", 0)):
            p = c.pack_of(version=2, change={"check.yaml": ("form: check", "form: check\ncopy_of: " + copy)})
            (self.counts if reads else self.not_counts)(p, *([] if reads else ["C22"]))
        for office, offices, reads in (("kind a", "{field: one}", 1), ("kind d", "{field: one}", 0), ("sort a", "{field: one}", 0), ("kind", "{field: one}", 0),
                                       ("kind a", "{field: kinds}", 0), ("kind a", "{field: one, owe: high}", 0)):
            p = c.pack_of(version=2, change={"pack.yaml": ("scope: county}", "scope: county, office: %s}" % office), "survey.yaml": ("form: survey", "form: survey\noffices: " + offices)})
            (self.counts if reads else self.not_counts)(p, *([] if reads else ["C22"]))
        self.not_counts(c.pack_of(version=2, name="other"), "name")
        self.not_counts(c.pack_of("A", [], 2), "threshold")
        p = c.pack_of(version=3)
        self.assertEqual(c.world().effects.in_force, p)

    def test_equal_versions(self):                                     # C16: the smaller id, unless another has an earlier place
        c = self.c
        p = c.pack_of()
        while p > c.pack:
            p = c.pack_of()
        self.assertEqual(c.world().effects.in_force, p)
        first = c.receipt([c.pack])
        self.assertEqual(c.world().effects.in_force, c.pack)
        c.receipt([p], [first])
        self.assertEqual(c.world().effects.in_force, c.pack)

    def test_office(self):                                             # B3: who is of an office answers for no other
        c = self.c
        b = c.listing()
        p = c.pack_of(version=2, change={"pack.yaml": ("scope: village}", "scope: village, office: kind a}"), "survey.yaml": ("form: survey", "form: survey\noffices: {field: one}")})
        self.counts(c.form("survey", "P", {"one": "a"}, b, pack=p))
        self.not_counts(c.form("survey", "P", {"one": "b"}, b, pack=p), "B3: office")
        self.not_counts(c.form("survey", "P", {}, b, pack=p), "B3: office")
        self.counts(c.form("check", "P", {"fine": True}, b, pack=p))

    def test_other_pack(self):                                         # C17, K1
        c = self.c
        bad = c.pack_of("A", [], 2)
        self.not_counts(c.listing(pack=bad), "C17")
        self.not_counts(c.form("unknown", "P", {}), "K1")


class Forks(Base):
    def fork(self):
        c = self.c
        b = c.listing()
        s = c.form("survey", "P", {"floors": 1, "twice": 2}, b)
        t = c.form("survey", "P", {"floors": 2, "twice": 4}, b, seq=2, prev=b)
        return b, s, t

    def test_tie_and_place(self):                                      # C18, C19
        c = self.c
        b, s, t = self.fork()
        self.not_counts(s, "fork")
        self.not_counts(t, "fork")
        c.receipt([s])
        self.counts(s)
        self.not_counts(t, "fork")

    def test_descendants(self):
        c = self.c
        b, s, t = self.fork()
        u = c.form("survey", "P", {"floors": 3, "twice": 6}, b, seq=3, prev=s)
        v = c.form("survey", "P", {"floors": 4, "twice": 8}, b, seq=3, prev=t)
        c.receipt([s])
        self.counts(s, u)                                              # the lost branch does not compete further on
        self.not_counts(v, "fork")
        d = c.decide("L", t)
        self.counts(d, t, v)
        self.not_counts(u, "fork")
        c.decide("L", t, "both", parents=[d])
        self.counts(s, t, u, v)

    def test_hidden_branch(self):                                      # a step over a gap competes with what is here
        c = self.c
        b, s, t = self.fork()
        u = c.form("survey", "P", {}, b, seq=3, prev=s)
        x = c.form("survey", "P", {"floors": 9, "twice": 18}, b, seq=3, prev="e" * 64)
        c.decide("L", s, "both")
        self.not_counts(u, "fork")
        self.not_counts(x, "fork")

    def test_branches_of_both(self):                                   # C19: what stands on branches decided both does not compete
        c = self.c
        b, s, t = self.fork()
        u = c.form("survey", "P", {"floors": 3, "twice": 6}, b, seq=3, prev=s)
        v = c.form("survey", "P", {"floors": 4, "twice": 8}, b, seq=3, prev=t)
        c.decide("L", s, "both")
        self.counts(u, v)
        x = c.form("survey", "P", {"floors": 9, "twice": 18}, b, seq=3, prev="e" * 64)
        for i in (u, v, x):
            self.not_counts(i, "fork")                                 # over a gap: it competes with both
        r = c.receipt([u])
        c.receipt([v], [r])
        self.counts(u, v)
        self.not_counts(x, "fork")
        y = c.form("survey", "P", {"floors": 8, "twice": 16}, b, seq=3, prev=t)
        d = c.decide("L", y)
        self.counts(u, y, d)                                           # u does not compete with y
        self.not_counts(v, "fork")

    def test_decisions(self):                                          # C20, C21
        c = self.c
        b, s, t = self.fork()
        self.not_counts(c.decide("P", s), "role")
        self.not_counts(c.decide("L", s, area="350101"), "S15")
        d1, d2 = c.decide("L", s), c.decide("L", t)
        self.not_counts(s, "fork")
        c.cred("W", "A", "leader", [""])
        c.decide("W", t)                                               # wider
        self.counts(t, d1, d2)
        self.not_counts(s, "fork")

    def test_credential_not_borne_out(self):
        c = self.c
        b, s, t = self.fork()
        c.revoke("I", "P", upto=[s])
        self.counts(s)
        self.not_counts(t, "C14")

    def test_other_kinds_count(self):
        c = self.c
        x = c.cred("X", "I", "inspector", ["3501"])
        last = c.ends[(c.creds["I"], dev("I"), "", 1)]
        y = c.put("epoch", "I", {"reason": "x"}, seq=last[0], prev=json.loads(c.steps[x][1])["prev"])
        self.counts(x, y)


class Slots(Base):
    def test_listing(self):                                            # B1, S15
        c = self.c
        self.not_counts(c.listing(data={"village": D2}), "S15")
        self.not_counts(c.form("listing", "P", {"owner": "x"}), "S15")
        b = c.listing()
        again = c.form("listing", "P", {"village": D2, "owner": "x"}, b, [b])
        self.counts(b, again)
        self.assertEqual(self.lines(b), [b, "slot listing " + again])
        self.not_counts(c.form("survey", "P", {}, b, area=D2), "S15")
        self.not_counts(c.form("survey", "P", {}, "a" * 64), "root listing")
        self.not_counts(c.form("survey", "P", {}), "B2")
        self.not_counts(c.form("survey", "L", {}, b), "role")

    def test_fit(self):                                                # B3
        c = self.c
        b = c.listing()
        photo = {"id": "a" * 64, "field": "picture", "mime": "image/jpeg", "size": 1, "original": None, "taken": None}
        for data in ({"floors": "1"}, {"floors": True}, {"nope": 1}, {"floors": 1}, {"floors": 1, "twice": 3}, {"twice": 2}, {"kinds": ["b", "a"]},
                     {"kinds": []}, {"kinds": ["z"]}, {"built": ""}, {"one": "z"}, {"built": "2023-02-29"}, {"rooms": [{"area": 3}]}, {"area": 3}, {"rooms": {}},
                     {"rooms": [{"area": 3, "half": 1.4}], "total": 3}, {"picture": 1}):
            self.not_counts(c.form("survey", "P", data, b, parents=[]), "B3")
        self.counts(c.form("survey", "P", {}, b, photos=[{**photo, "field": "floors"}]), c.form("survey", "P", {"rooms": [], "_x": 1}, b),
                    c.form("survey", "P", {"rooms": [{"area": 3}], "total": 3.0000000001}, b))
        self.counts(c.form("survey", "P", {"floors": 2, "twice": 4, "kinds": ["a", "c"], "one": "b", "built": "2024-02-29",
                                           "rooms": [{"area": 3, "half": 1.5}, {"area": 1.5, "half": 0.75}], "total": 4.5}, b,
                           photos=[photo, {**photo, "field": "rooms/2/view"}]))

    def test_heads(self):                                              # B5
        c = self.c
        b, s = self.house()
        t = c.form("survey", "P", {}, b, [s])
        u = c.form("survey", "Q", {}, b, [s])
        self.assertEqual(self.lines(b)[2], "slot survey " + " ".join(sorted([t, u])))
        v = c.form("survey", "Q", {"floors": 1}, b, [t, u])            # does not count
        self.assertEqual(self.lines(b)[2], "slot survey " + " ".join(sorted([t, u])))
        w = c.form("survey", "Q", {}, b, [v])                          # counts, and stands above all of them
        self.assertEqual(self.lines(b)[2], "slot survey " + w)
        self.not_counts(c.form("survey", "Q", {}, b, ["a" * 64]), "parents")
        self.not_counts(c.form("survey", "Q", {}, b, [b]), "parents")
        over = c.form("survey", "Q", {}, b, [c.form("check", "Q", {}, b, [w])])
        x = c.form("survey", "Q", {}, b, [over])                       # over a step of another slot nothing is an ancestor
        self.assertEqual([i for i in self.lines(b) if " survey " in i], ["slot survey " + " ".join(sorted([w, x]))])

    def test_repeat(self):                                             # B2
        c = self.c
        b = c.listing()
        x, y = [c.form("casus", "P", {"what": w}, b) for w in "xy"]
        z = c.form("casus", "P", {"what": "z"}, b, [x], root=x)
        self.assertEqual(self.lines(b)[1:], sorted(["slot casus %s %s" % (x, z), "slot casus %s %s" % (y, y)]) + ["slot listing " + b])
        for bad in (z, b, "a" * 64):
            self.not_counts(c.form("casus", "P", {}, b, root=bad), "root")
        self.not_counts(c.form("survey", "P", {}, b, root=x), "root")

    def test_division(self):                                           # B2, H2
        c = self.c
        n = c.form("notes", "P", {"note": "x", "of": "x" + D1})
        self.not_counts(c.form("notes", "P", {"note": "x", "of": "x" + D2}), "B3")     # B8: where it is asked
        m = c.put("manifest", "L", {"division": D1, "buildings": 1}, area=D1, pack=c.pack)
        self.not_counts(c.put("manifest", "P", {"division": D1, "buildings": 1}, area=D1, pack=c.pack), "role")
        self.not_counts(c.put("manifest", "L", {"division": D1, "buildings": 1}, area=D2, pack=c.pack), "S15")
        e = c.world().effects
        self.assertEqual(e.divisions(), {D1: sorted(["slot manifest " + m, "slot notes " + n])})
        self.assertEqual(e.area_lines("350102"), [self.g, c.pack])
        self.assertEqual(e.area_lines("3501")[2][:21], "division " + D1)
        a, b = c.listing(), c.listing("T", D3)

        def roots(area):
            return [x[:64] for x in c.world().effects.area_lines(area)[2:] if not x.startswith("division ")]
        self.assertEqual((roots("350101"), roots("350102"), roots(D3)), ([a], [b], [b]))
        lines = PACK["divisions.csv"]                                  # D3 becomes D1, of another county
        moved = lines.replace("parent\n", "parent,became\n").replace(D3[:9] + "\n", D3[:9] + "," + D1 + "\n")
        self.counts(c.pack_of(version=2, change={"divisions.csv": (lines, moved)}))
        self.assertEqual((roots("350101"), roots("350102"), roots(D3), roots(D1)), (sorted([a, b]), [], sorted([a, b]), sorted([a, b])))

    def test_aside(self):                                              # B6
        c = self.c
        a, b, d = c.listing(), c.listing(), c.listing("T", D3)
        one = c.decide("L", a, "same", **{"with": b})
        self.assertEqual(self.lines(b)[-1], "aside " + a)
        self.assertEqual(self.lines(a)[-1], "slot listing " + a)
        two = c.decide("L", b, "same", **{"with": a})                  # contradicting
        self.assertNotIn("aside", str(self.lines(a) + self.lines(b)))
        c.decide("L", a, "apart", parents=[one, two], **{"with": b})
        c.decide("L", a, "same", area="3501", **{"with": d})
        self.assertEqual(self.lines(d)[-1], "aside " + a)
        c.decide("L", d, "same", area="3501", **{"with": b})
        self.assertEqual(self.lines(b)[-1], "aside " + d)
        e = c.decide("L", "e" * 64, "same", area="3501", **{"with": b})         # which is not here
        self.assertEqual(self.lines(b)[-2:], sorted(["aside " + d, "aside " + "e" * 64]))
        self.not_counts(c.decide("L", a, "same", area="3501", **{"with": a}), "B6")
        self.counts(e)


class Signing(Base):
    def setUp(self):
        super().setUp()
        self.b, self.s = self.house()

    def item(self, *covers, **more):
        return [{"building": self.b, "covers": sorted(covers or [self.s]), **more}]

    def signs(self):
        return [x for x in self.lines(self.b) if x.split()[0] in ("sign", "return")]

    def test_chain(self):                                              # A5
        c = self.c
        own = c.sign("P", self.item())                                 # distinct_from of the level
        self.counts(own)
        self.assertEqual(self.signs(), [])
        s1 = c.sign("Q", self.item())
        s2 = c.sign("L", self.item(prior=s1), level="town")
        c.sign("L", self.item(), level="town")
        c.sign("L", self.item(prior=own), level="town")
        c.sign("Q", self.item(prior=s1))
        self.assertEqual(self.signs(), sorted(["sign main team - " + s1, "sign main town - " + s2]))
        c.form("survey", "P", {"floors": 2, "twice": 4}, self.b, [self.s])
        self.assertEqual(self.signs(), [])

    def test_conflict(self):
        c = self.c
        t = c.form("survey", "P", {}, self.b)
        c.sign("Q", self.item(self.s, t))
        self.assertEqual(self.signs(), [])

    def test_unfilled(self):                                           # relevant, facts
        c = self.c
        t = c.form("survey", "P", {"floors": 3, "twice": 6}, self.b, [self.s])
        x = c.sign("Q", self.item(t))
        self.assertEqual(self.signs(), [])
        k = c.form("check", "P", {"fine": True, "_upon": [t]}, self.b)
        c.cred("V", "I", "inspector", ["350101"])
        c.sign("V", self.item(t, k))
        self.assertEqual(self.signs(), [])                             # the form's distinct_from
        k2 = c.form("check", "Q", {"fine": True, "_upon": [t]}, self.b, [k])
        y = c.sign("V", self.item(t, k2))
        self.assertEqual(self.signs(), ["sign main team - " + y])
        self.assertNotEqual(x, y)

    def test_outdated(self):
        c = self.c
        t = c.form("survey", "P", {"floors": 3, "twice": 6}, self.b, [self.s])
        k = c.form("check", "Q", {"_upon": [self.s]}, self.b)
        c.cred("V", "I", "inspector", ["350101"])
        c.sign("V", self.item(t, k))
        self.assertEqual(self.signs(), [])
        k1 = c.form("check", "Q", {"_upon": ["e" * 64]}, self.b, [k])  # no such head
        c.sign("V", self.item(t, k1))
        self.assertEqual(self.signs(), [])
        k = c.form("check", "Q", {"_upon": [t]}, self.b, [k1])
        again = c.form("survey", "P", {"floors": 3, "twice": 6, "one": "a"}, self.b, [t])
        y = c.sign("V", self.item(again, k))                           # the same value
        self.assertEqual(self.signs(), ["sign main team - " + y])
        t = c.form("survey", "P", {"floors": 4, "twice": 8}, self.b, [again])
        c.sign("V", self.item(t, k))
        self.assertEqual(self.signs(), [])
        k2 = c.form("check", "Q", {"_upon": [t]}, self.b, [k])
        y = c.sign("V", self.item(t, k2))
        self.assertEqual(self.signs(), ["sign main team - " + y])

    def test_return(self):                                             # A7
        c = self.c
        x = c.sign("Q", self.item())
        r = c.back("L", [{"building": self.b}], level="town")
        self.assertEqual(self.signs(), ["return main town - " + r])
        t = c.form("survey", "P", {"floors": 1, "twice": 2, "_answers": [{"of": r, "words": "done"}]}, self.b, [self.s])
        self.assertEqual(self.signs(), [])
        y = c.sign("Q", self.item(t))
        self.assertEqual(self.signs(), ["sign main team - " + y])
        c.back("P", [{"building": self.b}], level="town")              # not his level
        self.assertEqual(self.signs(), ["sign main team - " + y])
        self.assertNotEqual(x, y)

    def test_withdrawal(self):                                         # A8
        c = self.c
        x = c.sign("Q", self.item())
        for by, area in (("P", D1), ("Q", D2)):
            w = c.put("withdrawal", by, {"of": x}, area=area, pack=c.pack)
            self.assertEqual(self.fate(w)[0], "does not count")
        c.put("withdrawal", "Q", {"of": x, "buildings": ["a" * 64]}, area=D1, pack=c.pack)
        self.assertEqual(self.signs(), ["sign main team - " + x])
        c.cred("Q2", "I", "inspector", ["3501"], person="Q")
        c.put("withdrawal", "Q2", {"of": x, "buildings": [self.b]}, area=D1, pack=c.pack)
        self.assertEqual(self.signs(), [])

    def test_items(self):                                              # A2, A3, A9
        c = self.c
        self.not_counts(c.sign("Q", []), "A2")
        self.not_counts(c.sign("Q", self.item() + self.item(shown="x")), "A2")
        self.not_counts(c.sign("Q", self.item(), chain="nope"), "chain")
        c.sign("Q", self.item(), area=D2)
        self.assertEqual(self.signs(), [])
        x = c.sign("Q", self.item())
        p2 = c.pack_of(version=2)
        c.sign("L", self.item(prior=x), level="town", pack=p2)
        self.assertEqual(self.signs(), ["sign main team - " + x])

    def test_each(self):                                               # A4
        c = self.c
        k, m = [c.form("casus", "P", {"what": w}, self.b) for w in "km"]
        x = c.sign("Q", self.item(self.s, k, root=k), chain="closing")
        c.sign("Q", self.item(k, root=k), chain="closing")
        c.sign("Q", self.item(self.s, k), chain="closing")
        c.back("L", [{"building": self.b, "root": "e" * 64}], chain="closing")                  # A7: no such slot
        r = c.back("L", [{"building": self.b, "root": m}], chain="closing")
        self.assertEqual(self.signs(), ["sign closing team %s %s" % (k, x), "return closing team %s %s" % (m, r)])
        c.form("casus", "P", {"_answers": [{"of": r, "words": "x"}]}, self.b, [k], root=k)      # another slot answers nothing
        self.assertEqual(self.signs(), ["return closing team %s %s" % (m, r)])
        c.form("casus", "P", {"_answers": [{"of": r, "words": "x"}]}, self.b, [m], root=m)
        self.assertEqual(self.signs(), [])

    def test_distinct_from_of_each(self):                              # A12
        c = self.c
        c.pack = c.pack_of(version=2, change={"pack.yaml": ("- {level: team, by: [inspector, leader]}",
                                                            "- {level: team, by: [inspector, leader], distinct_from: [casus]}")})
        k, m = c.form("casus", "P", {"what": "k"}, self.b), c.form("casus", "Q", {"what": "m"}, self.b)
        c.sign("P", self.item(self.s, k, root=k), chain="closing")
        x = c.sign("Q", self.item(self.s, k, root=k), chain="closing")
        self.assertEqual(self.signs(), ["sign closing team %s %s" % (k, x)])
        self.assertNotEqual(k, m)


class Attacks(Base):
    """What one hand must not bring about."""

    def test_issuer_merges_officers(self):                             # C6: persons of a genesis are seen from its own credentials
        c = self.c
        c.cred("M", "I", "inspector", ["3501"], person="A", key="B")
        c.cred("N", "I", "inspector", ["3501"], person="C", key="B")
        self.assertEqual(len(c.world().chain), 1)
        self.counts(self.i)

    def test_nobody_makes_two_others_one(self):                        # C6: the two credentials alone are compared
        c = self.c
        b, s = self.house()
        x = c.sign("Q", [{"building": b, "covers": [s]}])
        self.assertIn("sign main team - " + x, self.lines(b))
        c.cred("N", "I", "inspector", ["3501"], person="P", key="Q")
        self.assertIn("sign main team - " + x, self.lines(b))

    def test_nobody_becomes_his_revoker(self):                         # C11: whose word reaches whom is read from who issued whom
        c = self.c
        c.cred("M", "I", "inspector", ["3501"], person="A", key="I")
        self.counts(c.revoke("A", "I", endorse=["B"]))

    def test_old_threshold_ends(self):                                 # C7: and is met by what the successor's upto covers
        c = self.c
        for o in "DE":
            c.cred(o)
        before = c.pack_of("A", ["B"], 2)
        word = list(c.steps)[-1]
        c.genesis("A", "ABCDER", 4, "r", parent=self.g, upto=sorted([before, word, c.pack]), endorse="BCDE")
        c.pack_of("A", ["B"], 3)
        self.assertEqual(c.world().effects.in_force, before)

    def test_stolen_stays_stolen(self):                                # C13
        c = self.c
        b, s = self.house()
        r = c.revoke("I", "P", "stolen")
        c.revoke("I", "P", "mistake", upto=[s], parents=[r])
        self.not_counts(s, "C14")

    def test_no_fork_over_epochs_or_devices(self):                     # L1
        c = self.c
        b = c.listing()
        self.counts(b, c.form("survey", "P", {}, b), c.form("survey", "P", {"floors": 1, "twice": 2}, b, epoch=2),
                    c.form("survey", "P", {"floors": 2, "twice": 4}, b, device=dev("thief")))

    def test_lower_version_later(self):                                # C16: what a receipt covers goes before
        c = self.c
        more = "{name: owner, type: text}, {name: extra, type: %s}"
        r = c.receipt([c.pack])
        p3 = c.pack_of("A", ["B"], 3, change={"listing.yaml": ("{name: owner, type: text}", more % "integer")})
        b = c.listing(pack=p3)
        c.receipt([b, p3], [r])
        late = c.pack_of("A", ["B"], 2, change={"listing.yaml": ("{name: owner, type: text}", more % "text")})
        self.counts(p3, b)
        self.not_counts(late, "C16")

    def test_only_self_signed_become_officers(self):                   # L4
        c = self.c
        b = c.listing("T")
        c.genesis("A", "ABT", 2, "r", parent=self.g)
        self.assertEqual(self.fate(b)[0], "refused")

    def test_shorter_chain_keeps_what_is_stored(self):                 # D3
        c = self.c
        c.cred("D")
        g2 = c.genesis("A", "ABDR", 2, "r", parent=self.g, endorse="B")
        x = c.cred("X", "D", "inspector", ["3501"])
        self.counts(x)
        c.genesis("B", "ABCR", 2, "r2", parent=self.g, endorse="A")
        self.assertEqual([self.fate(x)[0], self.fate(g2)[0]], ["does not count"] * 2)


class Files(Base):
    def write(self, export, change=None):
        c = self.c
        path = os.path.join(self.dir.name, "x.louce")
        if os.path.exists(path):
            os.remove(path)
        db = sqlite3.connect(path)
        db.execute("create table step (n integer primary key, id blob, body blob, sig blob)" if not export else
                   "create table step (id blob, body blob, sig blob)")
        db.execute("create table photo (id blob, data blob)")
        db.execute("create table box (id blob, data blob)")
        for i, raw, sig in c.steps.values():
            db.execute("insert into step (id, body, sig) values (?,?,?)", (bytes.fromhex(i), raw, sig))
        if export:
            ids = b"".join(bytes.fromhex(i) for i in sorted(c.steps))
            t = {"device": dev("r"), "author": c.creds["R"], "to": None, "at": 1700000000, "steps": {"count": len(c.steps), "hash": blake(ids)},
                 "blobs": {"count": 0, "hash": blake(b"")}, "holds": [], "lacks": []}
            t.update(change or {})
            raw = json.dumps(t).encode()
            db.execute("create table request (id blob, body blob, sig blob)")
            db.execute("create table trailer (body blob, sig blob)")
            db.execute("insert into trailer values (?,?)", (raw, c.key("R").sign(pae(TRAILER_TYPE, raw)).signature))
        else:
            db.execute("pragma application_id = %d" % 0x4C4F5543)
            db.execute("pragma user_version = 2")
            db.execute("create table pin (genesis blob, how integer)")
            db.execute("insert into pin values (?, 2)", (bytes.fromhex(self.g),))
        db.commit()
        db.close()
        return path

    def run_it(self, *args):
        return subprocess.run([sys.executable, os.path.join(os.path.dirname(os.path.abspath(second.__file__)), "second.py"), *args],
                              capture_output=True, text=True)

    def setUp(self):
        super().setUp()
        self.dir = tempfile.TemporaryDirectory()
        self.addCleanup(self.dir.cleanup)
        self.b, _ = self.house()

    def test_files(self):                                              # F1, E3, E4
        r = self.run_it(self.write(False), "--area", "3501")
        self.assertIn("building " + self.b, r.stdout, r.stderr)
        self.assertNotIn("remark", r.stdout)
        out = json.loads(self.run_it(self.write(True), "--json").stdout)
        self.assertEqual((out["chain"], out["pack"], list(out["buildings"])), ([self.g], self.c.pack, [self.b]))
        run = {"author": self.c.creds["A"], "device": dev("A"), "area": "", "epoch": 1, "from": 2, "seq": 2, "end": self.g}
        for change, why in [({"steps": {"count": 1, "hash": "00" * 32}}, "steps are not"), ({"author": self.c.creds["A"]}, "signature"),
                            ({"device": dev("x")}, "device"), ({"more": 1}, "members"), ({"holds": [dict(run, seq=1)]}, "a run"), ({"holds": [run] * 257}, "runs")]:
            self.assertIn("E5: the file is refused whole: ", self.run_it(self.write(True, change)).stderr)
            self.assertIn(why, self.run_it(self.write(True, change)).stderr)
        self.assertEqual(self.run_it(self.write(True, {"holds": [run, {"author": self.g, "area": "", "count": 1, "hash": self.g}]})).returncode, 0)
        i, raw, sig = self.c.steps[self.b]
        self.c.steps[self.b] = (i, raw, bytes(64))
        self.assertIn("S2: signature", self.run_it(self.write(True)).stderr)

    def test_histories(self):
        path = os.path.join(self.dir.name, "h")
        steps = [{"id": i, "body": json.loads(raw)} for i, raw, _ in self.c.steps.values()]
        with open(path, "w") as f:
            for n in range(2):
                f.write(json.dumps({"steps": steps[::-1] if n else steps, "pin": [self.g]}) + "\n")
        lines = self.run_it("--histories", path).stdout.split()
        self.assertEqual((len(lines), lines[0]), (2, lines[1]))
        self.assertIn("chain " + self.g, self.run_it("--histories", path, "--lines").stdout)


class Tap(unittest.TextTestResult):
    """A line a test: the class is what it is about, the method which case."""

    count = 0

    def stopTest(self, test):
        super().stopTest(test)
        Tap.count += 1
        bad = [text for t, text in self.errors + self.failures if t is test]
        kind, _, name = test.id().rpartition(".")
        print("%s %d - %s__holds__%s" % ("not ok" if bad else "ok", Tap.count, kind.rpartition(".")[2].lower(), name.replace("test_", "", 1)), flush=True)
        for line in "".join(bad).splitlines():
            print("# " + line)


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    print("1..%d" % suite.countTestCases())
    with open(os.devnull, "w") as nowhere:
        sys.exit(not unittest.TextTestRunner(stream=nowhere, resultclass=Tap).run(suite).wasSuccessful())
