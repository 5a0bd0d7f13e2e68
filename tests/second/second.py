"""A second reading of the louce file, from doc/file-format and doc/pack-format alone. Plain and slow.

    second.py FILE [--area CODE,...] [--pin ID] [--json] a workspace or an export; of each area its hash, no code: all
    second.py --histories FILE [--lines]                 JSON lines {"steps": [{"id", "body"}...], "pin": [...]}, one line out per history

The line of a history is BLAKE2b-256 (hex) over these lines, each ended by \\n (--lines prints them instead):
    chain ID        of the genesis chain, oldest first
    pack ID|-       the pack in force
    counts ID       of every counting step, ascending; kinds: genesis of the chain, credential (C9), revocation (C11, replaced ones too),
                    county receipt (C8), pack (C16), forms, signoff, withdrawal, manifest, decision, endorsement, epoch, share
    the lines of H1 of each building whose root listing counts, by root; then for each division "division CODE" and its slot lines, by code
pin: an id (followed by itself), or [id, how] or {"genesis", "how"} with how 1 by itself, 2 by a person.
"""
import argparse
import json
import sqlite3
import sys

import nacl.bindings
import nacl.exceptions

import body as form
from body import blake, covers, pae
from packs import BadPack, Pack

LAST = float("inf")                                                    # the place "after all" (R7)
OFFICERS_KINDS = {"genesis", "pack", "endorsement", "receipt"}
EMPTY_AREA = {"genesis", "credential", "endorsement", "revocation", "pack", "receipt"}          # S15
FORKED = {"signoff", "withdrawal", "manifest"}                         # and forms: what a fork takes effect from (C18)


DIGITS = {"village": 12, "township": 9, "county": 6}                   # B2


class Step:
    def __init__(self, ident, raw, sigs=()):
        self.id, self.raw, self.sigs = ident, raw, list(sigs)
        b = self.b = form.parse(raw) if isinstance(raw, bytes) else form.check(raw)
        self.kind, self.data, self.author, self.area, self.seq = b["kind"], b["data"], b["author"], b["area"], b["seq"]
        self.device, self.pack, self.building, self.root, self.parents = b["device"], b["pack"], b["building"], b["root"], b["parents"]
        self.log = (b["author"], b["device"], b["area"], b["epoch"])
        self.is_form = self.kind not in form.SYSTEM


def signed(key, message, sig):
    try:
        nacl.bindings.crypto_sign_open(sig + message, bytes.fromhex(key))
        return len(sig) == 64
    except (nacl.exceptions.BadSignatureError, ValueError, TypeError):
        return False


def persons_of(creds):                                                 # C6
    creds, parent = list(creds), {}

    def find(x):
        parent.setdefault(x, x)
        while parent[x] != x:
            x = parent[x]
        return x
    for c in creds:
        for key in (("person", c.data["person"]), ("key", c.data["sign_key"])):
            parent[find(key)] = find(c.id)
    return {c.id: find(c.id) for c in creds}


class Stored:
    """What is stored (D), with links (L): a function of the steps and the pins."""

    def __init__(self, every, pins):
        self.every, self.named, self.why = every, set(), {}
        self.followed = {g for g, _ in pins}
        self.stored, left, before = {}, list(every.values()), None
        while before != (len(left), len(self.named), len(self.followed)):          # the least set: D3
            before = len(left), len(self.named), len(self.followed)
            for s in left:
                self.why[s.id] = self.judge_fate(s)
                if self.why[s.id][0] == "stored":
                    self.stored[s.id] = s
                    if s.kind == "genesis":
                        self.named.update(s.data["officers"])
            left = [s for s in left if s.id not in self.stored]
            todo = [g for g in self.followed if g in self.stored]
            while todo:                                                # those that a stored one comes from over only parents
                g = self.stored.get(todo.pop())
                if g is not None and g.kind == "genesis" and len(g.parents) == 1 and g.parents[0] not in self.followed:
                    self.followed.add(g.parents[0])
                    todo += g.parents
        self.creds = {i: s for i, s in self.stored.items() if s.kind == "credential"}
        self.endorsements = {}
        for s in self.stored.values():
            if s.kind == "endorsement" and s.area == "":
                self.endorsements.setdefault(s.data["of"], []).append(s)
        self.receipts = {i: s for i, s in self.stored.items() if s.kind == "receipt" and s.area == ""}
        self._covered = {}

    def judge_fate(self, s):
        if s.author is None:
            return ("stored", "") if s.id in self.named else ("request", "no stored genesis names it")           # D3, D5
        a = self.every.get(s.author)
        if a is None:
            return "pending", "author is not here"
        if not s.device_ok:
            return "refused", "L5: another device"
        if s.id in self.followed and a.author is None:
            return "stored", ""
        if a.author is None:
            return ("stored", "") if a.id in self.named else ("pending", "author is no officer")
        if s.kind in OFFICERS_KINDS:                                   # L4
            return "refused", "L4: never an officer"
        if s.area == "" and not (a.data["issues"] and s.kind in ("credential", "revocation", "epoch")):
            return "refused", "L4: area empty"
        if s.area != "" and not any(covers(p, s.area) for p in a.data["areas"]):
            return "refused", "L4: area not covered"
        return ("stored", "") if a.id in self.stored else ("pending", "author is not stored")

    # L ------------------------------------------------------------------------------------------------------------------------------
    def link(self, s):                                                 # L2
        p = self.stored.get(s.b["prev"])
        return p if p is not None and p.log == s.log and p.seq == s.seq - 1 else None

    def down(self, s):                                                 # the step and all that it descends from by prev
        out = []
        while s is not None:
            out.append(s.id)
            s = self.link(s)
        return out

    def signers(self, s, person, allowed=lambda x: True):              # C7: persons of these officers who signed or endorsed the step
        return {person[x.author] for x in [s] + self.endorsements.get(s.id, []) if x.author in person and allowed(x)}

    def named_by(self, r):                                             # R4, R5: what the lines of one receipt cover
        if r.id not in self._covered:
            out = set()
            for t in r.data["logs"]:
                s = self.stored.get(t["tip"])
                if s is not None and s.log + (s.seq,) == tuple(t[k] for k in ("author", "device", "area", "epoch", "seq")):
                    out.update(self.down(s))
            self._covered[r.id] = out
        return self._covered[r.id]


