"""The documents of a file for carrying, taken into a database of their own: what a short script does with them, for comparison.

verify.py FILE OUT: checks each step's number and signature on all cores and writes what is right to OUT. It judges no right, follows no
feed, builds no register, opens the file in place and believes its tables.
"""
import hashlib
import json
import multiprocessing
import os
import sqlite3
import sys

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

TYPE = b"application/vnd.louce.step.v2+json"


def pae(body):
    return b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE, len(body), body)


def set_up(found):
    global keys
    keys = found


def check(row):
    number, text, signature = row
    body = text.encode()
    signed = pae(body)
    step = json.loads(text)
    key = step["data"]["sign_key"] if step["author"] is None else keys.get(step["author"])
    if key is None or hashlib.blake2b(signed, digest_size=32).digest() != number:
        return None
    try:
        VerifyKey(bytes.fromhex(key)).verify(signed, signature)
    except BadSignatureError:
        return None
    return row


def main():
    source = sqlite3.connect(sys.argv[1], check_same_thread=False)  # the pool reads ahead
    out = sqlite3.connect(sys.argv[2])
    found = {}
    for number, text in source.execute("SELECT id, body FROM step WHERE body LIKE '%\"kind\":\"credential\"%'"):
        found[number.hex()] = json.loads(text)["data"]["sign_key"]
    out.execute("CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body TEXT NOT NULL, sig BLOB NOT NULL)")
    rows = source.execute("SELECT id, body, sig FROM step ORDER BY n")
    with multiprocessing.Pool(os.cpu_count(), set_up, (found,)) as pool:
        right = (row for row in pool.imap(check, rows, 500) if row)
        taken = out.executemany("INSERT INTO step (id, body, sig) VALUES (?, ?, ?)", right).rowcount
    out.commit()
    print(taken)


main()
