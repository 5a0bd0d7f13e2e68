"""Random histories of tests/model, and some about one thing, judged by the model and by the second reading. Speaks TAP.

agree.py [--count N] [--seed S] [--show]

Signatures are left out, and so are steps whose form is wrong (S), which the model does not look at. Of the forms' values those go to the second
reading that the model looks at, a listing's division and x of a registration; packs are written out as files, and those that do not count by
their files (C22) are taken from the model.
"""

import argparse
import json
import os
import random
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "model")]
import histories  # noqa: E402
import second  # noqa: E402
from body import SYSTEM, Refused, check  # noqa: E402
from model import AFTER_ALL  # noqa: E402
from packs import BadPack, Pack  # noqa: E402


UNREADABLE = {"pack.yaml": "["}


def body_of(step, packs, files):
    """The step as it goes to the second reading; its id stays."""
    body = {k: v for k, v in step.items() if k != "id"}
    if step["kind"] == "pack":
        body["data"] = dict(step["data"], files=files.get(step["id"], UNREADABLE))
    elif step["kind"] not in SYSTEM:
        root = packs[step["pack"]].root if step["pack"] in packs else None
        body["data"] = {k: v for k, v in step["data"].items() if k.startswith("_") or (k == "village" and step["kind"] == root)}
        if step["kind"] == "registration" and "x" in step["data"] and step["pack"] in packs:
            body["data"]["x"] = step["data"]["x"] if packs[step["pack"]].types["x"] == "integer" else str(step["data"]["x"])
    return body