class Stage:
    """What follows from a genesis chain: receipts (R), upto (U), the bounds of geneses (C5)."""

    def __init__(self, stored, chain):
        self.of, self.chain, self.creds = stored, chain, stored.creds
        self.persons = [persons_of(stored.creds[o] for o in g.data["officers"]) for g in chain]                 # C6, per genesis
        self._county, self._stand = {}, {}

    # R ------------------------------------------------------------------------------------------------------------------------------
    def is_county(self, r, geneses):                                   # R1
        return any(r.author in g.data["officers"] and self.creds[r.author].data.get("device") == g.data["receiver"] == r.device
                   for g in geneses)

    def county(self, k):
        """The county receipts that count by the first k geneses alone (R1, C5, C8)."""
        if k not in self._county:
            self._county[k] = {i: r for i, r in self.of.receipts.items() if self.is_county(r, self.chain[:k]) and self.unbound(r, k)}
        return self._county[k]

    def past(self, ids, county):                                       # R2
        seen, todo = set(), [i for i in ids if i in county]
        while todo:
            i = todo.pop()
            if i not in seen:
                seen.add(i)
                todo += [p for p in county[i].data["prior"] if p in county]
        return seen

    def places(self, k):
        """R3, R6, R7: {step: place}, of the steps that the main line covers."""
        county, number, todo = self.county(k), {}, list(self.county(k))
        while todo:
            prior = [p for p in county[todo[-1]].data["prior"] if p in county and p != todo[-1]]
            missing = [p for p in prior if p not in number]
            if missing:
                todo += missing
            else:
                i = todo.pop()
                number[i] = 1 + max((number[p] for p in prior), default=0)
        line, at = [], list(county)
        while at:
            line.append(min(at, key=lambda i: (-number[i], i)))
            at = [p for p in county[line[-1]].data["prior"] if p in county]
        out, seen = {}, set()
        for i in reversed(line):
            for p in self.past([i], county) - seen:
                seen.add(p)
                for s in self.of.named_by(county[p]):
                    out.setdefault(s, number[i])
        return out

    # U, C5, C7 ----------------------------------------------------------------------------------------------------------------------
    def stand(self, upto, county, by):                                 # U1..U3
        out = set()
        for u in upto:
            if u in county:
                for p in self.past([u], county):
                    out.update(self.of.down(county[p]))
                    out |= self.of.named_by(county[p])
            elif u in self.of.stored and by(self.of.stored[u]):
                out.update(self.of.down(self.of.stored[u]))
        return out

    def within_genesis(self, j):                                       # what is within the upto of genesis j of the chain
        if j not in self._stand:
            old = self.chain[j - 1].data["officers"]
            self._stand[j] = self.stand(self.chain[j].data.get("upto", []), self.county(j), lambda x: x.author in old)
        return self._stand[j]

    def unbound(self, s, k=None):                                      # C5: the first genesis that bounds it decides
        for j in range(1, len(self.chain) if k is None else k):
            old, new = self.chain[j - 1].data, self.chain[j].data
            if (s.author in old["officers"] and s.author not in new["officers"]) or (
                    s.kind == "receipt" and s.area == "" and s.device == old["receiver"] != new["receiver"]):
                return s.id in self.within_genesis(j)
        return True

    def met(self, s):                                                  # C7
        return any(len(self.of.signers(s, person, lambda x: j + 1 == len(self.chain) or x.id in self.within_genesis(j + 1)))
                   >= self.chain[j].data["threshold"] for j, person in enumerate(self.persons))


def genesis_fault(stored, g):                                          # C2
    d = g.data
    if g.area != "":
        return "S15: area"
    if any(o not in stored.creds or stored.creds[o].author is not None for o in d["officers"]):
        return "C2: names what is no self-signed credential here"
    n = len(set(persons_of(stored.creds[o] for o in d["officers"]).values()))
    if n == 0 or n == 2 or not (d["threshold"] == 1 if n == 1 else n / 2 < d["threshold"] < n):
        return "C2: threshold"
    return None


def agreed(stored, g, by):                                             # C1: is genesis g endorsed by the officers of `by`?
    person = persons_of(stored.creds[o] for o in by.data["officers"])
    return len(stored.signers(g, person)) >= by.data["threshold"]


def dropped(chain):                                                    # C2: whom it named and its last does not name
    return {o for g in chain for o in g.data["officers"]} - set(chain[-1].data["officers"]) if chain else set()


