"""Finds in a C file what can be changed, by clang's syntax tree, and writes the file with a switch at each place."""

import json
import os
import re
import subprocess

# What the other reading of a comparison's boundary is.
BOUNDARY = {b"<": b"<=", b"<=": b"<", b">": b">=", b">=": b">"}
COMPARISONS = set(BOUNDARY) | {b"==", b"!="}
# Text in which a bracket is none.
SKIPPED = re.compile(rb'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//[^\n]*|/\*.*?\*/', re.S)
COMMENT = re.compile(rb"//[^\n]*|/\*.*?\*/", re.S)


class Mutant:
    """One change: `number` is what switches it on, `key` names it without a line number."""

    def __init__(self, file, function, line, text, change):
        self.file, self.function, self.line, self.text, self.change = file, function, line, text, change
        self.number = 0
        self.key = ""

    def __str__(self):
        return f"{self.file}:{self.line}: {self.function}: {self.text} => {self.change}"


def spoken(source):
    """Source text on one line."""
    return re.sub(r"\s+", " ", COMMENT.sub(b" ", source).decode()).strip()


class Places:
    """The places of one file. `left_out` counts by reason what was not changed."""

    def __init__(self, path, name, flags, clang="clang"):
        self.name = name
        with open(path, "rb") as file:
            self.source = file.read()
        self.mutants, self.edits, self.left_out = [], [], {}
        self.function, self.constant = None, False
        # A compiler cache would give the tree of an older text, with the places of what stood there.
        tree = json.loads(subprocess.run([clang, "-fsyntax-only", "-w", "-Xclang", "-ast-dump=json", *flags, path],
                                         check=True, stdout=subprocess.PIPE, env={**os.environ, "CCACHE_DISABLE": "1"}).stdout)
        for node in tree["inner"]:
            if node["kind"] == "FunctionDecl" and self.is_here(node):
                self.function = node["name"]
                for inner in node.get("inner", []):
                    if inner["kind"] == "CompoundStmt":
                        self.walk(inner)

    # ---- where a node stands

    @staticmethod
    def is_here(node):
        place = node["loc"].get("expansionLoc", node["loc"])
        return "offset" in place and "includedFrom" not in place

    @staticmethod
    def is_in_macro(node):
        """All of the node comes out of one macro (or out of an argument of one)."""
        begin, end = (node["range"][side].get("expansionLoc") for side in ("begin", "end"))
        return bool(begin and end) and begin["offset"] == end["offset"]

    def begin(self, node):
        place = node["range"]["begin"]
        return place.get("expansionLoc", place)["offset"]

    def end(self, node):
        place = node["range"]["end"]
        macro = "expansionLoc" in place
        place = place.get("expansionLoc", place)
        at = place["offset"] + place["tokLen"]
        return self.behind_brackets(at) if macro else at

    def behind_brackets(self, at):
        """Past the arguments of a macro whose name ends at `at`, if it has any."""
        match = re.compile(rb"\s*\(").match(self.source, at)
        if not match:
            return at
        depth, here = 0, match.end() - 1
        while True:
            text = SKIPPED.match(self.source, here)
            if text:
                here = text.end()
                continue
            depth += {b"(": 1, b")": -1}.get(self.source[here:here + 1], 0)
            here += 1
            if depth == 0:
                return here

    def text(self, node):
        return self.source[self.begin(node):self.end(node)]

    # ---- what is changed

    def leave_out(self, reason):
        reason = "in a constant expression" if self.constant else reason
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def add(self, node, change):
        line = self.source.count(b"\n", 0, self.begin(node)) + 1
        mutant = Mutant(self.name, self.function, line, spoken(self.text(node)), change)
        self.mutants.append(mutant)
        return mutant

    def wrap(self, node, before, after):
        """Text before and behind a node. What is wrapped first stands outside."""
        order = len(self.edits)
        self.edits.append((self.begin(node), 1, order, self.begin(node), before))
        self.edits.append((self.end(node), 0, -order, self.end(node), after))

    def operand(self, node, true, false):
        """An operand made true, or false."""
        text = self.text(node).strip(b"() \n\t")
        if text in (b"true", b"false") or text.isdigit():
            self.leave_out("in a constant expression")
            return
        made = [(self.add(node, f"made {word}"), value)
                for wanted, word, value in ((true, "true", b"1"), (false, "false", b"0")) if wanted]
        self.wrap(node, lambda: b"(" + b"".join(b"MUTANT(%d) ? %s : " % (mutant.number, value) for mutant, value in made) + b"!!(",
                  lambda: b"))")

    def turned(self, node, change):
        mutant = self.add(node, change)
        self.wrap(node, lambda: b"(MUTANT(%d) ^ (" % mutant.number, lambda: b"))")

    def boundary(self, node):
        """Each side is computed once, then compared as the switch says."""
        left, right = node["inner"]
        sign = node["opcode"].encode()
        begin, end = self.end(left), self.begin(right)
        if COMMENT.sub(b" ", self.source[begin:end]).strip() != sign:
            self.leave_out("inside a macro")
            return
        mutant = self.add(node, f"{BOUNDARY[sign].decode()} for {sign.decode()}")
        lines = b"\n" * self.source.count(b"\n", begin, end)
        self.wrap(node, lambda: b"({ __auto_type mutant_left%d = (" % mutant.number,
                  lambda: b"); MUTANT(%d) ? mutant_left%d %s mutant_right%d : mutant_left%d %s mutant_right%d; })" % (
                      mutant.number, mutant.number, BOUNDARY[sign], mutant.number, mutant.number, sign, mutant.number))
        self.edits.append((begin, 0, 1, end, lambda: b"); __auto_type mutant_right%d = (" % mutant.number + lines))

    def one(self, node, literal):
        mutant = self.add(node, f"without {node['opcode']} 1")
        self.wrap(literal, lambda: b"(!MUTANT(%d) * " % mutant.number, lambda: b")")

    # ---- the walk

    @staticmethod
    def plain(node):
        while node["kind"] == "ImplicitCastExpr":
            node = node["inner"][0]
        return node

    def bare(self, node):
        """Without brackets."""
        node = self.plain(node)
        while node["kind"] == "ParenExpr" and not self.is_in_macro(node):
            node = self.plain(node["inner"][0])
        return node

    def is_logical(self, node):
        return node["kind"] == "BinaryOperator" and node["opcode"] in ("&&", "||") and not self.is_in_macro(node)

    @staticmethod
    def is_not(node):
        return node["kind"] == "UnaryOperator" and node["opcode"] == "!"

    def condition(self, node, true=True, false=True):
        """The operands of a condition. All of `a && b` made false is the same as `a` made false, so it is tried on its first operand alone."""
        node = self.bare(node)
        if self.is_logical(node):
            both = node["opcode"] == "&&"
            for i, inner in enumerate(node["inner"]):
                self.condition(inner, true=both or (true and i == 0), false=not both or (false and i == 0))
                if i and (false if both else true):
                    self.leave_out("the same as another")
            return
        if self.is_not(node) and not self.is_in_macro(node) and self.is_logical(self.bare(node["inner"][0])):
            self.condition(node["inner"][0], true=false, false=true)
            return
        if self.constant:
            self.leave_out("")
        else:
            self.operand(node, true, false)
        self.walk(node, operand=True)

    def walk(self, node, operand=False):
        kind = node.get("kind")
        if not kind:
            return
        inner = node.get("inner", [])
        if "range" in node and node["range"]["begin"] and self.is_in_macro(node):
            if self.holds_condition(node):
                self.leave_out("inside a macro")
            return
        if kind in ("ConstantExpr", "UnaryExprOrTypeTraitExpr", "StaticAssertDecl", "EnumDecl") or (
                kind == "VarDecl" and node.get("storageClass") == "static"):
            before, self.constant = self.constant, True
            for child in inner:
                self.walk(child)
            self.constant = before
            return
        conditions = {"IfStmt": 0, "WhileStmt": 0, "DoStmt": 1, "ForStmt": 2, "ConditionalOperator": 0}
        if kind in conditions:
            at = conditions[kind]
            loop = kind in ("WhileStmt", "DoStmt", "ForStmt")
            for i, child in enumerate(inner):
                if i != at:
                    self.walk(child)
                elif child.get("kind"):
                    single = loop and not self.is_logical(self.bare(child))
                    if single:
                        self.leave_out("a loop without end")
                    self.condition(child, true=not loop)
            return
        if self.is_logical(node):
            self.condition(node)
            return
        self.operator(node, operand)
        for child in inner:
            self.walk(child)

    def operator(self, node, operand):
        kind, sign = node["kind"], node.get("opcode", "").encode()
        if kind == "BinaryOperator" and sign in COMPARISONS:
            if self.constant:
                if not operand:
                    self.leave_out("")
                return
            if operand:
                self.leave_out("told by the operand made true and false")
            else:
                self.turned(node, "turned")
            if sign in BOUNDARY:
                self.boundary(node)
        elif self.is_not(node):
            if operand or self.constant or self.is_not(self.bare(node["inner"][0])):
                self.leave_out("told by the operand made true and false")
            else:
                self.turned(node, "without !")
        elif kind == "BinaryOperator" and sign in (b"+", b"-"):
            left, right = (self.plain(child) for child in node["inner"])
            for side in (right, left) if sign == b"+" else (right,):
                if side["kind"] == "IntegerLiteral" and side["value"] == "1" and not self.is_in_macro(side):
                    if self.constant:
                        self.leave_out("")
                    else:
                        self.one(node, side)
                    break

    def holds_condition(self, node):
        if self.is_not(node) or node["kind"] in ("IfStmt", "WhileStmt", "ForStmt", "ConditionalOperator"):
            return True
        if node["kind"] == "BinaryOperator" and (node["opcode"] in ("&&", "||") or node["opcode"].encode() in COMPARISONS):
            return True
        return any(self.holds_condition(child) for child in node.get("inner", []) if child.get("kind"))

    # ---- the file with its switches

    def written(self, header, path):
        """The text of the file, when all mutants have their numbers."""
        out, at = [b'#include "%s"\n#line 1 "%s"\n' % (header.encode(), path.encode())], 0
        for begin, _, _, end, text in sorted(self.edits, key=lambda edit: edit[:3]):
            out += [self.source[at:begin], text()]
            at = end
        return b"".join(out) + self.source[at:]


def name_all(mutants):
    """Numbers from 1 on, and keys: the same change of the same text in one function is told apart by a count."""
    seen = {}
    for number, mutant in enumerate(mutants, 1):
        mutant.number = number
        key = f"{mutant.file} {mutant.function}: {mutant.text} => {mutant.change}"
        seen[key] = seen.get(key, 0) + 1
        mutant.key = key if seen[key] == 1 else f"{key} (#{seen[key]})"