class Narrow(histories.Wild):
    """Histories about one thing, so that what seldom comes together does."""

    def device(self, author):
        return self.at(author)["data"].get("device") or self.ends.setdefault(("device", author), self.hex(16))

    def speak(self, author, kind, data, parents=(), device=None, who=None):
        """A step of area "", with the words of some officers for it."""
        i = self.write(author, kind, data=data, parents=parents, device=device or self.device(author))
        for officer in self.some(who or self.officers, 4):
            self.write(officer, "endorsement", data={"of": i}, device=self.device(officer))
        return i

    def a_receipt(self):
        g = self.at(self.rng.choice(self.ids("genesis")))["data"]
        for officer in g["officers"]:
            if self.at(officer)["data"].get("device") == g["receiver"]:
                self.write(officer, "receipt", data=self.receipt_data(), device=g["receiver"])

    def revocations(self):
        """Three credentials, two on one key, one with issues; their acts, and revocations of them that name each other."""
        rng, village = self.rng, histories.VILLAGES[0]
        a = self.people["inspector", village, 0]
        b = self.issue(rng.choice([self.issuer, self.officers[-1]]), "inspector", [village], sign_key=self.at(a)["data"]["sign_key"])
        c = self.issue(self.officers[0], "issuer", ["451224"], issues=["inspector"], sign_key=self.at(rng.choice([a, self.issuer]))["data"]["sign_key"])
        for officer in self.officers:
            self.write(officer, "endorsement", data={"of": c}, device=self.device(officer))
        for _ in range(rng.randrange(8, 30)):
            what = rng.random()
            if what < 0.4:
                self.write(rng.choice([a, b]), "listing", village, {"village": village})
            elif what < 0.5:
                self.issue(c, "inspector", [village])
            elif what < 0.6:
                self.a_receipt()
            else:
                of = rng.choice([a, a, b, c])
                old = [s for s in self.steps if s["kind"] == "revocation" and s["data"]["of"] == of]
                upto, parents, reason = self.upto(of), self.some([s["id"] for s in old], 2), rng.choice(["stolen", "stolen", "retired", "lifted"])
                if old and rng.random() < 0.5:
                    under = rng.choice(old)
                    upto, parents, reason = self.some(under["data"]["upto"], 3), [under["id"]], rng.choice(["stolen", "stolen", "mistake"])
                self.speak(rng.choice(self.officers + [self.issuer]), "revocation", {"of": of, "reason": reason, "upto": upto}, parents)

    def one_log(self):
        """Forks, forks on forks, gaps, receipts and decisions in one log."""
        rng, village = self.rng, histories.VILLAGES[0]
        me, clerk = self.people["inspector", village, 0], self.people["clerk", histories.TOWNS[0], 0]
        himself = self.issue(self.issuer, "clerk", [village], person=self.at(me)["data"]["person"])
        self.write(me, "listing", village, {"village": village})
        mine = [s for s in self.steps if s["author"] == me]
        for _ in range(rng.randrange(8, 30)):
            what = rng.random()
            if what < 0.55:
                s = rng.choice(mine[-6:])
                place = (s["epoch"], s["seq"] + 1, s["id"] if rng.random() < 0.85 else self.hex(32))
                kind = rng.choice(["listing", "listing", "epoch"])
                self.write(me, kind, village, {"reason": "x"} if kind == "epoch" else {"village": village, "x": rng.randrange(99)}, place=place)
                mine.append(self.steps[-1])
            elif what < 0.7:
                self.a_receipt()
            else:
                old = self.ids("decision")
                self.write(rng.choice([clerk, clerk, himself] + self.officers), "decision", village, {"about": rng.choice(mine)["id"], "reason": "x",
                           "verdict": rng.choice(["keep", "both", "both"])}, parents=self.some(old, 2) if rng.random() < 0.3 else [])

    def successors(self):
        """Geneses one after the other; packs and credentials with the words of officers old and new."""
        rng = self.rng
        last, now = self.genesis, list(self.officers)
        for _ in range(rng.randrange(1, 4)):
            for _ in range(rng.randrange(4)):
                self.a_receipt()
            if rng.random() < 0.8 or len(now) < 2:
                now = now + [self.self_signed("county_officer", self.hex(16), person=rng.choice([None, None, self.at(now[0])["data"]["person"]]))]
            if rng.random() < 0.6 and len(now) > 3:
                now.remove(rng.choice(now))
            persons = len({self.at(o)["data"]["person"] for o in now})
            receiver = self.at(self.genesis)["data"]["receiver"] if rng.random() < 0.6 else self.device(rng.choice(now))
            upto = sorted(set(self.some(self.ids("receipt"), 2) + self.some([s["id"] for s in self.steps if s["author"] in self.officers], 4)))
            i = self.write(rng.choice(now), "genesis", parents=[last], data={"county": "451224", "name": "T", "officers": sorted(now),
                           "threshold": 1 if persons == 1 else persons // 2 + 1, "receiver": receiver, "upto": upto})
            for officer in sorted(set(self.officers + now)):
                if rng.random() < 0.9:
                    self.write(officer, "endorsement", data={"of": i}, device=self.device(officer))
            if rng.random() < 0.9:
                last, self.officers = i, sorted(set(self.officers + now))
            for _ in range(rng.randrange(4)):
                author = rng.choice(self.officers)
                if rng.random() < 0.5:
                    version = rng.randrange(1, 4)
                    pack = self.speak(author, "pack", {"name": "houses", "version": version, "files": {}})
                    self.packs[pack] = histories.new_pack(version, rng.choice([None, None, "type", "each"]))
                elif rng.random() < 0.7:
                    self.speak(author, "credential", self.credential_data())
                else:
                    self.a_receipt()


def made(seed):
    """A history, and the geneses that the file has followed: by itself, by a person."""
    rng = random.Random(seed)
    if seed % 5 > 1:
        world = Narrow(rng, rng.choice([1, 3, 4]))
        (world.revocations, world.one_log, world.successors)[seed % 5 - 2]()
        return world, [world.genesis], world.some(world.ids("genesis"), 1) if rng.random() < 0.3 else []
    if seed % 2:
        world = histories.Wild(rng, rng.choice([1, 1, 3, 4]))
        for _ in range(rng.randrange(10, 50)):
            rng.choice([world.anything, world.anything, world.anything, world.act])()
        pinned = world.some(world.ids("genesis"), 1) if rng.random() < 0.2 else []
        return world, [world.genesis] + (world.some(world.ids("genesis"), 2) if rng.random() < 0.2 else []), pinned
    world = histories.history(rng)
    for _ in range(rng.randrange(1, 12)):
        world.stranger()
    village = rng.choice(histories.VILLAGES)
    for _ in range(rng.randrange(1, 12)):
        world.thief(village)
    return world, [world.genesis], []


def by_model(m):
    """What is stored, counts and stands, a line each."""
    out = ["stored " + i for i in m.steps] + ["chain %d %s" % (n, g) for n, g in enumerate(m.chain)] + ["pack %s" % m.in_force]
    out += ["rivals " + " ".join(a) for a in m.alarms]
    out += ["place %s %d" % (i, m.place(i)) for i in m.steps if m.place(i) != AFTER_ALL]
    out += ["counts " + i for i in set(m.chain) | set(m.receipts) | {c for c, stands in m.stands.items() if stands} | set(m.counting_packs)]
    counting = [c for c, stands in m.stands.items() if stands]
    out += persons(counting, m.persons(counting))
    for s in m.steps.values():
        if s["kind"] not in SYSTEM or s["kind"] in ("signoff", "withdrawal", "epoch"):
            if m.author_counts(s):
                out.append("borne out " + s["id"])
            if s["id"] in m.lost and s["kind"] != "epoch":
                out.append("dropped " + s["id"])
    out += ["counts " + i for ids in m.slots.values() for i in ids]
    out += [" ".join(["building", root] + [line]) for root in m.division for line in m.building_lines(root)]
    return sorted(set(out))


def by_second(w):
    e = w.effects
    out = ["stored " + i for i in w.stored.stored] + ["chain %d %s" % (n, g.id) for n, g in enumerate(w.chain)] + ["pack %s" % e.in_force]
    out += [a.replace("rival geneses:", "rivals") for a in w.alarms]
    out += ["place %s %d" % p for p in e.place.items()]
    out += ["counts " + i for i in {g.id for g in w.chain} | set(e.county) | {i for i in e.creds if not e.cred_fault(i)} | set(e.pack)]
    out += persons(list(e.person), e.person)
    for s in w.stored.stored.values():
        if s.is_form or s.kind in ("signoff", "withdrawal", "epoch"):
            if not e.bears(s):
                out.append("borne out " + s.id)
            if s.id in e.lost and s.kind != "epoch":
                out.append("dropped " + s.id)
    out += ["counts " + s.id for v in e.counting.values() for s in v]
    out += [" ".join(["building", b] + [line]) for b in e.roots for line in e.building_lines(b)]
    return sorted(set(out))


def persons(credentials, person):
    least = {}
    return ["person %s %s" % (c, least.setdefault(person[c], c)) for c in sorted(credentials)]


def compare(seed):
    """Lines that only one of both says, each with a step's kind; and how many lines there are."""
    world, pins, pinned = made(seed)
    files, packs = {i: histories.files_of(p) for i, p in world.packs.items()}, dict(world.packs)
    for s in world.steps:
        if s["kind"] == "pack" and s["id"] in packs:
            try:
                Pack(dict(s["data"], files=files[s["id"]]))
            except BadPack:
                del packs[s["id"]]
    steps, right = [], []
    for s in world.steps:
        body = body_of(s, world.packs, files)
        try:
            check(body)
        except Refused:
            continue
        right.append(s)
        steps.append((s["id"], body, None))
    m = histories.Model(right, packs, pins, pinned)
    random.Random(seed).shuffle(steps)
    w = second.World(steps, [(p, 1) for p in pins] + [(p, 2) for p in pinned], verify=False)
    left, right = by_model(m), by_second(w)
    kinds = {s["id"]: s["kind"] for s in world.steps}
    out = []
    for who, lines in (("the model alone", set(left) - set(right)), ("the second alone", set(right) - set(left))):
        out += ["%s: %s%s" % (who, line, "".join(" (%s)" % kinds[x] for x in line.split()[1:2] if x in kinds)) for line in sorted(lines)]
    return out, len(steps), len(left), len(w.effects.findings), sum(len(x) for x in (w.effects.approved, w.effects.open)), len(world.steps) - len(steps)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    ask = parser.parse_args()
    totals, failed = [0] * 5, 0
    for n in range(ask.seed, ask.seed + ask.count):
        differences, *numbers = compare(n)
        totals = [a + b for a, b in zip(totals, numbers)]
        failed += bool(differences)
        for line in differences if ask.show else differences[:3]:
            print("# history %d: %s" % (n, line))
    print("1..1")
    print("# %d histories: %d steps, %d verdicts and lines of state, %d forks, %d approvals and open returns; %d steps left out; %d differ"
          % (ask.count, *totals, failed))
    print(("not ok" if failed or not all(totals[:4]) or totals[4] * 100 > totals[0] else "ok") + " 1 - histories__are_judged_alike__by_the_model_and_a_second_reading")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