def genesis_chain(stored, pins):
    """C1..C4: the chain as a Stage, and the alarms. Built from the pinned one on, each successor judged by what is before it."""
    by_person, followed = [i for i, how in pins if how == 2], [i for i, how in pins]
    at, alarms, chain = (by_person[-1] if by_person else followed[0] if followed else None), [], []
    while at in stored.stored and stored.stored[at].kind == "genesis" and stored.stored[at] not in chain and not genesis_fault(stored, stored.stored[at]):
        chain.insert(0, stored.stored[at])
        at = chain[0].parents[0] if len(chain[0].parents) == 1 else None
    geneses, line, chain = [s for s in stored.stored.values() if s.kind == "genesis"], chain, []

    def contend(given=None):                                           # C1: who may follow the last one; C3: the alarm of several
        last, gone = chain[-1], dropped(chain)
        good = [g for g in geneses if g.parents == [last.id] and g not in chain and (
                g is given or not gone & set(g.data["officers"]) and not genesis_fault(stored, g)
                and (g.id in by_person or (g.author in last.data["officers"] and agreed(stored, g, last))) and agreed(stored, g, g))]
        if len(good) > 1:
            alarms.append("rival geneses: " + " ".join(sorted(g.id for g in good)))
        return good

    for g in line:                                                     # C1: C2 holds for them, behind one that fails it begins anew
        if chain:
            contend(g)
        if dropped(chain) & set(g.data["officers"]):
            chain, alarms = [], []
        else:
            chain = chain + [g]
    while chain:
        good = contend()
        mine = [i for i in by_person[::-1] + followed if any(g.id == i for g in good)]                        # C4, C3
        if mine:
            good = [g for g in good if g.id == mine[0]]
        if len(good) > 1:                                              # C3
            places = Stage(stored, chain).places(len(chain))
            first = min(places.get(g.id, LAST) for g in good)
            good = [g for g in good if places.get(g.id, LAST) == first]
        if len(good) != 1:
            break
        chain = chain + good
    return Stage(stored, chain), alarms


