#!/usr/bin/env python3
"""Random histories of a small county against tests/model/model.py, and what must hold of them whatever a hostile hand adds. Speaks TAP.

histories.py [--count N] [--seed S]           what must hold of them; TAP
histories.py --tell [--count N] [--seed S]    the histories and what the model says of each, for tests/model/converge.c

Ids are hashes of the bodies, as in a file; signatures are right by construction, since only the owner of a key writes steps here.
"""

import argparse
import functools
import hashlib
import json
import random
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from model import AFTER_ALL, SYSTEM_KINDS, Chain, Form, Level, Model, Pack, covers, log_of, pae  # noqa: E402

VILLAGES = ["451224100201", "451224100202", "451224101201"]
TOWNS = ["451224100", "451224101"]


@functools.cache
def new_pack(version, change=None):
    """`change`: what a pack may not change."""
    forms = {
        "listing": Form(["inspector"]),
        "registration": Form(["inspector"]),
        "recheck": Form(["inspector"], distinct_from=["registration"], depends=[("registration", "x")]),
        "notice": Form(["inspector"], repeat=True),
        "closure": Form(["inspector"], repeat=True),
        "note": Form(["inspector"]),
    }
    levels = [Level("team", ["inspector"], ["registration"]), Level("village", ["secretary"]), Level("township", ["head"])]
    chains = {
        "survey": Chain("survey", ["listing", "registration", "recheck"], levels[: 3 if version == 1 else 2]),
        "filing": Chain("filing", [], [Level("township", ["head"])], "notice"),
        "strikeoff": Chain("strikeoff", [], [Level("village", ["secretary"], ["closure"]), Level("township", ["head"])], "closure", ["registration", "recheck"]),
    }
    types = {"x": "integer", "village": "division"}
    if change == "type":
        types["x"] = "text"
    if change == "repeat":
        forms["note"].repeat = True
    if change == "each":
        chains["filing"] = Chain("filing", ["registration"], chains["filing"].levels)
    return Pack("flats" if change == "name" else "houses", version, "registration" if change == "root" else "listing", forms, chains,
                ["clerk"] if version == 2 else ["clerk", "county_officer"], types)


def held_to_shape(kind, data, parents):
    """S14, which refuses the body of another shape before any rule of this model is asked."""
    if kind == "genesis":
        parents = parents[:1]
        data = {k: v for k, v in data.items() if k != "upto" or parents}
        if parents:
            data.setdefault("upto", [])
    elif kind not in ("revocation", "manifest", "decision") and kind in SYSTEM_KINDS:
        parents = []
    return data, parents


