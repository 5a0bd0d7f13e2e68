#!/usr/bin/env python3
"""floods.py TEST-FLOOD [SIZE]    what each kind of flood takes of the processor: the median of five runs, each of SIZE (100,000) and twice that in either order.

The test itself counts work and memory; this says how long a person would wait."""

import os
import statistics
import subprocess
import sys

KINDS = ("receipts, each behind the last", "receipts, each behind none", "packs", "geneses", "endorsements", "credentials on a stolen key", "persons, each revoked",
         "revocations", "thefts told", "revocations that replace each other", "a fork of one place", "a fork at each place", "decisions about a branch",
         "decisions about a pair of houses", "houses joined with one")


def cpu(program, size, kind):
    before = os.times()
    if subprocess.run([program, size, str(kind)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        sys.exit("bench: %s %s %d failed" % (program, size, kind))
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main():
    program, size = os.path.abspath(sys.argv[1]), (sys.argv + ["100000"])[2]
    print("\nfloods of %s and twice as many, in either order: seconds of the processor, median of five" % size)
    for kind, name in enumerate(KINDS):
        print("%-40s %7.2f s" % (name, statistics.median(cpu(program, size, kind) for _ in range(5))), flush=True)


if __name__ == "__main__":
    main()