class Effects:
    """C6..C21, B, A, H over the stored steps."""

    def __init__(self, stage):
        self.st, self.link = stage, stage.of.link
        self.stored, self.creds, self.chain = stage.of.stored, stage.creds, stage.chain
        self.officers = {o for g in self.chain for o in g.data["officers"]}
        self.county, self.place = stage.county(len(stage.chain)), stage.places(len(stage.chain))
        self.kinds = {}
        for i in sorted(self.stored):
            self.kinds.setdefault(self.stored[i].kind, []).append(self.stored[i])
        self._met = {}
        self.revocations()
        self.person = persons_of(c for i, c in self.creds.items() if not self.cred_fault(i))                  # C6
        self.packs()
        self.forks()
        self.buildings()
        self.signoffs()
        self.asides()

    def of(self, *kinds):
        return [s for k in kinds for s in self.kinds.get(k, [])]

    # C7, C9..C15 --------------------------------------------------------------------------------------------------------------------
    def met(self, s):                                                  # C7
        if s.id not in self._met:
            self._met[s.id] = self.st.met(s)
        return self._met[s.id]

    def may_revoke(self, author, target):                              # C11: whose word reaches whom
        return target not in self.officers and (author in self.officers or self.creds[target].author == author)

    def cred_fault(self, c):                                           # C9, C10
        if c not in self._cred:
            self._cred[c] = self.judge_cred(self.creds[c]) if c in self.creds else "its credential is not stored"
        return self._cred[c]

    def judge_cred(self, c):
        if c.id in self.officers:
            return None
        if c.author is None:
            return "C9: no officer of the chain"
        if c.area != "":
            return "S15: area"
        d, a = c.data, self.creds[c.author]
        if a.id not in self.officers:
            if d["role"] not in a.data["issues"]:
                return "C9: role not granted"
            if any(not any(covers(p, q) for p in a.data["areas"]) for q in d["areas"]):
                return "C9: area not granted"
        fault = self.bears(c)
        if not fault and d["issues"] and (a.id not in self.officers or not self.met(c)):
            return "C9: issues without officer or threshold"
        return fault

    def bears(self, s):
        """Does the author's credential bear the step out (C9, C5, C14)? None, or why not."""
        if s.author is None:
            return None if s.id in self.officers else "self-signed"
        fault = self.cred_fault(s.author)
        if fault:
            return "author's credential: " + fault
        if not self.st.unbound(s):
            return "C5: not within upto of a genesis"
        if any(s.id not in stand for stand in self.bounds(s.author)):
            return "C14: not within upto of a revocation"
        return None

    def bounds(self, c):                                               # what the revocations that reach credential c let count
        if c not in self._bounds:
            self._bounds[c] = [self.upto(r) for r in self.of("revocation")
                               if r.id not in self.replaced and r.data["reason"] != "lifted" and self.reaches(r, c)]
        return self._bounds[c]

    def reaches(self, r, c):                                           # C14, C15
        t = r.data["of"]
        if t != c and not (r.data["reason"] == "stolen" and t in self.creds and
                           self.creds[t].data["sign_key"] == self.creds[c].data["sign_key"] and self.may_revoke(r.author, c) and
                           (not self.creds[c].data["issues"] or self.met(r))):
            return False
        return self.revocation_fault(r) is None

    def revocation_fault(self, r):                                     # C11
        if r.id not in self._rev:
            self._rev[r.id] = self.judge_revocation(r)
        return self._rev[r.id]

    def judge_revocation(self, r):
        t = r.data["of"]
        if r.area != "":
            return "S15: area"
        if t not in self.creds:
            return "C11: the revoked is not here"
        if not self.may_revoke(r.author, t):
            return "C11: no officer, nor who issued it"
        return self.bears(r) or ("C11: threshold" if self.creds[t].data["issues"] and not self.met(r) else None)

    def upto(self, r):
        key = self.creds[r.data["of"]].data["sign_key"]
        if r.data["reason"] == "stolen":
            return self.st.stand(r.data["upto"], self.county, lambda s: s.author in self.creds and self.creds[s.author].data["sign_key"] == key)
        return self.st.stand(r.data["upto"], self.county, lambda s: s.author == r.data["of"])

    def revocations(self):
        """C12, C13, to the least fixed point: nothing is replaced but by a revocation that counts while only that is replaced."""
        self.replaced = set()
        while True:
            self._cred, self._bounds, self._rev = {}, {}, {}
            more = {p for r in self.of("revocation") if not self.revocation_fault(r) for p in r.parents if self.replaces(r, p)}
            if more <= self.replaced:
                break
            self.replaced |= more

    def replaces(self, r, p):
        o = self.stored.get(p)
        if o is None or o.kind != "revocation" or o.data["of"] != r.data["of"]:
            return False
        if o.data["reason"] == "stolen" and not self.met(r) and (
                r.data["reason"] != "stolen" or not set(r.data["upto"]) <= set(o.data["upto"]) or self.met(o)):                # C13
            return False
        return o.author == r.author or (r.author in self.officers and (o.author not in self.officers or self.met(r)))         # C12

    # C16 ----------------------------------------------------------------------------------------------------------------------------
    def packs(self):
        self.pack, self.pack_why, self.read_packs, self.in_force, name = {}, {}, {}, None, None
        for s in sorted(self.of("pack"), key=lambda s: (self.place.get(s.id, LAST), s.data["version"], s.id)):
            fault = "S15: area" if s.area != "" else "C16: no officer" if s.author not in self.officers else self.bears(s)
            try:
                p = self.read_packs[s.id] = Pack(s.data)
            except BadPack as e:
                fault = fault or "C22: %s" % e
            fault = fault or (None if self.met(s) else "C16: threshold") or ("C16: another name" if name not in (None, s.data["name"]) else None)
            for before in [] if fault else self.pack.values():
                changed = p.fits(before)
                fault = fault or (changed and "C16: changed: " + changed)
            self.pack_why[s.id] = fault
            if not fault:
                self.pack[s.id], name = p, s.data["name"]
                if self.in_force is None or p.version > self.pack[self.in_force].version:
                    self.in_force = s.id

    def area_covers(self, c, area):
        return c in self.officers or any(covers(p, area) for p in self.creds[c].data["areas"])

    def width(self, d):                                                # C21
        return 0 if d.author in self.officers else min(len(p) for p in self.creds[d.author].data["areas"] if covers(p, d.area))

    # C18..C21 -----------------------------------------------------------------------------------------------------------------------
    def division(self, building):
        """B1: the division of a root listing that is here, or None."""
        s = self.stored.get(building)
        p = self.read_packs.get(s.pack) if s and s.is_form else None
        if p is None or s.kind != p.root or s.building is not None or not p.division_field:
            return None
        v = s.data.get(p.division_field[0])
        return v if isinstance(v, str) and form.digits(12)(v) else None

    def decision_fault(self, d):                                       # C17, C20, S15
        fault = self.bears(d)
        if fault:
            return fault
        if d.pack not in self.pack:
            return "C17: pack does not count"
        if self.creds[d.author].data["role"] not in self.pack[d.pack].acts.get("decision", []):
            return "C20: role"
        if not self.area_covers(d.author, d.area):
            return "C20: area"
        a = d.data["about"]
        if "with" in d.data:
            return "B6: a house with itself" if a == d.data["with"] else None
        s = self.stored.get(a)
        if s is None or s.author is None:
            return "C20: about is not here"
        if d.area != s.area:
            return "S15: area"
        if s.author in self.person and self.person[d.author] == self.person[s.author]:
            return "C20: of the log's own person"
        return None

    def holding(self, decisions, outcome):
        """C21: the outcome that holds among counting decisions about one thing, or None."""
        gone = {p for d in decisions for p in d.parents for o in decisions if o.id == p and self.width(o) >= self.width(d)}
        left = [d for d in decisions if d.id not in gone]
        widest = min((self.width(d) for d in left), default=0)
        outcomes = {outcome(d) for d in left if self.width(d) == widest}
        return outcomes.pop() if len(outcomes) == 1 else None

    def forks(self):
        self.decision_why = {d.id: self.decision_fault(d) for d in self.of("decision")}
        self.lost, self.findings = {}, []                              # step -> why, for all steps on a branch without effect
        about = {}
        for d in self.of("decision"):
            if not self.decision_why[d.id] and "with" not in d.data:
                s = self.stored[d.data["about"]]
                about.setdefault((s.log, s.seq), []).append(d)
        logs, used = {}, set()
        for s in self.stored.values():
            if s.author is not None:
                logs.setdefault(s.log, {}).setdefault(s.seq, []).append(s)
        for log, seqs in logs.items():
            branch = {}                                                # step -> {seq of a fork: the step there that it is or descends from}
            for seq in sorted(seqs):
                here = sorted(seqs[seq], key=lambda s: s.id)
                for s in here:
                    up = self.link(s)
                    branch[s.id] = dict(branch[up.id]) if up else {}
                    if up and up.id in self.lost:
                        self.lost[s.id] = self.lost[up.id]
                able = [s for s in here if s.id not in self.lost and not self.bears(s)] if len(here) > 1 else []
                rivals = {s.id: [r for r in able if r is not s and all(branch[r.id].get(n, x) == x for n, x in branch[s.id].items())] for s in able}
                for fork in together(able, rivals):
                    used.update(self.judge_fork(fork, rivals, about.get((log, seq), []), seq))
                    for s in fork:
                        branch[s.id][seq] = s.id
        for d in self.of("decision"):
            if not self.decision_why[d.id] and "with" not in d.data and d.id not in used:
                self.decision_why[d.id] = "C20: about no fork"

    def judge_fork(self, fork, rivals, decisions, seq):                # C19, C20; the decisions that were about it
        self.findings.append("fork: " + " ".join(s.id for s in fork))
        ds = [d for d in decisions if any(s.id == d.data["about"] for s in fork)]
        held = self.holding(ds, lambda d: d.data["about"] if d.data["verdict"] == "keep" else "both")
        for s in fork:
            if held in ("both", s.id):
                continue
            if any(r.id == held or self.place.get(r.id, LAST) <= self.place.get(s.id, LAST) for r in rivals[s.id]):
                self.lost[s.id] = "C19: fork at %d" % seq
        return [d.id for d in ds]

    # B ------------------------------------------------------------------------------------------------------------------------------
    def slot(self, s, f):
        """B2: (building or division, form, root or None), by the form of the step that asks; None where it can be none."""
        root = (s.root or s.id) if f and f.repeat else s.root
        if not f or f.about:
            return ("division", s.area, s.kind, root) if s.building is None else None
        return ("building", s.building or s.id, s.kind, root)

    def form_fault(self, s):                                           # B3
        if s.id not in self.form_why:
            self.form_why[s.id] = "circle"                             # only where ids are given and not hashes
            self.form_why[s.id] = self.judge_form(s)
        return self.form_why[s.id]

    def judge_form(self, s):
        fault = self.bears(s)
        if fault:
            return fault
        p = self.pack.get(s.pack)
        if p is None:
            return "C17: pack does not count"
        if s.kind == "manifest":
            by, f, division = p.acts.get("manifest", []), None, s.data["division"]
        elif s.kind not in p.forms:
            return "K1: no form of its pack"
        else:
            f = p.forms[s.kind]
            by = f.by
        if s.id in self.lost:
            return self.lost[s.id]
        if self.creds[s.author].data["role"] not in by:
            return "B3: role"
        office = p.office.get(self.creds[s.author].data["role"])
        if f and f.offices and office is not None and s.data.get(f.offices["field"]) != office:
            return "B3: office"
        slot = self.slot(s, f)
        if slot is None:
            return "B2: no slot"
        if f and f.about:
            division = s.area if len(s.area) == DIGITS.get(f.about) else None
        elif f and s.building is None:
            division = self.division(s.id)
            if s.kind != p.root:
                return "B2: no slot"
        elif f:
            if self.division(s.building) is None or self.form_fault(self.stored[s.building]):
                return "B3: root listing is not here or does not count"
            division = self.division(s.building)
        if division != s.area:
            return "S15: area"
        if not self.area_covers(s.author, s.area):
            return "B3: area"
        if f:
            misfit = p.misfit(f, s.data, s.b["photos"], s.area)
            if misfit:
                return "B3: " + misfit
            if s.root is not None:
                first = self.stored.get(s.root)
                if not f.repeat or first is None or first.root is not None or self.slot(first, f) != slot:
                    return "B3: root"
        if any(x not in self.stored or self.slot(self.stored[x], f) != slot for x in s.parents):
            return "B3: parents"
        self.slots[s.id] = slot
        return None

    def ancestors(self, s):
        f = self.pack[s.pack].forms.get(s.kind)
        out, todo = set(), list(s.parents)
        while todo:
            x = todo.pop()
            if x in self.stored and x not in out and self.slot(self.stored[x], f) == self.slots[s.id]:
                out.add(x)
                todo += self.stored[x].parents
        return out

    def buildings(self):                                               # B1..B5
        self.form_why, self.slots, self.heads = {}, {}, {}
        for s in self.stored.values():
            if s.is_form or s.kind == "manifest":
                if not self.form_fault(s):
                    self.heads.setdefault(self.slots[s.id], []).append(s)
        self.counting = {k: list(v) for k, v in self.heads.items()}
        for k, v in self.heads.items():
            old = set().union(*(self.ancestors(s) for s in v))
            self.heads[k] = sorted((s for s in v if s.id not in old), key=lambda s: s.id)
        self.roots = sorted({k[1] for k in self.heads if k[0] == "building"})            # a slot's step counts only if its root listing does
        self.of_building = {}
        for k, v in self.heads.items():
            if k[0] == "building":
                self.of_building.setdefault(k[1], {})[k] = v

    # A ------------------------------------------------------------------------------------------------------------------------------
    def signoff_fault(self, s):
        fault = self.bears(s)
        if fault:
            return fault
        p = self.pack.get(s.pack)
        if p is None:
            return "C17: pack does not count"
        if s.id in self.lost:
            return self.lost[s.id]
        if s.kind == "withdrawal":
            o = self.stored.get(s.data["of"])
            if o is None or o.kind != "signoff":
                return "A8: sign-off is not here"
            if s.area != o.area:
                return "S15: area"
            if s.author != o.author:
                level = self.level(o)
                if not self.same(s.author, o.author) or level is None or not self.fits(s.author, level, o.area):
                    return "A8: not his"
            return None
        if self.level(s) is None:
            return "A5: no such chain or level"
        items = [(i["building"], i.get("root", "")) for i in s.data["items"]]
        if not 1 <= len(items) <= 1000 or any(a >= b for a, b in zip(items, items[1:])):
            return "A2: items"
        return None

    def same(self, one, other):                                        # C6: two credentials by themselves
        a, b = self.creds[one].data, self.creds[other].data
        return a["person"] == b["person"] or a["sign_key"] == b["sign_key"]

    def level(self, s):
        c = self.pack[s.pack].chains.get(s.data["chain"]) if s.pack in self.pack else None
        return next((v for v in c.levels if v.name == s.data["level"]), None) if c else None

    def fits(self, c, level, area):
        return self.creds[c].data["role"] in level.by and self.area_covers(c, area)

    def signoffs(self):
        self.sign_why = {s.id: self.signoff_fault(s) for s in self.of("signoff", "withdrawal")}
        self.items, self._effective, self.why_not = {}, {}, {}
        for s in self.of("signoff"):
            if not self.sign_why[s.id]:
                for i in s.data["items"]:
                    self.items[s.id, i["building"], i.get("root")] = (s, i)
        self.withdrawn = {}
        for s in self.of("withdrawal"):
            if not self.sign_why[s.id]:
                self.withdrawn.setdefault(s.data["of"], []).append(s.data.get("buildings"))
        self.open = {k for k in self.items if self.items[k][0].data["decision"] == "return" and self.is_open(k)}
        self.approved = {k for k in self.items if self.items[k][0].data["decision"] == "approve" and self.effective(k)}

    def item_fault(self, key):                                         # A3, A8
        s, i = self.items[key]
        chain = self.pack[s.pack].chains[s.data["chain"]]
        if key[1] not in self.roots or self.division(key[1]) != s.area:
            return "A3: root listing or area"
        if (key[2] is None) != (chain.each is None):
            return "A1: root"
        if not self.fits(s.author, self.level(s), s.area):
            return "A5: role or area"
        if any(b is None or key[1] in b for b in self.withdrawn.get(s.id, [])):
            return "A8: withdrawn"
        return None

    def is_open(self, key):                                            # A7
        if self.item_fault(key):
            return False
        s, b, root = key
        chain = self.pack[self.items[key][0].pack].chains[self.items[key][0].data["chain"]]
        if chain.each and ("building", b, chain.each, root) not in self.counting:
            return False
        for slot, steps in self.counting.items():
            if slot[:2] == ("building", b) and slot[2] in chain.covers and (not chain.each or slot[3] == root):
                if any(a["of"] == s for x in steps for a in x.data.get("_answers", [])):
                    return False
        return True

    def effective(self, key):                                          # A5
        if key not in self._effective:
            self.why_not[key] = self.ineffective(key)
            self._effective[key] = self.why_not[key] is None
        return self._effective[key]

    def ineffective(self, key):
        fault = self.item_fault(key)
        if fault:
            return fault
        s, item = self.items[key]
        _, b, root = key
        p = self.pack[s.pack]
        chain, level = p.chains[s.data["chain"]], self.level(s)
        here = self.of_building[b]
        slots = {k: v for k, v in here.items() if k[2] in chain.of or (k[2] in chain.covers and k[3] == root)}
        heads = [x for v in slots.values() for x in v]
        if not heads or item["covers"] != sorted(x.id for x in heads):
            return "A5: covers"
        if any(len(v) > 1 for v in slots.values()):
            return "A5: conflict"
        filled = [(p.forms[k[2]], v[0].data, v[0].b["photos"], k[3], v[0].id) for k, v in here.items() if len(v) == 1 and k[2] in p.forms]
        for n in chain.covers:
            if not any(k[2] == n and k[3] == root for k in slots) and (chain.each or p.called_for(p.forms[n], filled)):
                return "A5: %s unfilled" % n
        wrote = {}                                                     # form -> who wrote its heads (A12)
        for k, v in here.items():
            if k[3] is None or k[2:] == (chain.each, root):
                wrote.setdefault(k[2], set()).update(x.author for x in v)
        for x in heads:
            f = p.forms[x.kind]
            if any(self.same(x.author, y) for n in f.distinct_from for y in wrote.get(n, ())):
                return "A5: distinct_from of %s" % x.kind
            if any(not self.as_seen(p, n, x, here) for n in f.depends):
                return "A5: outdated"
        if any(self.items[k][0].data["chain"] == chain.name and k[1:] == (b, root) for k in self.open):
            return "A5: open return"
        if any(self.same(s.author, y) for n in level.distinct_from for y in wrote.get(n, ())):
            return "A5: distinct_from of the level"
        n = chain.levels.index(level)
        if ("prior" in item) != (n > 0):
            return "A5: prior"
        while n > 0:
            n -= 1
            prior = (item["prior"], b, root)
            if prior not in self.items:
                return "A5: prior"
            o, below = self.items[prior]
            if o.data["decision"] != "approve" or o.pack != s.pack or o.data["chain"] != chain.name or \
                    o.data["level"] != chain.levels[n].name or below["covers"] != item["covers"] or not self.effective(prior):
                return "A5: prior"
            if self.same(o.author, s.author):
                return "A5: signed a prior"
            item = below
        return None

    def as_seen(self, pack, name, head, here):                         # A10
        form, photo = pack.form_of_field(name), pack.fields[name].type == "photo"

        def seen(x):
            return [q["id"] for q in x.b["photos"] if q["field"] == name] if photo else x.data.get(name)
        now = next((v for k, v in here.items() if k[2] == form.name), [])
        then = [self.stored[u] for u in head.data.get("_upon", []) if u in self.stored]
        then = [x for x in then if x.kind == form.name and (x.building or x.id) == (head.building or head.id)]
        if not then:
            return not now
        return len(now) == 1 and all(same(seen(x), seen(now[0])) for x in then)

    # B6 -----------------------------------------------------------------------------------------------------------------------------
    def asides(self):
        pairs, self.aside = {}, set()
        for d in self.of("decision"):
            if not self.decision_why[d.id] and "with" in d.data:
                pairs.setdefault(frozenset((d.data["about"], d.data["with"])), []).append(d)
        for pair, ds in pairs.items():
            for b in pair:
                if b in self.roots:
                    held = self.holding([d for d in ds if covers(d.area, self.division(b))], lambda d: (d.data["verdict"], d.data["about"] * (d.data["verdict"] == "same")))
                    if held and held[0] == "same" and held[1] != b:
                        self.aside.add((b, held[1]))

    # H ------------------------------------------------------------------------------------------------------------------------------
    def slot_lines(self, slots):
        return sorted(" ".join(["slot", k[2]] + ([k[3]] if k[3] else []) + [x.id for x in v]) for k, v in slots.items())

    def building_lines(self, b):                                       # H1
        def lines(word, keys):
            return sorted(" ".join([word, self.items[k][0].data["chain"], self.items[k][0].data["level"], k[2] or "-", k[0]])
                          for k in keys if k[1] == b)
        return [b] + self.slot_lines(self.of_building[b]) + lines("sign", self.approved) + lines("return", self.open) + \
            sorted("aside " + v for u, v in self.aside if u == b)

    def divisions(self):
        out = {}
        for k, v in self.heads.items():
            if k[0] == "division":
                out.setdefault(k[1], {})[k] = v
        return {c: self.slot_lines(v) for c, v in sorted(out.items())}

    def now(self, area):                                               # H2
        became = self.pack[self.in_force].became if self.in_force else {}
        code = area.ljust(12, "0")
        while area and code in became:
            code = became[code]
        return code[:len(area)]

    def area_lines(self, area):                                        # H2
        area = self.now(area)
        return [g.id for g in self.chain] + [self.in_force or "-"] + \
            ["%s %s" % (b, state_hash(self.building_lines(b))) for b in self.roots if covers(area, self.now(self.division(b)))] + \
            ["division %s %s" % (c, state_hash(v)) for c, v in self.divisions().items() if covers(area, self.now(c))]

    # --- what counts, for print ---------------------------------------------------------------------------------------------------------
    def fault(self, s):
        k = s.kind
        if s.is_form or k == "manifest":
            return self.form_fault(s)
        if k == "genesis":
            return None if s in self.chain else "C1: not in the chain"
        if k == "credential":
            return self.cred_fault(s.id)
        if k == "revocation":
            return self.revocation_fault(s)
        if k == "pack":
            return self.pack_why[s.id]
        if k == "receipt":
            return None if s.id in self.county else "R1, C8: no county receipt that counts"
        if k in ("signoff", "withdrawal"):
            return self.sign_why[s.id]
        if k == "decision":
            return self.decision_why[s.id]
        if k in EMPTY_AREA and s.area != "" or k == "share" and s.area != s.data["village"]:
            return "S15: area"
        return self.bears(s)


