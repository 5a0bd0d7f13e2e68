"""The rules of doc/file-format a second time: plainly, slowly, over a set of steps whose signatures are right.

Every function names the rule it is. Nothing here is fast, nothing is shared with the program; where the two differ, one of them or the text
is wrong. A step is a dict with the members of section S and `id`. Packs are given apart, already read: {step id: Pack}.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

TRUST_KINDS = {"genesis", "credential", "endorsement", "revocation", "pack", "receipt"}
SYSTEM_KINDS = TRUST_KINDS | {"signoff", "withdrawal", "manifest", "share", "epoch", "decision"}
FORKABLE = {"signoff", "withdrawal", "manifest"}  # and forms: C18
AFTER_ALL = 1 << 60


@dataclass
class Form:
    by: list
    repeat: bool = False
    about: str = None
    distinct_from: list = field(default_factory=list)
    depends: list = field(default_factory=list)  # (form, field)


@dataclass
class Level:
    name: str
    by: list
    distinct_from: list = field(default_factory=list)


@dataclass
class Chain:
    name: str
    covers: list
    levels: list
    each: str = None
    of: list = field(default_factory=list)  # of an each-chain over a stage of cases: what these are about


@dataclass
class Pack:
    name: str
    version: int
    root: str
    forms: dict
    chains: dict
    decides: list
    types: dict = field(default_factory=dict)


def covers(prefix, area):
    return area.startswith(prefix)


def pae(kind, body):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def hash_lines(lines):
    body = "".join(line + "\n" for line in lines).encode()
    return hashlib.blake2b(pae(b"application/vnd.louce.state.v2", body), digest_size=32).hexdigest()


def log_of(step):
    return (step["author"], step["device"], step["area"], step["epoch"])


class Model:
    """One file: what it was given, and what follows from it."""

    def __init__(self, steps, packs, pins=(), pinned=()):
        """pins: the geneses the file has followed, oldest first; pinned: those of them that a person pinned."""
        self.given = {s["id"]: s for s in steps}
        self.packs = packs
        self.pins, self.pinned = list(pins), list(pinned)
        self.settle_stored()
        self.settle_links()
        self.settle_geneses()
        self.settle_receipts()
        self.settle_credentials()
        self.settle_packs()
        self.settle_forks()
        self.settle_buildings()
        self.settle_signoffs()

    # ---- D: what is stored

    def settle_stored(self):
        """D1-D6, as a fixed point: a credential lets in what it signed, a genesis the self-signed ones it names."""
        given, self.steps, self.fates = self.given, {}, {}
        officers, changed = set(), True
        followed = set(self.pins) | set(self.pinned)
        while changed:
            changed = False
            for s in given.values():
                if s["id"] in self.steps:
                    continue
                self.fates[s["id"]] = fate = self.fate(s, officers, followed)
                if fate != "store":
                    continue
                self.steps[s["id"]] = s
                if s["kind"] == "genesis":
                    officers |= set(s["data"]["officers"])
                    for i in list(followed):  # what a followed one that is stored comes from is followed, too
                        while i in self.steps and self.steps[i]["kind"] == "genesis" and len(self.steps[i]["parents"]) == 1:
                            i = self.steps[i]["parents"][0]
                            followed.add(i)
                changed = True

    def fate(self, s, officers, followed):
        kind = s["kind"]
        if s["author"] is None:
            if kind != "credential":
                return "refuse"
            return "store" if s["id"] in officers else "request"  # D5
        if s["author"] in self.steps and self.steps[s["author"]]["kind"] != "credential":  # D1
            return "refuse"
        author = self.given.get(s["author"])
        if not author or author["kind"] != "credential" or (author["author"] is not None and author["id"] not in self.steps):
            return "wait"
        if "device" in author["data"] and author["data"]["device"] != s["device"]:  # L5
            return "refuse"
        if kind == "genesis" and author["author"] is None and s["id"] in followed:
            return "store"
        if author["id"] in officers:
            return "store"
        if author["author"] is None:
            return "wait"
        if kind in ("genesis", "pack", "endorsement", "receipt"):  # L4: only a self-signed credential is ever an officer's
            return "refuse"
        if s["area"] == "":  # L4
            return "store" if author["data"]["issues"] and kind in ("credential", "revocation", "epoch") else "refuse"
        return "store" if any(covers(a, s["area"]) for a in author["data"]["areas"]) else "refuse"

    # ---- L: logs

    def settle_links(self):
        """L2: the step before, over right links only."""
        self.before = {}
        for s in self.steps.values():
            p = self.steps.get(s["prev"]) if s["prev"] else None
            if p and p["author"] is not None and log_of(p) == log_of(s) and p["seq"] == s["seq"] - 1:
                self.before[s["id"]] = p["id"]

    def line(self, i):
        """The step and all that it descends from (L3)."""
        while i:
            yield i
            i = self.before.get(i)

    def descends(self, i, ancestor):
        return ancestor in self.line(i)

    # ---- C1-C7: geneses

    def persons(self, credentials, among=None):
        """C6: classes of credentials that are of one person, over those that count (or `among` these); a dict to a representative."""
        parent = {}

        def find(x):
            while parent.setdefault(x, x) != x:
                x = parent[x]
            return x

        among = [c for c, stands in self.stands.items() if stands] if among is None else among
        for c in among:
            data = self.steps[c]["data"]
            for key in (("person", data["person"]), ("key", data["sign_key"])):
                parent[find(("id", c))] = find(key)
        return {c: find(("id", c)) for c in credentials}

    def spoke(self, of):
        """Credentials that signed a step or an endorsement of it, and the step by which each did."""
        out = defaultdict(list)
        out[self.steps[of]["author"]].append(of)
        for s in self.steps.values():
            if s["kind"] == "endorsement" and s["area"] == "" and s["data"]["of"] == of:
                out[s["author"]].append(s["id"])
        return out

    def well_formed_genesis(self, g):
        """C2."""
        officers = g["data"]["officers"]
        if g["area"] or not officers:
            return False
        for o in officers:
            c = self.steps.get(o)
            if not c or c["kind"] != "credential" or c["author"] is not None:
                return False
        n, k = len(set(self.persons(officers, officers).values())), g["data"]["threshold"]
        return (n == 1 and k == 1) or (n >= 3 and n / 2 < k < n)

    def agreed(self, genesis, of, allowed=lambda credential, step: True):
        """Do enough persons of a genesis stand behind a step?"""
        g = self.steps[genesis]["data"]
        person = self.persons(g["officers"], g["officers"])
        who = {person[c] for c, by in self.spoke(of).items() if c in person and any(allowed(c, b) for b in by)}
        return len(who) >= g["threshold"]

    def dropped_by_chain(self):
        """C2: officers of the chain that its last genesis does not name."""
        named = [set(self.steps[g]["data"]["officers"]) for g in self.chain]
        return set().union(*named) - named[-1] if named else set()

    def contenders(self, geneses, given=None):
        """C1: who may follow the last of the chain, and who does without being asked; C3: several are an alarm."""
        now, dropped = self.chain[-1], self.dropped_by_chain()
        rivals = [
            g for g, s in geneses.items()
            if s["parents"] == [now] and g not in self.chain and (g == given or not dropped & set(s["data"]["officers"])
            and (g in self.pinned or (s["author"] in geneses[now]["data"]["officers"] and self.agreed(now, g)))
            and self.agreed(g, g))
        ]
        if len(rivals) > 1:
            self.alarms.append(sorted(rivals))
        return rivals

    def settle_geneses(self):
        self.chain, self.alarms = [], []
        geneses = {s["id"]: s for s in self.steps.values() if s["kind"] == "genesis" and self.well_formed_genesis(s)}
        start = self.pinned[-1] if self.pinned else (self.pins[0] if self.pins else None)
        if start not in geneses:
            return
        back = start
        while back:
            self.chain.insert(0, back)
            parents = geneses[back]["parents"]
            back = parents[0] if len(parents) == 1 and parents[0] in geneses and parents[0] not in self.chain else None
        line, self.chain = self.chain, []
        for g in line:
            if self.chain:  # C3
                self.contenders(geneses, g)
            if self.dropped_by_chain() & set(geneses[g]["data"]["officers"]):  # C1: behind it the chain begins anew
                self.chain, self.alarms = [], []
            else:
                self.chain.append(g)
        while self.chain:
            rivals = self.contenders(geneses)
            followed = [g for g in self.pins if g in rivals]
            persons = [g for g in self.pinned if g in rivals]
            if persons:
                chosen = max(persons, key=lambda g: len(self.pinned) - self.pinned[::-1].index(g))
            elif followed:
                chosen = followed[0]
            elif len(rivals) == 1:
                chosen = rivals[0]
            elif rivals:  # C3: by the receipts up to their parent's
                self.settle_receipts(self.chain)
                place = sorted((self.place(g), g) for g in rivals)
                chosen = place[0][1] if place[0][0] < place[1][0] else None
            else:
                chosen = None
            if not chosen:
                return
            self.chain.append(chosen)

    # ---- U: bounds

    def within(self, i, upto, author_ok, receipts):
        """U2-U4: does one of these ids stand for the step?"""
        for u in upto:
            s = self.steps.get(u)
            if not s:
                continue
            if u in receipts:
                past = self.past(u, receipts)
                if i in past or self.covered_by(i, past) or any(self.descends(r, i) for r in past):
                    return True
            elif author_ok(s["author"]) and self.descends(u, i):
                return True
        return False

    def genesis_bound(self, i, chain=None):
        """C5: does the step stand as far as later geneses go? Judged by the first that dropped its author, or its receiver."""
        s, chain = self.steps[i], self.chain if chain is None else chain
        for n in range(1, len(chain)):
            old, new = self.steps[chain[n - 1]]["data"], self.steps[chain[n]]["data"]
            dropped = s["author"] in old["officers"] and s["author"] not in new["officers"]
            moved = s["kind"] == "receipt" and s["area"] == "" and old["receiver"] != new["receiver"] and s["device"] == old["receiver"]
            if dropped or moved:
                receipts = self.receipts_of(chain[:n])
                return self.within(i, new.get("upto", []), lambda a: a in old["officers"], receipts)
        return True

    # ---- R: county receipts

    def receipts_of(self, chain):
        """R1 and C8, by these geneses alone."""
        out = set()
        for s in self.steps.values():
            if s["kind"] != "receipt" or s["area"]:
                continue
            c = self.steps[s["author"]]
            for g in chain:
                data = self.steps[g]["data"]
                if s["author"] in data["officers"] and s["device"] == data["receiver"] and c["data"].get("device") == data["receiver"]:
                    out.add(s["id"])
        return {i for i in out if self.genesis_bound(i, chain)} if len(chain) > 1 else out

    def settle_receipts(self, chain=None):
        chain = self.chain if chain is None else chain
        self.receipts = self.receipts_of(chain)
        self.number = {}
        for i in self.receipts:  # R3, without recursion: prior comes before in a chain of hashes
            stack = [i]
            while stack:
                top = stack[-1]
                if top in self.number:
                    stack.pop()
                    continue
                prior = [p for p in self.steps[top]["data"]["prior"] if p in self.receipts]
                missing = [p for p in prior if p not in self.number]
                if missing:
                    stack += missing
                else:
                    self.number[top] = 1 + max((self.number[p] for p in prior), default=0)
                    stack.pop()
        self.main = []
        ends = sorted(self.receipts, key=lambda r: (-self.number[r], r))
        at = ends[0] if ends else None
        while at:  # R6
            self.main.insert(0, at)
            prior = sorted((p for p in self.steps[at]["data"]["prior"] if p in self.receipts), key=lambda r: (-self.number[r], r))
            at = prior[0] if prior else None
        self.pasts = {}
        self.places = {}

    def past(self, receipt, receipts):
        """R2."""
        out, stack = set(), [receipt]
        while stack:
            r = stack.pop()
            if r in receipts and r not in out:
                out.add(r)
                stack += self.steps[r]["data"]["prior"]
        return out

    def covered_by(self, i, past):
        """R4, R5."""
        for r in past:
            for line in self.steps[r]["data"]["logs"]:
                tip = self.steps.get(line["tip"])
                if tip and (log_of(tip), tip["seq"]) != ((line["author"], line["device"], line["area"], line["epoch"]), line["seq"]):
                    continue
                if tip and self.descends(line["tip"], i):
                    return True
        return False

    def newest(self):
        """R8: county receipts that no other has in its past."""
        return {r for r in self.receipts if not any(r in self.past(o, self.receipts) for o in self.receipts if o != r)}

    def named(self, log, among=None):
        """R5: what county receipts (or `among` these) name of a log: places, and the tips at each."""
        out = defaultdict(set)
        for r in self.receipts if among is None else among:
            for line in self.steps[r]["data"]["logs"]:
                tip = self.steps.get(line["tip"])
                if log_of(line) == log and (not tip or (log_of(tip), tip["seq"]) == (log, line["seq"])):
                    out[line["seq"]].add(line["tip"])
        return out

    def place(self, i):
        """R7."""
        if i not in self.places:
            self.places[i] = AFTER_ALL
            for r in self.main:
                if self.covered_by(i, self.past(r, self.receipts)):
                    self.places[i] = self.number[r]
                    break
        return self.places[i]

    def places_of(self, steps):
        return [self.place(s["id"]) for s in steps if s["id"] in self.steps]

    # ---- C9-C15: credentials

    def is_officer(self, credential):
        return any(credential in self.steps[g]["data"]["officers"] for g in self.chain)

    def threshold(self, of):
        """C7: by one genesis of the chain; where another follows it, only with words within that one's upto."""
        for n, g in enumerate(self.chain):
            if n + 1 == len(self.chain):
                allowed = lambda c, by: True
            else:
                old, new = self.steps[g]["data"], self.steps[self.chain[n + 1]]["data"]
                receipts = self.receipts_of(self.chain[: n + 1])
                allowed = lambda c, by: self.within(by, new.get("upto", []), lambda a: a in old["officers"], receipts)
            if not self.steps[of]["area"] and self.agreed(g, of, allowed):
                return True
        return False

    def rank(self, credential):
        """C9: 0 self-signed, 1 issuers and whom officers issued, 2 whom issuers issued."""
        s = self.steps[credential]
        if s["author"] is None:
            return 0
        return 1 if s["data"]["issues"] or self.is_officer(s["author"]) else 2

    def settle_credentials(self):
        """Officers issue issuers and persons, issuers persons: what bounds issuers is known from officers' words alone."""
        self.stands, self.bounds = {}, {}
        credentials = [i for i, s in self.steps.items() if s["kind"] == "credential"]
        revocations = [s for s in self.steps.values() if s["kind"] == "revocation" and s["area"] == "" and self.of(s)]
        by_officers = [s for s in revocations if self.is_officer(s["author"])]
        for i in credentials:
            if self.rank(i) == 0:
                self.stands[i], self.bounds[i] = self.credential_counts(i), []
        counting = [s for s in by_officers if self.revocation_counts(s)]
        self.settle_revocations(counting, [i for i in credentials if self.steps[i]["data"]["issues"] and self.rank(i)])
        for i in credentials:
            if self.rank(i) == 1:
                self.stands[i] = self.credential_counts(i)
        counting += [s for s in revocations if s not in by_officers and self.revocation_counts(s)]
        for i in credentials:
            if self.rank(i) == 2:
                self.stands[i] = self.credential_counts(i)
        self.settle_revocations(counting, [i for i in credentials if i not in self.bounds])

    def revocation_counts(self, s):
        """C11."""
        a, of = s["author"], self.of(s)
        if not self.is_officer(a) and of["author"] != a or not self.stands.get(a) or a not in self.bounds or not self.act_counts(s["id"]):
            return False
        return not of["data"]["issues"] or self.threshold(s["id"])

    def of(self, revocation):
        s = self.steps.get(revocation["data"]["of"])
        return s if s and s["kind"] == "credential" else None

    def credential_counts(self, i):
        s = self.steps[i]
        if s["area"] or len(s["data"]["areas"]) > 64 or len(s["data"]["issues"]) > 64:
            return False
        if s["author"] is None:
            return self.is_officer(i)
        a = s["author"]
        if not self.is_officer(a):
            data = self.steps[a]["data"]
            if s["data"]["role"] not in data["issues"] or s["data"]["issues"]:
                return False
            if not all(any(covers(x, y) for x in data["areas"]) for y in s["data"]["areas"]):
                return False
        if not self.stands.get(a) or not self.act_counts(i):
            return False
        return not s["data"]["issues"] or self.threshold(i)

    def act_counts(self, i):
        """Do the bounds on its author let this step count?"""
        s = self.steps[i]
        if not self.genesis_bound(i):
            return False
        key = self.steps[s["author"]]["data"]["sign_key"]
        for upto, stolen in self.bounds[s["author"]]:
            ok = (lambda a: a is not None and self.steps[a]["data"]["sign_key"] == key) if stolen else (lambda a: a == s["author"])
            if not self.within(i, upto, ok, self.receipts):
                return False
        return True

    def settle_revocations(self, counting, credentials):
        """C12-C15: how far acts of these credentials count, by the revocations that do: a list of (upto, stolen) each."""
        replaced = self.replaced = set()
        for s in counting:
            for p in s["parents"]:
                r = self.steps.get(p)
                if r and r["kind"] == "revocation" and r["area"] == "" and r["data"]["of"] == s["data"]["of"] and self.may_replace(s, r):
                    replaced.add(p)
        for c in credentials:
            self.bounds[c] = []
            data = self.steps[c]["data"]
            for s in counting:
                stolen = s["data"]["reason"] == "stolen"
                if s["id"] in replaced or s["data"]["reason"] == "lifted":
                    continue
                about = self.of(s)["data"]["sign_key"] == data["sign_key"] if stolen else s["data"]["of"] == c
                if about and (self.is_officer(s["author"]) or s["author"] == self.steps[c]["author"]) and (not data["issues"] or self.threshold(s["id"])):
                    self.bounds[c].append((s["data"]["upto"], stolen))

    def may_replace(self, s, r):
        """C12, C13."""
        agreed = self.threshold(s["id"])
        if r["data"]["reason"] == "stolen" and not agreed:
            if s["data"]["reason"] != "stolen" or self.threshold(r["id"]) or not set(s["data"]["upto"]) <= set(r["data"]["upto"]):
                return False
        return s["author"] == r["author"] or self.is_officer(s["author"]) and (not self.is_officer(r["author"]) or agreed)

    # ---- C16, C17: packs

    def settle_packs(self):
        self.counting_packs, first = [], None
        candidates = []
        for i, s in self.steps.items():
            if s["kind"] == "pack" and s["area"] == "" and i in self.packs and self.is_officer(s["author"]) and self.author_counts(s) and self.threshold(i):
                candidates.append(i)
        for i in sorted(candidates, key=lambda i: (self.place(i), self.packs[i].version, i)):
            pack = self.packs[i]
            if first and pack.name != first.name:
                continue
            if all(self.compatible(self.packs[o], pack) for o in self.counting_packs):
                first = first or pack
                self.counting_packs.append(i)
        self.in_force = None
        for i in self.counting_packs:
            key = (-self.packs[i].version, self.place(i), i)
            if self.in_force is None or key < (-self.packs[self.in_force].version, self.place(self.in_force), self.in_force):
                self.in_force = i

    @staticmethod
    def compatible(old, new):
        types = all(new.types.get(f, t) == t for f, t in old.types.items())
        forms = all((new.forms[f].repeat, new.forms[f].about) == (o.repeat, o.about) for f, o in old.forms.items() if f in new.forms)
        each = all(new.chains[c].each == o.each for c, o in old.chains.items() if c in new.chains)
        return types and forms and each and new.root == old.root

    def pack_of(self, s):
        return self.packs[s["pack"]] if s["pack"] in self.counting_packs else None

    # ---- C18-C21: forks

    def author_counts(self, s):
        return s["author"] is not None and bool(self.stands.get(s["author"])) and self.act_counts(s["id"])

    def settle_forks(self):
        """C18, C19."""
        at = defaultdict(list)
        for s in self.steps.values():
            if s["author"] is not None:
                at[log_of(s) + (s["seq"],)].append(s["id"])
        self.forks, self.lost, self.rival = {}, set(), {}
        for key in sorted(at):
            here, behind = [], {}
            for i in at[key]:
                before = self.before.get(i)
                behind[i] = self.rival.get(before)
                if before in self.rival:
                    self.rival[i] = self.rival[before]
                if before in self.lost:
                    self.lost.add(i)
                elif self.author_counts(self.steps[i]):
                    here.append(i)

            def compete(a, b):
                return a != b and (behind[a] == behind[b] or behind[a] is None or behind[b] is None)

            while here:
                fork, reached = [], [here[0]]
                while reached:
                    i = reached.pop()
                    fork.append(i)
                    here.remove(i)
                    reached += [o for o in here if compete(i, o) and o not in reached]
                if len(fork) > 1:
                    self.settle_fork(key, fork, compete)

    def settle_fork(self, key, rivals, compete):
        self.forks.setdefault(key, []).extend(rivals)
        keep = {r for r in rivals if all(self.place(r) < self.place(o) for o in rivals if compete(r, o))}
        decision = self.decided(key, rivals)
        if decision:
            verdict, about = decision
            keep = set(rivals) if verdict == "both" else {r for r in keep if not compete(r, about)} | {about}
        for r in rivals:
            self.rival[r] = r
            if r not in keep:
                self.lost.add(r)

    def width(self, author, area):
        if self.is_officer(author):
            return 0
        return min((len(a) for a in self.steps[author]["data"]["areas"] if covers(a, area)), default=99)

    def may_decide(self, s):
        pack = self.pack_of(s)
        if not pack or not self.author_counts(s):
            return False
        c = self.steps[s["author"]]["data"]
        return c["role"] in pack.decides and (self.is_officer(s["author"]) or any(covers(a, s["area"]) for a in c["areas"]))

    def standing(self, decisions):
        """C21: what is left of decisions about the same thing, and whether these agree; by outcome."""
        replaced = set()
        for d in decisions:
            for p in d["parents"]:
                o = next((x for x in decisions if x["id"] == p), None)
                if o and self.width(d["author"], d["area"]) <= self.width(o["author"], o["area"]):
                    replaced.add(p)
        left = [d for d in decisions if d["id"] not in replaced]
        if not left:
            return []
        widest = min(self.width(d["author"], d["area"]) for d in left)
        return [d for d in left if self.width(d["author"], d["area"]) == widest]

    def decided(self, key, rivals):
        """C20: what is decided: (verdict, about), or None where no decision holds."""
        owner = self.persons([key[0]])[key[0]]
        about = []
        for s in self.steps.values():
            if s["kind"] != "decision" or s["data"].get("verdict") not in ("keep", "both") or s["data"]["about"] not in rivals:
                continue
            if s["area"] == key[2] and self.may_decide(s) and self.persons([s["author"]])[s["author"]] != owner:
                about.append(s)
        outcomes = {("both", None) if d["data"]["verdict"] == "both" else ("keep", d["data"]["about"]) for d in self.standing(about)}
        return next(iter(outcomes)) if len(outcomes) == 1 else None

    def effective(self, s):
        """As far as C goes, does a form, sign-off, withdrawal or manifest take effect?"""
        return self.author_counts(s) and self.pack_of(s) is not None and s["id"] not in self.lost

    # ---- B: buildings and slots

    def settle_buildings(self):
        self.division, self.slots = {}, defaultdict(list)
        forms = [s for s in self.steps.values() if s["kind"] not in SYSTEM_KINDS and self.effective(s)]
        for s in forms:
            pack = self.pack_of(s)
            if s["kind"] == pack.root and s["building"] is None and self.may_fill(s, pack, s["data"].get("village", "")):
                self.division[s["id"]] = s["data"]["village"]
        slot_of = {}
        for s in forms:
            building = s["building"] or s["id"]
            pack = self.pack_of(s)
            if building not in self.division or not self.may_fill(s, pack, self.division[building]):
                continue
            form = pack.forms.get(s["kind"])
            root = None
            if form.repeat:
                root = s["root"] or s["id"]
                first = self.steps.get(root)
                if not first or first["kind"] != s["kind"] or (first["building"] or first["id"]) != building or first["root"]:
                    continue
            elif s["root"]:
                continue
            slot_of[s["id"]] = (building, s["kind"], root)
        self.slot_of = slot_of
        for i, slot in slot_of.items():
            if self.parents_fit(i, slot):
                self.slots[slot].append(i)
        self.heads = {slot: sorted(i for i in ids if not any(self.is_ancestor(i, o, slot) for o in ids if o != i)) for slot, ids in self.slots.items()}
        self.settle_aside()

    def may_fill(self, s, pack, division):
        form = pack.forms.get(s["kind"])
        return bool(form) and s["area"] == division and self.steps[s["author"]]["data"]["role"] in form.by

    def says_slot(self, p, slot):
        """B2: is a step here, and does it say it is of the slot, whether or not it counts?"""
        s = self.steps.get(p)
        if not s or s["kind"] != slot[1] or (s["building"] or s["id"]) != slot[0]:
            return False
        return not s["root"] if slot[2] is None else (s["root"] or s["id"]) == slot[2]

    def parents_fit(self, i, slot):
        """B3."""
        return all(self.says_slot(p, slot) for p in self.steps[i]["parents"])

    def is_ancestor(self, i, of, slot):
        """B5."""
        seen, stack = set(), list(self.steps[of]["parents"])
        while stack:
            p = stack.pop()
            if p == i:
                return True
            if p not in seen and self.says_slot(p, slot):
                seen.add(p)
                stack += self.steps[p]["parents"]
        return False

    def settle_aside(self):
        """B6: from the decisions alone, and of these from those whose area covers the house."""
        self.aside = {}
        for house, division in self.division.items():
            about = self.asides(house, division)
            if about:
                self.aside[house] = about

    def asides(self, house, division):
        return sorted(about for about, other in self.same(house, division) if other == house)

    def joined(self, house, division):
        return sorted(other if about == house else about for about, other in self.same(house, division))

    def same(self, house, division):
        """The pairs with this house that are one by what is decided, that which stays first."""
        pairs, out = defaultdict(list), []
        for s in self.steps.values():
            d = s["data"]
            if s["kind"] == "decision" and d.get("verdict") in ("same", "apart") and d["about"] != d["with"] and house in (d["about"], d["with"]):
                if covers(s["area"], division) and self.may_decide(s):
                    pairs[frozenset((d["about"], d["with"]))].append(s)
        for decisions in pairs.values():
            outcomes = {(s["data"]["verdict"], s["data"]["about"] if s["data"]["verdict"] == "same" else None) for s in self.standing(decisions)}
            if len(outcomes) == 1:
                verdict, about = next(iter(outcomes))
                if verdict == "same":
                    out.append((about, decisions[0]["data"]["with"] if decisions[0]["data"]["about"] == about else decisions[0]["data"]["about"]))
        return out

    # ---- A: sign-offs

    def settle_signoffs(self):
        self.withdrawn = defaultdict(set)
        signoffs = [s for s in self.steps.values() if s["kind"] == "signoff" and self.effective(s) and self.well_formed_signoff(s)]
        for s in self.steps.values():
            if s["kind"] != "withdrawal" or not self.effective(s):
                continue
            of = self.steps.get(s["data"]["of"])
            if of in signoffs and self.may_withdraw(s, of):
                named = s["data"].get("buildings")
                here = {i["building"] for i in of["data"]["items"] if self.division.get(i["building"]) == s["area"]}
                self.withdrawn[of["id"]] |= here if named is None else here & set(named)
        self.returns, self.approvals = set(), {}
        for s in signoffs:
            for item in s["data"]["items"]:
                if s["data"]["decision"] == "return" and self.is_open(s, item):
                    self.returns.add((s["id"], item["building"], item.get("root")))
        pending, progress = [(s, i) for s in signoffs if s["data"]["decision"] == "approve" for i in s["data"]["items"]], True
        while progress:
            progress = False
            for s, item in list(pending):
                if self.approval_holds(s, item):
                    self.approvals[(s["id"], item["building"], item.get("root"))] = item
                    pending.remove((s, item))
                    progress = True

    def is_one_of(self, credential, others):
        """C6: is it of one person with any of these, each by itself?"""
        mine = self.steps[credential]["data"]
        return any(mine[what] == self.steps[o]["data"][what] for o in others for what in ("person", "sign_key"))

    def level_of(self, s):
        pack = self.pack_of(s)
        chain = pack.chains.get(s["data"]["chain"]) if pack else None
        for n, level in enumerate(chain.levels if chain else []):
            if level.name == s["data"]["level"]:
                return chain, n, level
        return None, 0, None

    def well_formed_signoff(self, s):
        """A2."""
        keys = [(i["building"], i.get("root") or "") for i in s["data"]["items"]]
        return 1 <= len(keys) <= 1000 and keys == sorted(set(keys)) and self.level_of(s)[2] is not None

    def fits_level(self, s, division):
        level = self.level_of(s)[2]
        c = self.steps[s["author"]]["data"]
        return s["area"] == division and c["role"] in level.by

    def may_withdraw(self, s, of):
        if s["author"] == of["author"]:
            return True
        c = self.steps[s["author"]]["data"]
        return (self.is_one_of(s["author"], [of["author"]]) and c["role"] in self.level_of(of)[2].by
                and any(covers(a, of["area"]) for a in c["areas"]))

    def is_taken(self, s, item):
        """A3, A4, A8: what an approval and a return have in common."""
        division = self.division.get(item["building"])
        if division is None or not self.fits_level(s, division) or item["building"] in self.withdrawn[s["id"]]:
            return False
        return (self.level_of(s)[0].each is not None) == ("root" in item)

    def is_open(self, s, item):
        """A7."""
        if not self.is_taken(s, item):
            return False
        chain = self.level_of(s)[0]
        if chain.each and (item["building"], chain.each, item["root"]) not in self.slots:
            return False
        forms = [chain.each] if chain.each else chain.covers
        for slot, ids in self.slots.items():
            if slot[0] == item["building"] and slot[1] in forms and (not chain.each or slot[2] == item.get("root")):
                if any(a["of"] == s["id"] for i in ids for a in self.steps[i]["data"].get("_answers", [])):
                    return False
        return True

    def covered_slots(self, chain, item):
        """A4."""
        here = [s for s in self.slots if s[0] == item["building"]]
        if chain.each:
            return [s for s in here if (s[1] == chain.each and s[2] == item.get("root")) or s[1] in chain.of]
        return [s for s in here if s[1] in chain.covers]

    def authors_of(self, building, form):
        """Who wrote heads of a form that has one slot."""
        return {self.steps[h]["author"] for h in self.heads.get((building, form, None), [])}

    def is_outdated(self, building, head, form):
        """A10."""
        seen = [self.steps[u] for u in self.steps[head]["data"].get("_upon", []) if u in self.steps]
        seen = [s for s in seen if (s["building"] or s["id"]) == building]
        for other, name in form.depends:
            now = self.heads.get((building, other, None), [])
            then = [s for s in seen if s["kind"] == other]
            if not now and not then:
                continue
            if len(now) != 1 or not then or any(s["data"].get(name) != self.steps[now[0]]["data"].get(name) for s in then):
                return True
        return False

    def approval_holds(self, s, item):
        """A3-A5, A9."""
        if not self.is_taken(s, item):
            return False
        chain, n, level = self.level_of(s)
        slots = self.covered_slots(chain, item)
        if any(len(self.heads[slot]) != 1 for slot in slots):
            return False
        heads = sorted(self.heads[slot][0] for slot in slots)
        if item["covers"] != heads or not heads:
            return False
        called = [chain.each] if chain.each else chain.covers
        if not all(any(slot[1] == form for slot in slots) for form in called):
            return False
        if any(r[1] == item["building"] and r[2] == item.get("root") and self.steps[r[0]]["data"]["chain"] == chain.name for r in self.returns):
            return False
        pack, building = self.pack_of(s), item["building"]
        for slot in slots:  # A12, A10
            form, head = pack.forms[slot[1]], self.heads[slot][0]
            if self.is_one_of(self.steps[head]["author"], {a for other in form.distinct_from for a in self.authors_of(building, other)}):
                return False
            if self.is_outdated(building, head, form):
                return False
        wrote = {a for form in level.distinct_from for a in self.authors_of(building, form)}
        if chain.each in level.distinct_from:
            wrote |= {self.steps[h]["author"] for h in self.heads[(building, chain.each, item["root"])]}
        if self.is_one_of(s["author"], wrote):
            return False
        prior = item.get("prior")
        if (n == 0) != (prior is None):
            return False
        below = n
        while prior is not None:
            under = self.approvals.get((prior, item["building"], item.get("root")))
            p = self.steps.get(prior)
            if under is None or p["pack"] != s["pack"] or under["covers"] != item["covers"]:
                return False
            c, m, _ = self.level_of(p)
            if c.name != chain.name or m != below - 1:
                return False
            if self.is_one_of(s["author"], [p["author"]]):
                return False
            below, prior = m, under.get("prior")
        return True

    # ---- H: state hashes

    def building_lines(self, root):
        slots = []
        for (building, form, first), heads in self.heads.items():
            if building == root and heads:
                slots.append(" ".join(["slot", form] + ([first] if first else []) + heads))
        signs, returns = [], []
        for (signoff, building, first) in self.approvals:
            if building == root:
                d = self.steps[signoff]["data"]
                signs.append(f"sign {d['chain']} {d['level']} {first or '-'} {signoff}")
        for (signoff, building, first) in self.returns:
            if building == root:
                d = self.steps[signoff]["data"]
                returns.append(f"return {d['chain']} {d['level']} {first or '-'} {signoff}")
        aside = [f"aside {r}" for r in self.aside.get(root, [])]
        return [root] + sorted(slots) + sorted(signs) + sorted(returns) + sorted(aside)

    def building_hash(self, root):
        return hash_lines(self.building_lines(root))

    def area_hash(self, area):
        lines = list(self.chain) + [self.in_force or "-"]
        lines += [f"{root} {self.building_hash(root)}" for root in sorted(self.division) if covers(area, self.division[root])]
        return hash_lines(lines)
