"""Does each figure of a report's CSV stand in the text of its PDF? same_figures.py CSV TEXT: as often as in the table, at least."""
import collections
import csv
import re
import sys

with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    rows = list(csv.reader(file))
end = next((i for i, row in enumerate(rows) if not any(row)), len(rows))
figure = re.compile(r"[0-9]+(?:\.[0-9]+)?")
wanted = collections.Counter(text for row in rows[1:end] for text in row if figure.fullmatch(text))
with open(sys.argv[2], encoding="utf-8") as file:
    found = collections.Counter(figure.findall(file.read()))
missing = {text: (count, found[text]) for text, count in wanted.items() if found[text] < count}
if missing:
    sys.exit("figures of the table, and how often they stand there and here: %r" % missing)