def same(a, b):                                                        # two values of data; true is not 1
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def together(steps, rivals):
    """C19: the forks of a place: steps that compete with each other, directly or over others."""
    left = list(steps)
    while left:
        fork, todo = [], [left[0]]
        while todo:
            s = todo.pop()
            if s in left:
                left.remove(s)
                fork.append(s)
                todo += rivals[s.id]
        if len(fork) > 1:
            yield sorted(fork, key=lambda s: s.id)


def state_hash(lines):
    return blake(pae(form.STATE_TYPE, "".join(x + "\n" for x in lines).encode()))


class World:
    """All of it, from a set of (id, body, sig): the same whatever their order."""

    def __init__(self, steps, pins, verify=True):
        self.refused, self.every = {}, {}
        for ident, raw, sig in steps:
            try:
                if verify:
                    form.need(ident == blake(pae(form.STEP_TYPE, raw)), "S2: id")
                if ident in self.every:
                    self.every[ident].sigs.append(sig)
                else:
                    self.every[ident] = Step(ident, raw, [sig])
            except form.Refused as e:
                self.refused.setdefault(ident, "S: %s" % e)
        self.right = {}
        if verify:
            for s in self.every.values():
                self.rightly_signed(s)
        for s in self.every.values():
            a = self.every.get(s.author)
            if s.author is not None and a is not None and a.kind != "credential":
                self.refused[s.id] = "S2: author is no credential"
            elif verify and not self.right[s.id]:
                self.refused[s.id] = "S2: signature"
        self.every = {i: s for i, s in self.every.items() if i not in self.refused}
        for s in self.every.values():                                  # L5
            a = self.every.get(s.author)
            s.device_ok = a is None or a.data.get("device") in (None, s.device)
        self.stored = Stored(self.every, pins)
        self.stage, self.alarms = genesis_chain(self.stored, pins)
        self.chain, self.effects = self.stage.chain, Effects(self.stage)

    def rightly_signed(self, s):                                       # where the author is not here, nobody can say: right, and pending
        a = s if s.author is None else self.every.get(s.author)
        self.right[s.id] = a is None or a.kind != "credential" or any(
            signed(a.data["sign_key"], pae(form.STEP_TYPE, s.raw), sig) for sig in s.sigs)

    def fates(self):
        """{id: (fate, reason)}; fates: refused, pending, request, counts, does not count."""
        out = {i: ("refused", why) for i, why in self.refused.items()}
        for i, s in self.every.items():
            fate, why = self.stored.why[i]
            if fate == "stored":
                why = self.effects.fault(s)
                fate = "does not count" if why else "counts"
            out[i] = (fate, why)
        return out

    def history_lines(self):
        e = self.effects
        lines = ["chain " + g.id for g in self.chain] + ["pack " + (e.in_force or "-")]
        lines += ["counts " + i for i, (fate, _) in sorted(self.fates().items()) if fate == "counts"]
        for b in e.roots:
            lines += e.building_lines(b)
        for c, v in e.divisions().items():
            lines += ["division " + c] + v
        return lines


