"""Did numbers that are codes survive a spreadsheet? same_codes.py OURS CONVERTED: each cell of digits that a number would spoil, where it stood."""
import csv
import re
import sys


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def cell(text):
    return text[2:-1] if text.startswith('="') else text


ours, theirs = rows(sys.argv[1]), rows(sys.argv[2])
long = zeros = 0
for row, other in zip(ours, theirs):
    for mine, its in zip(row, other):
        mine = cell(mine)
        if not re.fullmatch(r"[0-9]{16,}X?|0[0-9]+", mine):
            continue
        if mine != its:
            sys.exit("%r here, %r there" % (mine, its))
        long += len(mine) >= 18
        zeros += mine.startswith("0")
if len(ours) != len(theirs) or not long or not zeros:
    sys.exit("rows %d and %d, long numbers %d, leading zeros %d" % (len(ours), len(theirs), long, zeros))