class World:
    """A county, its people and every step that anybody wrote. Who writes honestly goes on at the end of his own logs."""

    def __init__(self, rng, officers):
        self.rng, self.steps, self.by_id, self.packs, self.ends, self.known, self.bodies = rng, [], {}, {}, {}, None, []
        self.receiver, self.clock = self.hex(16), 1_700_000_000
        self.officers = [self.self_signed("county_officer", self.receiver if n == 0 else None) for n in range(officers)]
        threshold = officers if officers == 1 else officers // 2 + 1
        self.genesis = self.write(self.officers[0], "genesis", data={"county": "451224", "name": "T", "officers": sorted(self.officers), "threshold": threshold,
                                                                      "receiver": self.receiver}, device=self.receiver)
        self.endorse(self.genesis)
        self.issuer = self.issue(self.officers[0], "issuer", ["451224"], issues=["inspector", "secretary", "head", "clerk"])
        self.endorse(self.issuer)
        self.pack = self.publish(1)
        self.people = {}
        for village in VILLAGES:
            for n in range(2):
                self.people["inspector", village, n] = self.issue(self.issuer, "inspector", [village])
            self.people["secretary", village, 0] = self.issue(self.issuer, "secretary", [village])
        for town in TOWNS:
            self.people["head", town, 0] = self.issue(self.issuer, "head", [town])
            self.people["clerk", town, 0] = self.issue(self.issuer, "clerk", [town])
        self.houses = []

    def hex(self, n):
        return "%0*x" % (2 * n, self.rng.getrandbits(8 * n))

    def at(self, i):
        return self.by_id[i]

    def add(self, step):
        body = json.dumps(step, sort_keys=True)
        step["id"] = hashlib.blake2b(pae(b"application/vnd.louce.step.v2+json", body.encode()), digest_size=32).hexdigest()
        self.steps.append(step)
        self.by_id[step["id"]] = step
        self.bodies.append(body)
        return step["id"]

    def self_signed(self, role, device, person=None, sign_key=None):
        data = {"person": person or self.hex(16), "name": role, "role": role, "areas": ["451224"], "issues": ["issuer"], "sign_key": sign_key or self.hex(32),
                "box_key": self.hex(32)}
        if device:
            data["device"] = device
        return self.add(dict(v=2, kind="credential", device=device or self.hex(16), area="", epoch=1, seq=1, prev=None, after=None, author=None, anchor=None,
                             at=self.clock, pack=None, building=None, root=None, parents=[], data=data, private=None, photos=[]))

    def write(self, author, kind, area="", data=None, building=None, root=None, parents=(), device=None, place=None, pack=None):
        """A step at the end of the author's log for that area, or at a `place` (epoch, seq, prev) that a hostile hand chose."""
        c = self.at(author)["data"]
        device = device or c.get("device") or self.ends.setdefault(("device", author), self.hex(16))
        log = (author, device, area)
        epoch, seq, prev = place or self.ends.get(log) or (self.rng.randrange(1, 1 << 31), 1, None)
        self.clock += 1
        takes_pack = kind not in ("genesis", "credential", "endorsement", "revocation", "pack", "receipt", "epoch", "share")
        if seq == 1 or not prev:  # S5
            prev = self.hex(32) if seq > 1 else None
        data, parents = held_to_shape(kind, data or {}, sorted(set(parents)))
        i = self.add(dict(v=2, kind=kind, device=device, area=area, epoch=epoch, seq=seq, prev=prev, after=None, author=author, anchor=None, at=self.clock,
                          pack=(pack or self.pack) if takes_pack else None, building=building, root=root, parents=parents, data=data, private=None, photos=[]))
        if not place:
            self.ends[log] = (epoch, seq + 1, i)
        return i

    def issue(self, issuer, role, areas, issues=(), person=None, sign_key=None):
        data = {"person": person or self.hex(16), "name": role, "role": role, "areas": sorted(areas), "issues": sorted(issues), "sign_key": sign_key or self.hex(32),
                "box_key": self.hex(32), "device": self.hex(16)}
        return self.write(issuer, "credential", data=data)

    def endorse(self, of):
        for officer in self.officers[1:]:
            self.write(officer, "endorsement", data={"of": of})

    def publish(self, version):
        i = self.write(self.officers[0], "pack", data={"name": "houses", "version": version, "files": {}})
        self.packs[i] = new_pack(version)
        self.endorse(i)
        return i

    def model(self, steps=None):
        """What stands; asked again before anybody wrote, the same."""
        if steps is not None:
            return Model(steps, self.packs, pins=[self.genesis])
        if self.known is None or len(self.known.given) != len(self.by_id):
            self.known = Model(self.steps, self.packs, pins=[self.genesis])
        return self.known

    # ---- what honest people do

    def receipt(self):
        """R8: what moved since the newest county receipt, by the receiver's officer."""
        m = self.model()
        ends = {}
        for s in self.steps:
            if s["author"] and s["kind"] != "receipt":
                key = log_of(s)
                if key not in ends or s["seq"] > ends[key]["seq"]:
                    ends[key] = s
        old = {line["tip"] for r in m.receipts for line in m.steps[r]["data"]["logs"]}
        logs = [dict(author=k[0], device=k[1], area=k[2], epoch=k[3], seq=s["seq"], tip=s["id"]) for k, s in sorted(ends.items()) if s["id"] not in old]
        newest = [r for r in m.receipts if not any(r in m.past(o, m.receipts) for o in m.receipts if o != r)]
        return self.write(self.officers[0], "receipt", data={"prior": sorted(newest), "logs": logs}, device=self.receiver) if logs else None

    def list_house(self):
        if len(self.houses) > 2:
            return self.fill()
        village = self.rng.choice(VILLAGES)
        i = self.write(self.people["inspector", village, 0], "listing", village, {"village": village, "door": str(self.rng.randrange(99))})
        self.houses.append((i, village))

    def fill(self):
        if not self.houses:
            return
        house, village = self.rng.choice(self.houses)
        m = self.model()
        missing = [f for f in ("registration", "recheck") if (house, f, None) not in m.heads]
        if not missing and self.rng.random() < 0.9:
            return self.sign()
        form = self.rng.choice(missing or ["registration", "recheck", "listing", "notice", "closure", "note"])
        slots = [s for s in m.heads if s[0] == house and s[1] == form]
        author = self.people["inspector", village, 1 if form == "recheck" else 0]
        data = {"x": self.rng.randrange(10) // 8}
        seen = [h for s in m.heads if s[0] == house and s[1] == "registration" for h in m.heads[s]]
        if seen and self.rng.random() < 0.95:
            data["_upon"] = sorted(seen)
        if form == "listing":
            data["village"] = village
        for r in sorted(m.returns, key=str):
            if r[1] == house and self.rng.random() < 0.8:
                data.setdefault("_answers", []).append({"of": r[0], "words": "seen"})
        slot = self.rng.choice(slots) if slots else None
        building = house
        if form in ("notice", "closure") and (not slot or self.rng.random() < 0.5):
            self.write(author, form, village, data, building)
        elif slot:
            self.write(author, form, village, data, building, slot[2], m.heads[slot])
        elif form != "listing":
            self.write(author, form, village, data, building)

    def sign(self):
        if not self.houses:
            return
        house, village = self.rng.choice(self.houses)
        m = self.model()
        pack = self.rng.choice(sorted(m.counting_packs)) if self.rng.random() < 0.2 and m.counting_packs else self.pack
        if pack not in m.packs:
            return
        chain = m.packs[pack].chains[self.rng.choice(["survey", "survey", "filing", "strikeoff"])]
        if any((house, form, None) not in m.heads for form in chain.covers) and self.rng.random() < 0.8:
            return self.fill()
        roots = [s[2] for s in m.heads if s[0] == house and s[1] == chain.each] if chain.each else [None]
        if not roots:
            return self.write(self.people["inspector", village, 0], chain.each, village, {"x": 0}, house)
        root = self.rng.choice(roots)
        item = {"building": house}
        if root:
            item["root"] = root
        covered = sorted(m.heads[s][0] for s in m.covered_slots(chain, item) if m.heads[s])
        stand = {m.level_of(m.steps[s])[1] for (s, b, r) in m.approvals if (b, r) == (house, root) and m.steps[s]["data"]["chain"] == chain.name}
        n = min((n for n in range(len(chain.levels)) if n not in stand), default=0) if self.rng.random() < 0.9 else self.rng.randrange(len(chain.levels))
        level = chain.levels[n]
        where = village if level.by[0] in ("inspector", "secretary") else village[:9]
        author = self.people[level.by[0], where, 1 if level.by[0] == "inspector" else 0]
        data = {"chain": chain.name, "level": level.name}
        if self.rng.random() < 0.15:
            data.update(decision="return", items=[item], reason="look again", errors=[])
        else:
            item["covers"] = covered
            if n:
                under = [s for (s, b, r), i in m.approvals.items() if b == house and r == root and m.level_of(m.steps[s])[1] == n - 1
                         and m.steps[s]["data"]["chain"] == chain.name]
                if not under:
                    return
                item["prior"] = self.rng.choice(sorted(under))
            data.update(decision="approve", items=[item], summary={"n": 1, "by": {}})
        self.write(author, "signoff", village, data, pack=pack)

    def publish_next(self):
        if len(self.packs) < 2 and self.rng.random() < 0.3:
            self.pack = self.publish(2)

    def withdraw(self):
        signoffs = [s for s in self.steps if s["kind"] == "signoff"]
        if signoffs:
            s = self.rng.choice(signoffs)
            self.write(s["author"], "withdrawal", s["area"], {"of": s["id"]})

    def revoke(self):
        who = self.rng.choice(sorted(self.people))
        if len([s for s in self.steps if s["kind"] == "revocation"]) < 2:
            m = self.model()
            ends = [max((s["seq"], s["id"]) for s in self.steps if s["author"] == self.people[who])[1]] if self.rng.random() < 0.5 and any(
                s["author"] == self.people[who] for s in self.steps) else []
            upto = sorted(set(m.main[-1:] + ends))
            self.write(self.officers[0], "revocation", data={"of": self.people[who], "reason": self.rng.choice(["retired", "stolen"]), "upto": upto})

    def act(self):
        self.rng.choice([self.list_house, self.fill, self.fill, self.fill, self.sign, self.sign, self.sign, self.sign, self.receipt, self.withdraw, self.revoke, self.publish_next])()

    # ---- what hostile hands add

    def stranger(self):
        """Any step at any place by people who lead to no officer."""
        victim = self.rng.choice(self.steps)
        me = self.self_signed("county_officer", victim["device"], person=self.at(victim["author"])["data"]["person"] if victim["author"] else None)
        kind = self.rng.choice(["receipt", "revocation", "genesis", "pack", "endorsement", "credential", "decision", "registration", "signoff", "epoch"])
        data = {
            "receipt": {"prior": [], "logs": [dict(author=victim["author"] or me, device=victim["device"], area=victim["area"], epoch=victim["epoch"], seq=victim["seq"] + 5,
                                                   tip=victim["id"])]},
            "revocation": {"of": self.rng.choice(list(self.people.values())), "reason": "stolen", "upto": []},
            "genesis": {"county": "451224", "name": "mine", "officers": [me], "threshold": 1, "receiver": victim["device"], "upto": []},
            "pack": {"name": "houses", "version": 99, "files": {}},
            "endorsement": {"of": self.pack},
            "credential": dict(self.at(me)["data"], issues=[], role="head"),
            "decision": {"about": victim["id"], "verdict": "keep", "reason": "x"},
            "epoch": {"head": victim["id"], "reason": "x"},
            "registration": {"x": 1},
            "signoff": {"chain": "survey", "level": "team", "decision": "return", "items": [{"building": self.houses[0][0] if self.houses else victim["id"]}], "reason": "x", "errors": []},
        }[kind]
        house, village = self.rng.choice(self.houses) if self.houses else (victim["id"], VILLAGES[0])
        place = (victim["epoch"], min(victim["seq"] + self.rng.randrange(3), 2**31 - 1), victim["prev"])
        i = self.write(me, kind, village if kind in ("registration", "signoff") else "", data, house if kind == "registration" else None,
                       parents=[self.genesis] if kind == "genesis" else [], device=victim["device"], place=place)
        if kind == "pack":
            self.packs[i] = new_pack(99)

    def thief(self, village):
        """An inspector of one village writes whatever his key can sign, there and elsewhere; he forks his own logs, too."""
        me = self.people["inspector", village, 0]
        mine = [s for s in self.steps if s["author"] == me]
        kind = self.rng.choice(["receipt", "revocation", "decision", "registration", "signoff", "withdrawal", "listing", "epoch", "credential", "endorsement", "genesis"])
        victim = self.rng.choice([s for s in self.steps if s["author"] != me])
        house, where = self.rng.choice(self.houses) if self.houses else (victim["id"], VILLAGES[0])
        area = self.rng.choice([village, where, "", "451224"])
        data = {
            "receipt": {"prior": [], "logs": []}, "revocation": {"of": self.people["head", "451224101", 0], "reason": "stolen", "upto": []},
            "decision": {"about": house, "with": self.rng.choice(self.houses or [(house, "")])[0], "verdict": "same", "reason": "x"}, "registration": {"x": 7},
            "signoff": {"chain": "survey", "level": "team", "decision": "return", "items": [{"building": house}], "reason": "x", "errors": []},
            "withdrawal": {"of": victim["id"]}, "listing": {"village": area or village}, "epoch": {"reason": "x"},
            "credential": dict(self.at(me)["data"], issues=[], role="head"), "endorsement": {"of": self.pack},
            "genesis": {"county": "451224", "name": "mine", "officers": [me], "threshold": 1, "receiver": victim["device"], "upto": []},
        }[kind]
        fork = self.rng.choice(mine) if mine and self.rng.random() < 0.5 else None
        place = (fork["epoch"], fork["seq"], fork["prev"]) if fork else None
        self.write(me, kind, fork["area"] if fork else area, data, house if kind == "registration" else None, parents=[self.genesis] if kind == "genesis" else [],
                   place=place)


# ---- anybody writes anything: no rule of conduct, so no promise but that two implementations agree


class Wild(World):
    """Steps by whoever holds a key, at places and with words drawn at random from what there is."""

    def ids(self, *kinds):
        return [s["id"] for s in self.steps if s["kind"] in kinds]

    def some(self, ids, most):
        ids = sorted(set(ids))
        return sorted(self.rng.sample(ids, min(len(ids), self.rng.randrange(most + 1))))

    def pick(self, ids):
        return self.rng.choice(ids) if ids else self.hex(32)

    def credentials(self):
        return self.ids("credential")

    def author(self):
        pools = [self.officers, self.officers, [self.issuer], list(self.people.values()), self.credentials()]
        return self.rng.choice(self.rng.choice(pools))

    def areas(self):
        return self.some(VILLAGES + TOWNS + ["451224", ""], 2) or ["451224"]

    def device_of(self, credential):
        return self.at(credential)["data"].get("device") or self.hex(16)

    def upto(self, about):
        mine = [s["id"] for s in self.steps if s["author"] == about]
        return sorted(set(self.some(self.ids("receipt"), 2) + self.some(mine, 2) + (self.some([s["id"] for s in self.steps], 1))))

    def genesis_data(self):
        selves = [s["id"] for s in self.steps if s["kind"] == "credential" and s["author"] is None]
        if self.rng.random() < 0.3:
            selves.append(self.self_signed("county_officer", self.hex(16), person=self.rng.choice([None, self.hex(16)])))
        officers = sorted(set(self.some(selves, 4) + (self.officers if self.rng.random() < 0.8 else [])))
        n = max(len(officers), 1)
        threshold = 1 if n == 1 else self.rng.choice([n // 2 + 1, n // 2 + 1, n - 1, self.rng.randrange(1, n + 1)])
        receiver = self.receiver if self.rng.random() < 0.7 else self.device_of(self.rng.choice(selves))
        return {"county": "451224", "name": "T", "officers": officers, "threshold": max(threshold, 1), "receiver": receiver, "upto": self.upto(self.rng.choice(selves))}

    def credential_data(self):
        data = {"person": self.hex(16), "name": "x", "role": self.rng.choice(["inspector", "secretary", "head", "clerk", "issuer"]), "areas": self.areas(),
                "issues": self.some(["inspector", "secretary", "head", "clerk"], 2) if self.rng.random() < 0.3 else [], "sign_key": self.hex(32), "box_key": self.hex(32)}
        other = self.at(self.rng.choice(self.credentials()))["data"]
        if self.rng.random() < 0.4:
            data["sign_key"] = other["sign_key"]
        if self.rng.random() < 0.3:
            data["person"] = other["person"]
        if self.rng.random() < 0.7:
            data["device"] = self.hex(16)
        return data

    def receipt_data(self):
        logs = {}
        for s in self.rng.sample(self.steps, min(len(self.steps), 4)):
            if s["author"]:
                wrong = self.rng.random() < 0.1
                logs[log_of(s) + (s["seq"] + wrong,)] = dict(author=s["author"], device=s["device"], area=s["area"], epoch=s["epoch"], seq=s["seq"] + wrong, tip=s["id"])
        return {"prior": self.some(self.ids("receipt"), 2), "logs": [logs[k] for k in sorted(logs)]}

    def rivals(self):
        seen = {}
        for s in self.steps:
            if s["author"]:
                seen.setdefault(log_of(s) + (s["seq"],), []).append(s)
        return [s for rivals in seen.values() if len(rivals) > 1 for s in rivals]

    def decision(self):
        rivals, houses = self.rivals(), self.ids("listing")
        if rivals and (self.rng.random() < 0.6 or len(houses) < 2):
            s = self.rng.choice(rivals)
            again = [d for d in self.steps if d["kind"] == "decision" and "with" not in d["data"]]
            if again and self.rng.random() < 0.4:
                s = self.at(self.rng.choice(again)["data"]["about"])
            return s["area"], {"about": s["id"], "verdict": self.rng.choice(["keep", "keep", "both"]), "reason": "x"}
        again = [d["data"] for d in self.steps if d["kind"] == "decision" and "with" in d["data"]]
        if again and self.rng.random() < 0.5:
            d = self.rng.choice(again)
            houses = [d["about"], d["with"]]
        about, other = (self.rng.sample(houses, 2) if len(houses) > 1 else (self.hex(32), self.hex(32)))
        area = self.rng.choice(["451224"] + [s["area"][:9] for s in self.steps if s["id"] == other])
        return area, {"about": about, "with": other, "verdict": self.rng.choice(["same", "same", "apart"]), "reason": "x"}

    def place(self, author, device, area):
        """The end of the log; or beside a step of it, behind a gap, behind another's step, anywhere."""
        mine = [s for s in self.steps if s["author"] == author and s["device"] == device and s["area"] == area]
        how = self.rng.random()
        if not mine or how < 0.6:
            return None
        s = self.rng.choice(mine)
        if how < 0.85:
            return s["epoch"], s["seq"], s["prev"]
        if how < 0.93:
            return s["epoch"], s["seq"] + 1, s["id"]
        return s["epoch"], s["seq"] + 2, self.rng.choice(self.steps)["id"]

    def anything(self):
        rng = self.rng
        kind = rng.choice(["genesis", "decision", "listing", "endorsement", "endorsement", "endorsement", "revocation", "revocation", "credential", "receipt", "receipt", "pack", "epoch",
                           "decision", "decision", "registration", "registration", "listing", "signoff", "withdrawal"])
        author = self.author()
        village = rng.choice(VILLAGES)
        c = self.at(author)["data"]
        if kind in ("registration", "listing", "signoff", "withdrawal", "decision") and rng.random() < 0.7:
            who = self.people["inspector", village, rng.randrange(2)], self.people["secretary", village, 0], rng.choice(list(self.people.values()))
            author = rng.choice(who[:1] * 3 + who)
            c = self.at(author)["data"]
        if kind == "decision" and rng.random() < 0.8:
            author = rng.choice([self.people["clerk", t, 0] for t in TOWNS] + self.officers)
            c = self.at(author)["data"]
        if kind == "revocation" and rng.random() < 0.7:
            author = rng.choice(self.officers + [self.issuer])
            c = self.at(author)["data"]
        area, building, parents = "", None, []
        device = c.get("device") or self.ends.setdefault(("device", author), self.hex(16))
        if kind == "genesis":
            data = self.genesis_data()
            parents = [self.rng.choice(self.ids("genesis"))] if rng.random() < 0.95 else []
            author = rng.choice(data["officers"] + self.officers) if rng.random() < 0.8 and data["officers"] else author
            device = self.at(author)["data"].get("device") or device
        elif kind == "endorsement":
            data = {"of": self.pick(self.ids("genesis", "pack", "revocation", "credential")[-8:])}
        elif kind == "revocation":
            of = self.pick(self.credentials())
            old = [s for s in self.steps if s["kind"] == "revocation"]
            if old and rng.random() < 0.5:
                of = rng.choice(old)["data"]["of"]
            parents = self.some([s["id"] for s in old if s["data"]["of"] == of] + [s["id"] for s in old][-1:], 2)
            data = {"of": of, "reason": rng.choice(["retired", "stolen", "mistake", "lifted"]), "upto": self.upto(of)}
        elif kind == "credential":
            data = self.credential_data()
            author = rng.choice([author, self.issuer])
            device = self.at(author)["data"].get("device") or self.ends.setdefault(("device", author), self.hex(16))
        elif kind == "receipt":
            data = self.receipt_data()
            if rng.random() < 0.8:
                g = self.at(rng.choice(self.ids("genesis")))["data"]
                device = g["receiver"]
                author = next((o for o in g["officers"] if self.at(o)["data"].get("device") == device), author)
        elif kind == "pack":
            change = rng.choice([None, None, None, "type", "repeat", "each", "name", "root", "unreadable"])
            data = {"name": "flats" if change == "name" else "houses", "version": rng.choice([1, 2, 2, 3]), "files": {}}
        elif kind == "epoch":
            area, data = rng.choice([village, ""]), {"reason": "x"}
        elif kind == "decision":
            area, data = self.decision()
            clerks = [self.people["clerk", t, 0] for t in TOWNS if covers(t, area)]
            if clerks and rng.random() < 0.7:
                author = rng.choice(clerks)
                device = self.at(author)["data"]["device"]
            like = [s["id"] for s in self.steps if s["kind"] == "decision" and s["data"]["about"] in (data["about"], data.get("with"))]
            parents = self.some(like, 2) if rng.random() < 0.5 else []
        elif kind == "signoff":
            area, data = village, {"chain": "survey", "level": "team", "decision": "return", "items": [{"building": self.pick(self.ids("listing"))}], "reason": "x", "errors": []}
        elif kind == "withdrawal":
            area, data = village, {"of": self.pick(self.ids("signoff"))}
        else:
            area, data = village, {"x": rng.randrange(9)}
            if kind == "listing":
                data["village"] = village
            else:
                building = self.pick(self.ids("listing"))
        if rng.random() < 0.04:
            area = rng.choice(VILLAGES + TOWNS + ["", "45"])
        if rng.random() < 0.03:
            device = self.hex(16)
        self.pack = rng.choice(self.ids("pack")[:1] * 2 + self.ids("pack"))
        i = self.write(author, kind, area, data, building, None, parents, device, self.place(author, device, area))
        if kind == "pack" and change != "unreadable":  # else its files cannot be read (C22)
            self.packs[i] = new_pack(data["version"], change)
        if kind in ("genesis", "pack", "revocation") or (kind == "credential" and data["issues"]):
            for officer in self.some(self.officers + (data["officers"] if kind == "genesis" else []), 4):
                self.write(officer, "endorsement", data={"of": i})


# ---- for another implementation


def label(**more):
    return dict(more, label={"zh": "x"})


def files_of(pack):
    """The files of a pack of the model: JSON is YAML."""
    roles = {r for f in pack.forms.values() for r in f.by} | {r for c in pack.chains.values() for v in c.levels for r in v.by} | set(pack.decides)
    chains = []
    for c in pack.chains.values():
        levels = [label(level=v.name, by=v.by, distinct_from=v.distinct_from) for v in c.levels]
        chains.append(label(chain=c.name, levels=levels, **({"each": c.each} if c.each else {"covers": c.covers})))
    files = {
        "pack.yaml": label(pack=pack.name, version=pack.version, root=pack.root, forms=list(pack.forms), roles=[label(role=r, scope="village") for r in sorted(roles)],
                           acts={"epoch": [], "decision": pack.decides, "manifest": []}, readers=[], chains=chains,
                           cases=[label(case=c.name, of=c.of, stages=[], closes=c.each) for c in pack.chains.values() if c.each and c.of]),
        "lists.yaml": [], "rules.yaml": [], "reports.yaml": [],
    }
    for name, f in pack.forms.items():
        fields = [label(name="village", type="division")] if name == pack.root else []
        if name == "registration":
            fields += [label(name=n, type=t) for n, t in pack.types.items() if n != "village"]
        form = label(form=name, by=f.by, distinct_from=f.distinct_from, repeat=f.repeat, depends=[n for _, n in f.depends], fields=fields or [label(name="note_" + name, type="note")])
        files[name + ".yaml"] = dict(form, about=f.about) if getattr(f, "about", None) else form
    files = {n: json.dumps(v) for n, v in files.items()}
    files["divisions.csv"] = "code,name,level,parent\n" + "".join("%s,x,village,%s\n" % (v, v[:9]) for v in VILLAGES)
    return files


def facts_of(pack):
    """What a later pack may not change, by name."""
    facts = {"root": pack.root}
    facts.update({"field " + f: t for f, t in pack.types.items()})
    facts.update({"form " + f: "%d %s" % (form.repeat, form.about) for f, form in pack.forms.items()})
    facts.update({"chain " + c: str(chain.each) for c, chain in pack.chains.items()})
    return facts


TEXTS = {}


def as_text(pack):
    """Its files; packs of new_pack are one for each version and change."""
    if id(pack) not in TEXTS:
        TEXTS[id(pack)] = json.dumps(files_of(pack), sort_keys=True)
    return TEXTS[id(pack)]


def verdicts(m):
    """What the rules D to C say of each step, and of the whole, a line each; ascending."""
    lines = ["fate %s %s" % (i, fate) for i, fate in m.fates.items()]
    lines += ["chain %d %s" % (n, g) for n, g in enumerate(m.chain)] + ["pack %s" % (m.in_force or "-")]
    lines += ["receipt %s %d" % (r, m.number[r]) for r in m.receipts] + ["main %d %s" % (m.number[r], r) for r in m.main]
    lines += ["anchor %d %s" % ((m.number[m.main[-1]], m.main[-1]) if m.main else (0, "-"))] + ["newest %s" % r for r in m.newest()]
    lines += ["rival %s" % g for rivals in m.alarms for g in rivals]
    least = {}
    counting = [i for i, s in m.steps.items() if s["kind"] == "credential" and m.stands[i]]
    person = m.persons(counting)
    for i in sorted(counting):
        lines.append("person %s %s" % (i, least.setdefault(person[i], i)))
    for i, s in m.steps.items():
        lines.append("place %s %d" % (i, 0 if m.place(i) == AFTER_ALL else m.place(i)))
        if s["kind"] == "credential":
            counts = m.stands[i]
        elif s["kind"] == "pack":
            counts = i in m.counting_packs
        elif s["kind"] == "genesis":
            counts = i in m.chain
        elif s["kind"] == "receipt":
            counts = i in m.receipts
        elif s["kind"] == "decision":
            counts = m.may_decide(s)
        elif s["kind"] == "revocation":
            counts = s["area"] == "" and m.of(s) is not None and m.revocation_counts(s)
            if counts and i in m.replaced:
                lines.append("replaced %s" % i)
        elif s["kind"] == "endorsement":
            counts = s["area"] == "" and m.is_officer(s["author"]) and m.author_counts(s)
        elif s["kind"] == "epoch":
            counts = m.author_counts(s)
        elif s["kind"] not in SYSTEM_KINDS or s["kind"] in ("signoff", "withdrawal"):
            counts = m.effective(s) and (m.is_officer(s["author"]) or any(covers(a, s["area"]) for a in m.steps[s["author"]]["data"]["areas"]))
            counts = counts and (s["area"] != "" or m.is_officer(s["author"]))
            if i in m.lost:
                lines.append("dropped %s" % i)
        else:
            continue
        lines.append("step %s %d" % (i, counts))
    half = m.number[m.main[-1]] // 2 if m.main else 0
    for i, s in m.steps.items():
        if s["author"] is not None:
            named = m.named(log_of(s))
            early = m.named(log_of(s), m.past(m.main[half - 1], m.receipts)) if half else {}
            lines.append("named %s %d %d %d" % (i, max(named, default=0), max(early, default=0), i in named.get(s["seq"], ())))
    for s in m.steps.values():
        if s["kind"] == "listing":
            lines += ["aside %s %s" % (s["id"], a) for a in m.asides(s["id"], s["area"])]
            lines += ["joined %s %s" % (s["id"], a) for a in m.joined(s["id"], s["area"])]
    for key, rivals in m.forks.items():
        lines += ["fork %s %d" % (r, r not in m.lost) for r in rivals]
    lines += ["house %s %s" % (root, m.building_hash(root)) for root in m.division]
    lines += ["area %s %s" % (area or "-", m.area_hash(area)) for area in ["", *TOWNS, *VILLAGES]]
    return sorted(set(lines))


def tell(seed):
    rng = random.Random(seed)
    if seed % 2:
        world = Wild(rng, rng.choice([1, 1, 3, 4]))
        for _ in range(rng.randrange(10, 50)):
            rng.choice([world.anything, world.anything, world.anything, world.act])()
        pins = [world.genesis]
        pinned = world.some(world.ids("genesis"), 1) if rng.random() < 0.2 else []
        if rng.random() < 0.2:
            pins += world.some(world.ids("genesis"), 2)
    else:
        world = history(rng)
        for _ in range(rng.randrange(1, 12)):
            world.stranger()
        village = rng.choice(VILLAGES)
        for _ in range(rng.randrange(1, 12)):
            world.thief(village)
        pins, pinned = [world.genesis], []
    m = Model(world.steps, world.packs, pins, pinned)
    out = ["history %d" % seed]
    out += ["pin %s %d" % (g, how) for how, gs in ((1, pins), (2, pinned)) for g in gs]
    out += ["body " + body for body in world.bodies]
    for i, pack in world.packs.items():
        out += ["fact %s %s\t%s" % (i, k, v) for k, v in facts_of(pack).items()] + ["decides %s %s" % (i, r) for r in pack.decides]
        out.append("files %s %s" % (i, as_text(pack)))
    return out + ["says %s" % line for line in verdicts(m)] + ["end"]


def states(m, but=()):
    return {root: m.building_hash(root) for root, division in m.division.items() if division not in but}


def history(rng):
    world = World(rng, rng.choice([1, 3]))
    for _ in range(rng.randrange(20, 70)):
        world.act()
    return world


def check(seed):
    rng = random.Random(seed)
    world = history(rng)
    before = world.model()
    steps = list(world.steps)
    problems = []

    rng.shuffle(steps)
    again = world.model(steps + steps[: len(steps) // 2])
    if again.area_hash("") != before.area_hash(""):
        problems.append("the order of steps changes the state")

    for _ in range(rng.randrange(1, 12)):
        world.stranger()
    after = world.model()
    if after.area_hash("") != before.area_hash("") or after.in_force != before.in_force or after.main != before.main or after.places_of(steps) != before.places_of(steps):
        problems.append("a stranger's steps change the state")

    village = rng.choice(VILLAGES)
    for _ in range(rng.randrange(1, 12)):
        world.thief(village)
    theft = world.model()
    if states(theft, but=(village,)) != states(before, but=(village,)):
        problems.append("an inspector's steps change another village")
    if (theft.chain, theft.in_force, theft.main) != (before.chain, before.in_force, before.main) or any(
            before.stands[c] != theft.stands[c] or before.bounds[c] != theft.bounds[c] for c in before.stands):
        problems.append("an inspector's steps change who may do what")
    return problems, len(world.steps), len(before.approvals), len(before.main), len(theft.forks), len(before.returns)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tell", action="store_true")
    ask = parser.parse_args()
    if ask.tell:
        for n in range(ask.seed, ask.seed + ask.count):
            print("\n".join(tell(n)))
        return 0
    totals, failed = [0] * 5, 0
    for n in range(ask.seed, ask.seed + ask.count):
        problems, *numbers = check(n)
        totals = [a + b for a, b in zip(totals, numbers)]
        for problem in problems:
            failed += 1
            print(f"# history {n}: {problem}")
    print("1..1")
    print("# %d histories: %d steps, %d approvals, %d receipts, %d forks, %d open returns" % (ask.count, *totals))
    print(("not ok" if failed or not all(totals) else "ok") + " 1 - histories__keep_their_state__whatever_strangers_and_a_thief_add")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