# --- files --------------------------------------------------------------------------------------------------------------------------
def raw(v):
    return v.encode() if isinstance(v, str) else bytes(v)


def ident(v):                                                          # 32 bytes, or 64 hex digits
    return v.hex() if isinstance(v, bytes) and len(v) == 32 else v.decode() if isinstance(v, bytes) else v


def signature(v):
    try:
        return v if v is None or len(v) == 64 else bytes.fromhex(raw(v).decode())
    except ValueError:
        return b""


def read_file(path):
    """steps, pins, remarks; an export without a right trailer is refused whole."""
    db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    tables = {r[0] for r in db.execute("select name from sqlite_master where type = 'table'")}

    def rows(table, columns, rest=""):
        sql = "select %s from %s %s" % (",".join("cast(%s as blob)" % c if c in ("body", "data") else c for c in columns), table, rest)
        return db.execute(sql).fetchall() if table in tables else []
    remarks, steps, blobs = [], [], []
    if "trailer" not in tables:
        app, user = db.execute("pragma application_id").fetchone()[0], db.execute("pragma user_version").fetchone()[0]
        if app != 0x4C4F5543 or user != 2:
            remarks.append("F1: application_id %x, user_version %d" % (app, user))
    for table in ("step", "pending", "request"):
        steps += [(ident(i), b, signature(s)) for i, b, s in rows(table, ("id", "body", "sig"))]
    for table in ("photo", "box"):
        for i, data in rows(table, ("id", "data")):
            if data is not None and (len(data) > form.MAX_BLOB or blake(data) != ident(i)):
                remarks.append("S10: %s %s refused" % (table, ident(i)))
            blobs.append(ident(i))
    pins = [(ident(g), how) for g, how in rows("pin", ("genesis", "how"), "order by rowid")]
    if "trailer" in tables:
        more = [n for n, in db.execute("select name from sqlite_master where sql is not null") if n not in ("step", "photo", "box", "request", "trailer")]
        fault = "more: %s" % " ".join(sorted(more)) if more else trailer_fault(
            rows("trailer", ("body", "sig")), [ident(i) for t in ("step", "request") for i, in rows(t, ("id",))], blobs, steps)
        if fault or remarks:
            refuse_whole(fault or remarks[0])
    return steps, pins, remarks, "trailer" in tables


