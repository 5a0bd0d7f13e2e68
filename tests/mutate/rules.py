#!/usr/bin/env python3
"""Is each rule of forms/rules.yaml held by a test?

rules.py [--every N] [--all]    without options what is run in make check: every 15th change; speaks TAP

A copy of forms/ gets one change, and the tests that read rules run on it until one fails. Changes:
    removed             the rule never fires
    without WHEN        it fires also where its `when` says that it is not meant
    without PART n      one operand of its outermost OR is taken out
Rules with scope county are queries, judge no form and are held by tests/cli/measure.sh. A change that no test notices is a rule, or a part of it, that could be lost without a word: it is listed, and the test fails. What nothing tells, since another
part of the rule says it, too, stands in EQUIVALENT with why."""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

BUILD = os.environ.get("LOUCE_BUILD", ".")
TOP = os.environ.get("LOUCE_SRC", os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
TESTS = ["tests/eval/test-pack", "tests/eval/test-loop"]
EQUIVALENT = {
    ("QR-90", "without WHEN"): "nothing is selected where nothing differs",
}


def rules_of(text):
    """(name, text) of each rule, and what stands before the first."""
    blocks = re.split(r"(?m)^(?=- (?:rule: |each:$))", text)
    blocks[0] += "".join(b for b in blocks[1:] if "\n  scope: county\n" in b)
    blocks[1:] = [b for b in blocks[1:] if "\n  scope: county\n" not in b]
    return blocks[0], [(re.match(r"- (?:each:\n +- \{)?rule: ([^\s,]+)", b).group(1), b) for b in blocks[1:]]


def key_of(block, key):
    """Where a key of a rule stands, and its text."""
    found = re.search(r"(?m)^  %s: (.*\n(?:    .*\n)*)" % key, block)
    if not found:
        return None, None
    value = found.group(1)
    if value.startswith(">"):
        value = " ".join(line.strip() for line in value.split("\n")[1:])
    elif value.startswith('"'):
        value = value.strip()[1:-1].replace('\\"', '"')
    return found, value.strip()


def operands(expr):
    """What the outermost OR joins; BETWEEN's AND and CASE's words are no matter here."""
    parts, depth, quoted, case, last = [], 0, False, 0, 0
    for m in re.finditer(r"'|\(|\)|\bCASE\b|\bEND\b|\bOR\b", expr):
        word = m.group(0)
        if word == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif word == "OR" and not depth and not case:
            parts.append(expr[last:m.start()].strip())
            last = m.end()
        depth += (word == "(") - (word == ")")
        case += (word == "CASE") - (word == "END")
    return parts + [expr[last:].strip()]


def with_expr(block, expr):
    found, _ = key_of(block, "expr")
    return block[:found.start()] + "  expr: >-\n    " + expr + "\n" + block[found.end():]


def changes(rules):
    """(rule, what, index, its text)"""
    for i, (name, block) in enumerate(rules):
        yield name, "removed", i, with_expr(block, "1 = 0")
    for i, (name, block) in enumerate(rules):
        found, _ = key_of(block, "when")
        if found:
            yield name, "without WHEN", i, block[:found.start()] + block[found.end():]
        parts = operands(key_of(block, "expr")[1])
        for p in range(len(parts) if len(parts) > 1 else 0):
            yield name, "without PART %d" % (p + 1), i, with_expr(block, " OR ".join(parts[:p] + parts[p + 1:]))


class Trial:
    def __init__(self, work):
        self.work = work
        shutil.copytree(os.path.join(TOP, "forms"), os.path.join(work, "forms"))
        with open(os.path.join(TOP, "forms", "rules.yaml"), encoding="utf-8") as f:
            self.head, self.rules = rules_of(f.read())

    def write(self, index=None, block=None):
        with open(os.path.join(self.work, "forms", "rules.yaml"), "w", encoding="utf-8") as f:
            f.write(self.head + "".join(block if i == index else b for i, (_, b) in enumerate(self.rules)))

    def noticed(self):
        """By which test; None: by none. A pack that cannot be read is no change of a rule."""
        for test in TESTS:
            out = subprocess.run([os.path.join(BUILD, test)], env=dict(os.environ, LOUCE_SRC=self.work), capture_output=True, text=True, check=False)
            if out.returncode and ("GROUP SETUP" in out.stdout or not re.search(r"^not ok", out.stdout, re.M)):
                sys.exit("%s did not run: %s" % (test, (out.stdout + out.stderr)[-600:]))
            if out.returncode:
                return test
        return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=15)
    parser.add_argument("--all", action="store_true")
    asks = parser.parse_args()
    os.environ["CMOCKA_MESSAGE_OUTPUT"] = "TAP"
    with tempfile.TemporaryDirectory() as work:
        trial = Trial(work)
        trial.write()
        if trial.noticed():
            sys.exit("a test fails over the rules as they are")
        tried, left = 0, []
        for n, (name, what, index, block) in enumerate(changes(trial.rules)):
            if not asks.all and n % asks.every:
                continue
            tried += 1
            trial.write(index, block)
            if not trial.noticed() and (name, what) not in EQUIVALENT:
                left.append("%s %s" % (name, what))
    for line in left:
        print("# not noticed: " + line)
    print("# %d rules, %d changes tried, %d not noticed" % (len(trial.rules), tried, len(left)))
    print("%s 1 - rules__are_held__each_by_a_test\n1..1" % ("not ok" if left else "ok"))


if __name__ == "__main__":
    main()
