"""Has a sheet that was converted the cells of louce's own CSV? same_cells.py OURS CONVERTED: rows in their order; titles and lines below anywhere."""
import csv
import sys


def cell(text):
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].replace('""', '"')
    if text.startswith("'") and text[1:2] in ("=", "+", "-", "@", "\t", "\r"):
        text = text[1:]
    return " ".join(text.split())


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [[cell(text) for text in row] for row in csv.reader(file)]


def same(ours, theirs):
    if ours == theirs:
        return True
    try:
        return float(ours) == float(theirs)  # 12.0 is shown as 12.0 or 12
    except ValueError:
        return False


ours, theirs = rows(sys.argv[1]), rows(sys.argv[2])
end = next((i for i, row in enumerate(ours) if not any(row)), len(ours))
table, texts = ours[:end], [" ".join(filter(None, row)) for row in ours[end:] if any(row)]
width = len(table[0])
begin = next((i for i, row in enumerate(theirs) if row[:width] == table[0]), None)
if begin is None:
    sys.exit("no row of heads: %r" % (table[0],))
for number, row in enumerate(table):
    other = (theirs[begin + number] if begin + number < len(theirs) else []) + [""] * width
    for head, mine, its in zip(table[0], row, other):
        if not same(mine, its):
            sys.exit("row %d, %s: %r here, %r there" % (number, head, mine, its))
others = {" ".join(filter(None, row)) for row in theirs[:begin] + theirs[begin + len(table):]}
missing = [text for text in texts if text not in others]
if missing:
    sys.exit("not there: %r; there is: %r" % (missing, others))