def refuse_whole(why):                                                 # E5
    raise SystemExit("E5: the file is refused whole: %s" % why)


def trailer_fault(found, step_ids, blob_ids, steps):                   # E3, E5
    if len(found) != 1:
        return "no trailer, or several"
    text, sig = found[0]
    try:
        t = form.parse_trailer(raw(text))
        for what, have in (("steps", step_ids), ("blobs", blob_ids)):
            if t[what] != {"count": len(have), "hash": blake(b"".join(bytes.fromhex(i) for i in sorted(have)))}:
                return "%s are not those it counts" % what
        author = next((json.loads(b)["data"] for i, b, _ in steps if i == t["author"]), {})
        key = author.get("sign_key")
    except (ValueError, KeyError, TypeError, form.Refused) as e:
        return "trailer: %s" % e
    if author.get("device", t["device"]) != t["device"]:
        return "trailer's device"
    if key is None or not signed(key, pae(form.TRAILER_TYPE, raw(text)), signature(sig)):
        return "trailer's signature"
    return None


def read_pins(v):
    out = []
    for p in v or []:
        if isinstance(p, dict):
            out.append((p["genesis"], p.get("how", 1)))
        else:
            out.append((p, 1) if isinstance(p, str) else tuple(p))
    return out


def history(line):
    h = json.loads(line)
    steps = [(s["id"], s["body"].encode() if isinstance(s["body"], str) else s["body"], None) for s in h["steps"]]
    return World(steps, read_pins(h.get("pin")), verify=False)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("file")
    ap.add_argument("--area", default="")
    ap.add_argument("--pin", action="append", default=[])
    ap.add_argument("--json", action="store_true")
    ap.add_argument("--histories", action="store_true")
    ap.add_argument("--lines", action="store_true")
    a = ap.parse_args()
    areas = a.area.split(",")
    if a.histories:
        for line in open(a.file, encoding="utf-8"):
            if line.strip():
                lines = history(line).history_lines()
                print("\n".join(lines) + "\n" if a.lines else blake("".join(x + "\n" for x in lines).encode()))
        return
    steps, pins, remarks, export = read_file(a.file)
    pins += [(p, 2) for p in a.pin]
    w = World(steps, pins)
    if not pins:
        first = [s.id for s in w.every.values() if s.kind == "genesis" and not s.parents]
        if len(first) == 1:
            remarks.append("no pin here: its only first genesis is taken")
            w = World(steps, [(first[0], 1)])
    e = w.effects
    fates = w.fates()
    if export:
        for i, (fate, why) in sorted(fates.items()):
            if fate == "refused":
                refuse_whole("%s: %s" % (i, why))
    gaps = [s.id for s in w.stored.stored.values() if s.seq > 1 and w.stored.link(s) is None]
    out = {"remarks": remarks + w.alarms + e.findings, "gaps": sorted(gaps), "chain": [g.id for g in w.chain], "pack": e.in_force,
           "counts": sum(f == "counts" for f, _ in fates.values()),
           "steps": {i: list(f) for i, f in sorted(fates.items()) if f[0] != "counts"},
           "ineffective": {"%s %s %s" % (k[0], k[1], k[2] or "-"): v for k, v in sorted(e.why_not.items(), key=str) if v},
           "conflicts": [list(map(str, k)) for k, v in sorted(e.heads.items(), key=str) if len(v) > 1],
           "buildings": {b: state_hash(e.building_lines(b)) for b in e.roots if any(covers(area, e.division(b)) for area in areas)},
           "area": {area: state_hash(e.area_lines(area)) for area in areas}}
    if a.json:
        print(json.dumps(out, indent=1, ensure_ascii=False))
        return
    for r in out["remarks"]:
        print("remark:", r)
    for i, (fate, why) in out["steps"].items():
        print("%s %s: %s" % (i, fate, why))
    for i in out["gaps"]:
        print("gap before", i)
    for k, v in out["ineffective"].items():
        print("approval %s: %s" % (k, v))
    print("\n".join("chain " + i for i in out["chain"]))
    print("pack", out["pack"] or "-")
    for b, h in out["buildings"].items():
        print("building", b, h)
    for area in areas:
        print("area %s %s" % (area or '""', out["area"][area]))


sys.setrecursionlimit(200000)                                          # chains of authors may be long
if __name__ == "__main__":
    main()
