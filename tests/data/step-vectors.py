#!/usr/bin/env python3
"""step-vectors.py OLD > step-vectors.json: the test vectors of format 1 carried over to format 2, and those that format 2 adds.

Each body keeps its flaw: only the members that format 2 adds and the version are put in, byte by byte, and it is signed anew with the same key.
"""
import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TYPE = "application/vnd.louce.step.v2+json"
ID = "b0" * 32
AUTHOR = "c1" * 32
old = json.load(open(sys.argv[1], encoding="utf-8"))
key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(old["seed"]))


def pae(body, kind=TYPE):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(body), body)


def vector(name, body, signed=None, why=None):
    made = {
        "name": name,
        "body_base64": base64.b64encode(body).decode(),
        "id": hashlib.blake2b(pae(body), digest_size=32).hexdigest(),
        "sig": key.sign(pae(body) if signed is None else signed).hex(),
    }
    if why:
        made["why"] = why
    return made


def carried(body):
    """Version, area, after and root, where format 1 had none of them."""
    for before, after in (
        (b'"v":1', b'"v":2'),
        (b'"epoch":', b'"area":"451224204201","epoch":'),
        (b'"author":', b'"after":null,"author":'),
        (b'"parents":', b'"root":null,"parents":'),
    ):
        body = body.replace(before, after, 1)
    return body


def body_of(entry):
    return carried(base64.b64decode(entry["body_base64"]))


names = {"version 2": "version 1", "first step of a feed": "first step of a log"}
bodies = {entry["name"]: body_of(entry) for entry in old["accept"]}
plain = bodies["content step"]
accept = [vector(names.get(name, name), body) for name, body in bodies.items()]
reject = []
for entry in old["reject_form"]:
    name = names.get(entry["name"], entry["name"])
    reject.append(vector(name, plain.replace(b'"v":2', b'"v":1') if name == "version 1" else body_of(entry), why=entry["why"]))
reject_signature = [
    vector("signature over the bare body", plain, plain, "the PAE is what is signed"),
    vector("signature for another type", plain, pae(plain, TYPE.replace("v2", "v1")), "the type is inside what is signed"),
    vector("signature of another body", plain, pae(bodies["negative and zero"]), "another body was signed"),
]


def changed(before, after, body=plain):
    assert before.encode() in body, before
    return body.replace(before.encode(), after.encode(), 1)


def system(kind, data, **members):
    step = dict(v=2, kind=kind, device="d1" * 16, area="", epoch=7, seq=2, prev="ab" * 32, after=None, author=AUTHOR, anchor=None, at=1662600753,
                pack=None, building=None, root=None, parents=[], data=data, private=None, photos=[])
    step.update(members)
    return json.dumps(step, ensure_ascii=False, separators=(",", ":")).encode()


credential = dict(person="1a" * 16, name="Anna", role="inspector", areas=["451224204201"], issues=[], sign_key=old["public_key"], box_key="bb" * 32)
alone = dict(author=None, epoch=1, seq=1, prev=None)
reason = {"reason": "lost"}
accept += [
    vector("greatest numbers", changed('"epoch":1,"seq":2', '"epoch":2147483647,"seq":2147483647')),
    vector("first second of 2000", changed("1662600753", "946684800")),
    vector("last second allowed", changed("1662600753", "4102444800")),
    vector("step of another log named", changed('"after":null', '"after":"' + ID + '"')),
    vector("a later step of a repeat form", changed('"root":null', '"root":"' + ID + '"')),
    vector("self-signed credential", system("credential", credential, **alone)),
    vector("new log", system("epoch", dict(reason, head=ID), area="451224204201", seq=1, prev=None)),
]
for area in ("", "45", "4512", "451224", "451224204"):
    accept.append(vector("area of %d digits" % len(area), changed('"area":"451224204201"', '"area":"%s"' % area)))
more = [
    ("version 3", changed('"v":2', '"v":3'), "an unknown version"),
    ("member area missing", changed('"area":"451224204201",', ""), "a member is missing"),
    ("member after missing", changed('"after":null,', ""), "a member is missing"),
    ("member root missing", changed('"root":null,', ""), "a member is missing"),
    ("area of five digits", changed('"area":"451224204201"', '"area":"45122"'), "the digits of no level"),
    ("area of a letter", changed('"area":"451224204201"', '"area":"4512242042O1"'), "digits only"),
    ("area null", changed('"area":"451224204201"', '"area":null'), "a text"),
    ("epoch 0", changed('"epoch":1', '"epoch":0'), "numbers begin with 1"),
    ("epoch 2^31", changed('"epoch":1', '"epoch":2147483648'), "numbers end with 2^31-1"),
    ("seq 2^31", changed('"seq":2', '"seq":2147483648'), "numbers end with 2^31-1"),
    ("before 2000", changed("1662600753", "946684799"), "times begin with 2000"),
    ("after 2100", changed("1662600753", "4102444801"), "times end with 2100"),
    ("form without a pack", changed('"pack":"' + "9a" * 32 + '"', '"pack":null'), "a form names its pack"),
    ("epoch with a pack", system("epoch", reason, pack=ID), "an epoch names no pack"),
    ("form without an author", changed('"author":"' + AUTHOR + '"', '"author":null'), "only a self-signed credential has none"),
    ("self-signed credential at seq 2", system("credential", credential, **dict(alone, seq=2, prev=ID)), "it stands in no log"),
    ("self-signed credential in epoch 2", system("credential", credential, **dict(alone, epoch=2)), "it stands in no log"),
    ("self-signed credential with an area", system("credential", credential, area="45", **alone), "it stands in no log"),
    ("self-signed credential with an anchor", system("credential", credential, anchor=ID, **alone), "it names no other step"),
    ("self-signed credential with after", system("credential", credential, after=ID, **alone), "it names no other step"),
    ("variation selector", changed("农村", "农\ufe0f村"), "an invisible character"),
    ("nine marks in a row", changed("农村", "农" + "\u0301" * 9), "more than eight marks"),
]
reject += [vector(name, body, why=why) for name, body, why in more]
json.dump(
    {"about": old["about"], "type": TYPE, "public_key": old["public_key"], "seed": old["seed"], "accept": accept, "reject_form": reject,
     "reject_signature": reject_signature},
    sys.stdout, ensure_ascii=False, indent=1)
print()
print(len(accept), len(reject), len(reject_signature), file=sys.stderr)
