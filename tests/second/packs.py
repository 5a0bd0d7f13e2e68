"""A form pack: what the state needs of it (rule C22 of doc/file-format), and its SQL expressions (doc/pack-format)."""
import csv
import datetime
import functools
import io
import re
import sqlite3

import yaml

Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)                 # every scalar a text: YAML's own booleans and dates stay out
TEXTS = {"text", "person", "id_number", "phone", "date", "division", "geopoint", "select_one"}


NOT_JUDGED = (sqlite3.Error, sqlite3.Warning, ValueError, TypeError, AttributeError, KeyError, OverflowError)


class BadPack(Exception):
    pass


def one_key_each(node):
    if isinstance(node, yaml.MappingNode):
        keys = [k.value for k, _ in node.value]
        need(all(isinstance(k, yaml.ScalarNode) for k, _ in node.value) and len(set(keys)) == len(keys), "a key twice")
        for _, v in node.value:
            one_key_each(v)
    elif isinstance(node, yaml.SequenceNode):
        for v in node.value:
            one_key_each(v)


@functools.lru_cache(maxsize=1000)
def read_yaml(text):                                                   # read, never changed
    for e in yaml.parse(text, Loader):
        need(not isinstance(e, yaml.AliasEvent) and not getattr(e, "anchor", None) and not getattr(e, "tag", None), "an anchor, alias or tag")
    one_key_each(yaml.compose(text, Loader))
    return yaml.load(text, Loader)                                     # of several documents: an error


def need(ok, why):
    if not ok:
        raise BadPack(why)


def is_number(v):                                                      # C22
    return isinstance(v, str) and re.fullmatch("-?[0-9]+([.][0-9]+)?", v) is not None and float(v) - float(v) == 0


def unique(items):
    items = list(items)
    return len(set(items)) == len(items)


class Field:
    def __init__(self, f, repeat, conditional):
        self.name, self.full_type = f["name"], f["type"]
        self.type, _, self.list = f["type"].partition(" ")
        self.list = self.list.strip()
        self.repeat = repeat
        self.calculation = f.get("calculation")
        self.may_miss = conditional or repeat is not None or bool(f.get("relevant"))               # B8
        self.private = f.get("private") == "true"

    def affinity(self):
        return "INTEGER" if self.type in ("integer", "year", "boolean", "photo") else "REAL" if self.type == "decimal" else "TEXT"


class Form:
    def __init__(self, y):
        self.name = y["form"]
        self.by = names(y.get("by"))
        self.distinct_from = names(y.get("distinct_from"))
        self.repeat = y.get("repeat") == "true"
        self.about = y.get("about")
        self.depends = names(y.get("depends"))
        self.relevant = y.get("relevant")
        self.order = y.get("order")
        self.always = y.get("always") == "true"
        self.asked_only = y.get("asked_only") == "true"
        self.offices = y.get("offices")
        self.dues = []                                                 # deadlines of added questions
        self.fields, self.repeats, self.named = [], [], []             # named: groups, notes and repeats, too
        self.read(y.get("fields") or [], None, False)
        self.tops = {f["name"] for f in y.get("fields") or []}
        self.by_name = {f.name: f for f in self.fields}
        if self.order:
            f = self.by_name.get(self.order)
            need(self.repeat and f and f.type == "date" and not f.private and not f.repeat, "the order of %s" % self.name)

    def read(self, fields, repeat, grouped):
        for f in fields:
            self.named.append(f["name"])
            if "range" in f:                                           # C22
                need(f["type"] in ("integer", "decimal", "year") and len(f["range"]) == 2 and isinstance(f["range"], list), "a range")
                need(all(is_number(v) for v in f["range"]) and float(f["range"][0]) <= float(f["range"][1]), "a range")
            if "due" in f:
                need(f.get("required") == "true", "a day for a question that may stay empty")
                self.dues.append(f["due"])
            if f["type"] == "group":
                self.read(f.get("fields") or [], repeat, True)
            elif f["type"] == "repeat":
                self.repeats.append(f["name"])
                self.read(f.get("fields") or [], f["name"], grouped)
            elif f["type"] != "note":
                self.fields.append(Field(f, repeat, grouped))


# --- copy_of -------------------------------------------------------------------------------------------------------------------------
EXPRESSIONS = ("relevant", "constraint", "calculation", "default", "choices")
ASKING = EXPRESSIONS + ("constraint_message", "required", "due", "range", "carry", "complete", "people")
TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/|[\w\x80-\U0010ffff]+|\s+|.""", re.S)


def with_copies(y, files, lists):
    """A form's fields, those of copy_of before its own."""
    how = y.get("copy_of")
    if how is None:
        return y
    need(all("copy_of" not in files[n + ".yaml"] and "about" not in files[n + ".yaml"] for n in names(how["forms"])), "a copy of a copy")
    record, left_out = how.get("record") == "true", set(names(how.get("except")))
    need(record or "codes" not in how, "codes of no record")
    need(re.fullmatch("[a-z][a-z0-9_]*", how["prefix"]) is not None, "a prefix")
    sources = [f for n in names(how["forms"]) for f in files[n + ".yaml"].get("fields") or []]
    known = {f["name"] for f in every(sources, lambda f: True)}
    need(left_out <= known, "except names no field")
    kept = lambda f: f["name"] not in left_out and not (record and f["type"] == "note")
    copied = {f["name"].lower() for f in every(sources, kept)}
    need(all(len(how["prefix"]) + len(n) <= 48 for n in copied), "a long name")

    def copy(f):
        out = {k: v for k, v in f.items() if not (record and k in ASKING)}
        out["name"] = how["prefix"] + f["name"]
        for k in EXPRESSIONS:
            if k in out:
                columns = lists.get(f["type"].partition(" ")[2].strip(), {}).get("columns") or {} if k == "choices" else {}
                own = {"name", "label_zh", "label_en", *columns} if k == "choices" else set()
                out[k] = renamed(out[k], how["prefix"], copied - own)
        if "fields" in f:
            out["fields"] = [copy(c) for c in f["fields"] if kept(c)]
        return out
    return {**y, "fields": [copy(f) for f in sources if kept(f)] + (y.get("fields") or [])}


def every(fields, kept):
    for f in fields:
        if kept(f):
            yield f
            yield from every(f.get("fields") or [], kept)


def renamed(sql, prefix, copied):
    words = TOKEN.findall(sql)
    solid = [n for n, w in enumerate(words) if not w.isspace()]
    place = {n: at for at, n in enumerate(solid)}
    bare = lambda n: words[n][1:-1] if words[n][:1] in '"`[' else words[n]
    at = lambda n, d: words[solid[place[n] + d]] if 0 <= place[n] + d < len(solid) else ""
    others = set()
    for n in solid:
        if re.fullmatch("(list_|table_).+|divisions|photos", words[n], re.I):
            second = at(n, 2) if at(n, 1).lower() == "as" else at(n, 1)
            others |= {words[n].lower(), second.lower()}
    for n in solid:
        if words[n][0] == "'" or bare(n).lower() not in copied or at(n, 1) == "(":
            continue
        if at(n, -1) == "." and at(n, -2).strip('"`[]').lower() in others:
            continue
        words[n] = prefix + words[n] if bare(n) == words[n] else words[n][0] + prefix + words[n][1:]
    return "".join(words)


class Chain:
    def __init__(self, y):
        self.name, self.each, self.of = y["chain"], y.get("each"), []
        need(("each" in y) != ("covers" in y), "a chain over a list and over each")
        self.covers = [self.each] if self.each else names(y["covers"])
        self.levels = [Level(v) for v in y["levels"]]


class Case:                                                            # of: what each-chains over its stages cover beside their slot (A4)
    def __init__(self, y):
        self.of, self.ends = names(y.get("of")), [s["form"] for s in y.get("stages") or []] + ([y["closes"]] if "closes" in y else [])


class PackTable:                                                       # C22
    def __init__(self, y, files):
        self.name, self.file, self.columns = y["table"], y["file"], y["columns"]
        need(re.fullmatch(r"[a-z][a-z0-9_-]*[.]csv", self.file) and self.file != "divisions.csv", "a table's file")
        rows = [self.cells(v) for v in files[self.file].removesuffix("\n").split("\n")]
        need(1 <= len(self.columns) <= 30 and len(rows) <= 5001, "a table's size")
        need(rows[0] == list(self.columns) and all(len(r) == len(self.columns) for r in rows), "a table's columns")
        self.rows = [[None if v == "" else v for v in r] for r in rows[1:]]
        for n, t in enumerate(self.columns.values()):
            need(t in ("text", "integer", "decimal"), "a column's type")
            need(t == "text" or all(r[n] is None or is_number(r[n]) and not (t == "integer" and "." in r[n]) for r in self.rows), "a table's number")

    @staticmethod
    def cells(line):
        need(re.fullmatch('CELL(,CELL)*'.replace("CELL", '([^",]*|"([^"]|"")*")'), line), "a line of a table")
        return [v[1:-1].replace('""', '"') if v[:1] == '"' else v for v in re.findall('("(?:[^"]|"")*"|[^",]*)(?:,|$)', line)[:line_cells(line)]]


def line_cells(line):
    return re.sub('"([^"]|"")*"', "", line).count(",") + 1


class Level:
    def __init__(self, y):
        self.name, self.by, self.distinct_from = y["level"], names(y.get("by")), names(y.get("distinct_from"))


def names(v):
    return list(v) if isinstance(v, list) else [v] if v else []


class Pack:
    def __init__(self, data):
        try:
            files = {n: read_yaml(t) for n, t in data["files"].items() if n.endswith(".yaml")}
            top = files["pack.yaml"]
            self.name, self.version, self.root = data["name"], data["version"], top["root"]
            need(top["pack"] == data["name"] and top["version"] == str(data["version"]), "name or version")
            need(unique(names(top["forms"])), "a form twice")
            self.lists = {v["list"]: v for v in files["lists.yaml"] or []}
            self.forms = {n: Form(with_copies(files[n + ".yaml"], files, self.lists)) for n in names(top["forms"])}
            need(sum((files[n + ".yaml"].get("copy_of") or {}).get("record") == "true" for n in self.forms) <= 1, "two records")
            need(all(n == f.name for n, f in self.forms.items()), "a form's name")
            self.office = {}
            self.acts = {k: names(v) for k, v in (top.get("acts") or {}).items()}
            chains, cases = [Chain(c) for c in top["chains"]], [Case(c) for c in top.get("cases") or []]
            for c in chains:
                c.of = [f for case in cases if c.each in case.ends for f in case.of]
            self.chains = {c.name: c for c in chains}
            self.deadlines = {d["deadline"]: d["date"] for d in top.get("deadlines") or []}
            self.facts = [(f["fact"], f["type"], f["calculation"]) for f in top.get("facts") or []]
            self.pack_tables = [PackTable(t, data["files"]) for t in top.get("tables") or []]
            self.divisions = list(csv.DictReader(io.StringIO(data["files"]["divisions.csv"])))
            for d in self.divisions:                                   # the fifth column, named in the first line or not
                d["became"] = d.get("became") or (d.pop(None, None) or [""])[0]
            self.codes_of_divisions = {d["code"] for d in self.divisions}
            self.refer_divisions()
            self.division_field = [f.name for f in self.forms[self.root].fields if f.type == "division" and not f.repeat]
            self.fields = {f.name: f for form in self.forms.values() for f in form.fields}
            self.choices = {n: [c["name"] for c in v.get("choices") or []] for n, v in self.lists.items()}
            self.refer(top, chains, cases, files)
        except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError, RecursionError, csv.Error) as e:
            raise BadPack("%s: %s" % (type(e).__name__, e))
        self.db = None

    def refer(self, top, chains, cases, files):
        """C22: what refers to what is there, and no name stands twice."""
        roles = {r["role"] for r in top["roles"]}
        for r in top["roles"]:
            if "office" in r:
                words = r["office"].split(" ", 1)
                need(len(words) == 2 and words[1] in self.choices.get(words[0], []), "the office of %s" % r["role"])
                self.office[r["role"]] = words[1]
        facts = {x["fact"]: x["type"] for x in top.get("facts") or []}
        for f in self.forms.values():
            if f.offices is not None:
                x = f.by_name.get(f.offices["field"])
                need(x and x.type.startswith("select_one") and x.name in f.tops and not x.private, "offices of %s" % f.name)
                need("owe" not in f.offices or facts.get(f.offices["owe"]) == "text" and f.always, "owe of %s" % f.name)
        forms = list(self.forms.values())
        for f in forms:
            need(set(f.by) <= roles and set(f.distinct_from) <= set(self.forms), "by or distinct_from of %s" % f.name)
            need(all(n in self.deadlines for n in f.dues), "a day of a question of %s" % f.name)
            need(all(n in self.fields for n in f.depends), "depends of %s" % f.name)
            need(all(x.list in self.lists for x in f.fields if x.type.startswith("select_")), "a list of %s" % f.name)
        need(unique(n for f in forms for n in f.named) and len(self.lists) == len(files["lists.yaml"] or []) and len(self.chains) == len(chains),
             "a name twice")
        for c in chains:
            need(c.covers and set(c.covers) <= set(self.forms) and all(self.forms[n].repeat == bool(c.each) for n in c.covers), "covers of %s" % c.name)
            need(unique(v.name for v in c.levels), "a level twice")
            need(all(set(v.by) <= roles and set(v.distinct_from) <= set(self.forms) for v in c.levels), "levels of %s" % c.name)
        need(all(set(c.of + c.ends) <= set(self.forms) and not set(c.of) & set(c.ends) for c in cases), "a case")
        need(all(self.forms[n].repeat for c in cases for n in c.ends), "a stage that does not repeat")
        need(all(set(v) <= roles for v in self.acts.values()), "acts")
        need(unique(t.name for t in self.pack_tables) and unique(t.file for t in self.pack_tables), "a table twice")
        need("reasons" not in top or top["reasons"] in self.lists, "reasons")
        self.refer_manifest(top.get("manifest") or {})
        self.refer_draw(top)
        self.refer_tally(top)
        self.refer_quality(top.get("board") or {})
        for f in self.forms.values():
            need(not f.always or f.repeat and f.relevant and not f.about, "always of %s" % f.name)
            need(not f.asked_only or f.always, "asked_only of %s" % f.name)
        for v in self.lists.values():
            need(len(v.get("columns") or {}) <= 30, "a list's columns")
            need(all(is_number(c[k]) and not (t == "integer" and "." in c[k]) for c in v.get("choices") or []
                     for k, t in (v.get("columns") or {}).items() if t in ("integer", "decimal") and k in c), "a column")
        need(not self.forms[self.root].repeat and len(self.division_field) == 1, "root form")

    def refer_divisions(self):
        """What a division became is one of its level, and followed it ends."""
        self.became = became = {d["code"]: d.get("became") for d in self.divisions if d.get("became")}
        levels = {d["code"]: d["level"] for d in self.divisions}
        for code in became:
            seen = set()
            while code in became:
                need(code not in seen and levels.get(became[code]) == levels[code], "what became of %s" % code)
                seen.add(code)
                code = became[code]
        for d in self.divisions:
            digits = {"prefecture": (2,), "county": (2, 4), "township": (2, 4, 6), "village": (2, 4, 6, 9)}.get(d["level"], ())
            above = {d["code"][:n].ljust(12, "0") for n in digits} | {d["parent"]}
            need(d["code"] in became or not above & set(became), "%s lies in what became another" % d["code"])

    def refer_manifest(self, words):
        """What a manifest tells of houses: reasons with a digit each, and fields that everybody may see and that a house has once."""
        def open_field(name, kind):
            f = self.fields.get(name)
            form = f and self.form_of_field(name)
            return f and f.type == kind and not f.private and f.repeat is None and not form.repeat and not form.about

        reasons = words.get("missing")
        need(reasons is None or 1 <= len((self.lists.get(reasons) or {}).get("choices") or []) <= 9, "reasons of a manifest")
        need("by" not in words or open_field(words["by"], "text") and self.form_of_field(words["by"]).name == self.root, "by of a manifest")
        need(all(open_field(n, "select_one") for n in names(words.get("state"))), "state of a manifest")
        tries = words.get("tries")
        need(tries is None or tries in self.forms and self.forms[tries].repeat and not self.forms[tries].about, "tries of a manifest")

    def refer_quality(self, words):
        """Which answer names the team of a house: one that everybody may see and that a house has once."""
        f = self.fields.get(words.get("team"))
        form = f and self.form_of_field(f.name)
        need("team" not in words or f and f.type not in ("photo", "note", "group", "repeat") and not f.private and f.repeat is None
             and not form.repeat and not form.about, "team of the quality board")

    def refer_draw(self, top):
        """What a draw says, and where: fields of a form about a township, of its two repeats, and of the checks."""
        words = top.get("draw")
        if not words:
            return
        form, checks = self.forms.get(words["form"]), self.forms.get(words["checks"])
        need(form and form.about == "township" and form.repeat and checks and checks.repeat and not checks.about, "forms of a draw")
        need(words["strata"] in form.repeats and words["drawn"] in form.repeats, "repeats of a draw")
        places = [(form, None, "receipt source day spare seed"), (form, words["strata"], "stratum houses hash quota"),
                  (form, words["drawn"], "house from rank"), (checks, None, "of unreached wrong")]
        kinds = {"day": "date", "spare": "integer", "houses": "integer", "quota": "integer", "rank": "integer", "unreached": "select_one", "wrong": "select_multiple"}
        for of, repeat, keys in places:
            for key in keys.split():
                f = of.by_name.get(words[key])
                need(f and f.type == kinds.get(key, "text") and f.repeat == repeat and not f.private, "%s of a draw" % key)
                need(repeat or f.name in of.tops, "%s of a draw" % key)
        if "lean" in words:
            summary = self.fields.get(top["chains"][0].get("summary"))
            need(summary and words["lean"] in self.choices.get(summary.list, []), "lean of a draw")

    def refer_tally(self, top):
        """What is told by telephone: public fields of a form about a township, six of them counts."""
        words = top.get("tally")
        if not words:
            return
        form = self.forms.get(words["form"])
        need(form and form.about == "township" and form.repeat, "form of a tally")
        counts = names(words["counts"])
        need(len(counts) == 6 and unique(counts), "counts of a tally")
        for name, kind in [(words["day"], "date"), (words["told"], "text")] + [(n, "integer") for n in counts]:
            f = form.by_name.get(name)
            need(f and f.type == kind and f.repeat is None and not f.private and f.name in form.tops, "%s of a tally" % name)

    def form_of_field(self, name):
        return next(f for f in self.forms.values() if name in f.by_name)

    def fits(self, older):
        """C16: what may not change against a counting pack of lower version."""
        for n, f in self.fields.items():
            if n in older.fields and older.fields[n].full_type != f.full_type:
                return "type of %s" % n
        for n, f in self.forms.items():
            o = older.forms.get(n)
            if o and (o.repeat != f.repeat or o.about != f.about):
                return "repeat or about of %s" % n
        if self.root != older.root:
            return "root form"
        for n, c in self.chains.items():
            if n in older.chains and older.chains[n].each != c.each:
                return "each of %s" % n
        return None

    # --- the fit of a step's data to its form (B7, B8) -------------------------------------------------------------------------------
    def misfit(self, form, data, photos, area=""):
        rows = {r: data.get(r, []) for r in form.repeats}
        for r, v in rows.items():
            if not (isinstance(v, list) and all(isinstance(x, dict) for x in v)):
                return "%s is no list of rows" % r
        for where, record in [(None, data)] + [(r, x) for r, v in rows.items() for x in v]:
            for k, v in record.items():
                if where is None and (k in form.repeats or k.startswith("_")):
                    continue
                f = form.by_name.get(k)
                if f is None or f.repeat != where or f.private:
                    return "no field %s" % k
                if not self.type_fits(f, v):
                    return "%s does not fit %s" % (k, f.full_type)
        return self.miscalculated(form, data, photos, area)

    def type_fits(self, f, v):
        t = f.type
        if t in ("integer", "year"):
            return isinstance(v, int) and not isinstance(v, bool)
        if t == "decimal":
            return isinstance(v, (int, float)) and not isinstance(v, bool)
        if t == "boolean":
            return isinstance(v, bool)
        if t == "select_multiple":
            codes = self.codes(f.list)
            return isinstance(v, list) and len(v) > 0 and all(c in codes for c in v) and \
                all(codes.index(a) < codes.index(b) for a, b in zip(v, v[1:]))
        if t not in TEXTS or not isinstance(v, str) or v == "":
            return False
        if t == "select_one":
            return v in self.codes(f.list)
        if t == "division":
            return v in self.codes_of_divisions
        if t == "date":
            return is_date(v)
        if t == "geopoint":
            m = re.fullmatch(r"(-?[0-9]+(?:\.[0-9]+)?) (-?[0-9]+(?:\.[0-9]+)?) .+", v, re.S)
            return m is not None and abs(float(m[1])) <= 90 and abs(float(m[2])) <= 180
        return True

    def codes(self, name):
        return self.choices.get(name, [])

    def miscalculated(self, form, data, photos, area):
        calculated = [f for f in form.fields if f.calculation and not f.private]
        if not calculated:
            return None
        db = self.table([form], [(form, data, photos)])
        if form.about:                                                 # the division's code, in its expressions alone
            db.execute("alter table _b add column division TEXT")
            db.execute("update _b set division = ?", (area.ljust(12, "0"),))
        for f in calculated:
            for n, record in ([(0, data)] if not f.repeat else enumerate(data.get(f.repeat, []), 1)):
                try:
                    right = self.value(db, f.calculation, f.repeat, n)
                except NOT_JUDGED:
                    right = None
                if not same_value(self, f, record.get(f.name), right) and not (f.name not in record and f.may_miss):
                    return "%s is miscalculated" % f.name
        return None

    # --- expressions ----------------------------------------------------------------------------------------------------------------
    def database(self):
        if self.db is None:
            self.db = sqlite3.connect(":memory:", isolation_level=None)
            register(self.db, self.deadlines)
            for name, v in self.lists.items():
                columns = v.get("columns") or {}
                types = {"integer": "INTEGER", "decimal": "REAL"}
                made = ["name TEXT", "label_zh TEXT", "label_en TEXT"] + ["%s %s" % (q(c), types.get(t, "TEXT")) for c, t in columns.items()]
                self.db.execute("create table %s (%s)" % (q("list_" + name), ",".join(made)))
                for c in v.get("choices") or []:
                    zh = (c.get("label") or {}).get("zh")
                    row = [c["name"], zh, (c.get("label") or {}).get("en", zh)] + [number(c.get(k), t) for k, t in columns.items()]
                    self.db.execute("insert into %s values (%s)" % (q("list_" + name), ",".join("?" * len(row))), row)
            for t in self.pack_tables:
                made = ["%s %s" % (q(c), {"integer": "INTEGER", "decimal": "REAL"}.get(k, "TEXT")) for c, k in t.columns.items()]
                self.db.execute("create table %s (%s)" % (q("table_" + t.name), ",".join(made)))
                self.db.executemany("insert into %s values (%s)" % (q("table_" + t.name), ",".join("?" * len(made))), t.rows)
            self.db.execute("create table divisions (code TEXT, name TEXT, level TEXT, parent TEXT)")
            for d in self.divisions:
                self.db.execute("insert into divisions values (?,?,?,?)", [d.get(k) for k in ("code", "name", "level", "parent")])
            self.tables = []
        return self.db

    def slots(self, db, form, held):
        """The slots of a form that repeats, as a table by its name: root, head, nth and the open fields."""
        of = [f for f in form.fields if not f.repeat and not f.private]
        held = sorted((x for x in held if x[0] is form), key=lambda x: (x[1].get(form.order) or "" if form.order else "", x[3]))
        db.execute("create table %s (root, head, nth%s)" % (q(form.name), "".join(", %s %s" % (q(f.name), f.affinity()) for f in of)))
        for n, (_, data, photos, root, head) in enumerate(held, 1):
            many = lambda f: sum(p["field"] == f.name for p in photos) or None
            db.execute("insert into %s values (?,?,?%s)" % (q(form.name), ",?" * len(of)),
                       [root, head, n] + [many(f) if f.type == "photo" else sql_value(f, data.get(f.name)) for f in of])
        self.tables.append(form.name)

    def table(self, forms, filled):
        """One building: the table _b with a column for each field and fact, the repeats, the slots, and the photos."""
        db = self.database()
        for t in self.tables:
            db.execute("drop table if exists %s" % q(t))
        columns = {f.name: None for form in forms for f in form.fields if not f.repeat}
        affinity = {f.name: f.affinity() for form in forms for f in form.fields}
        repeats = {r: form for form in forms for r in form.repeats}
        self.tables = ["_b", "photos", *repeats]
        db.execute("create table photos (form, field, row, name, mime, size, taken, id, elsewhere)")
        rows = {r: [] for r in repeats}
        for form in self.forms.values():
            if form.repeat and not form.about:
                self.slots(db, form, [x for x in filled if len(x) == 5])
        for form, data, photos, *_ in filled:
            if form not in forms:
                continue
            counts = {}
            for p in photos:
                counts[p["field"]] = counts.get(p["field"], 0) + 1
                parts = p["field"].split("/")
                db.execute("insert into photos values (?,?,?,?,?,?,?,?,0)",
                           (form.name, parts[-1] if len(parts) == 1 else parts[0] + "/" + parts[2],
                            int(parts[1]) if len(parts) == 3 else None, parts[-1], p["mime"], p["size"], p["taken"], p["id"]))
            for f in form.fields:
                if not f.repeat and f.name in columns:
                    columns[f.name] = counts.get(f.name) if f.type == "photo" else sql_value(f, data.get(f.name))
            for r in form.repeats:
                of = [f for f in form.fields if f.repeat == r]
                for n, x in enumerate(data.get(r, []) if isinstance(data.get(r, []), list) else [], 1):
                    rows[r].append([n] + [counts.get("%s/%d/%s" % (r, n, f.name)) if f.type == "photo" else sql_value(f, x.get(f.name)) for f in of])
        for r, form in repeats.items():
            of = ["row"] + [f.name for f in form.fields if f.repeat == r]
            db.execute("create table %s (%s)" % (q(r), ",".join("%s %s" % (q(n), affinity.get(n, "INTEGER")) for n in of)))
            for row in rows[r]:
                db.execute("insert into %s values (%s)" % (q(r), ",".join("?" * len(of))), row)
        db.execute("create table _b (%s)" % ",".join("%s %s" % (q(n), affinity[n]) for n in columns) if columns else "create table _b (_)")
        db.execute("insert into _b values (%s)" % ",".join("?" * max(1, len(columns))), list(columns.values()) or [None])
        return db

    def with_facts(self, db):
        for name, kind, sql in self.facts:
            db.execute("alter table _b add column %s %s" % (q(name), "TEXT" if kind in ("text", "date") else "INTEGER"))
            try:
                db.execute("update _b set %s = ?" % q(name), (self.value(db, sql),))
            except NOT_JUDGED:
                pass
        return db

    def value(self, db, sql, repeat=None, row=0):
        end = [200000]

        def tick():
            end[0] -= 1
            return end[0] < 0
        db.set_progress_handler(tick, 100)
        try:
            if repeat:
                return db.execute("select (%s) from _b, (select * from %s where row = %d) as %s" % (sql, q(repeat), row, q(repeat))).fetchone()[0]
            return db.execute("select (%s) from _b" % sql).fetchone()[0]
        finally:
            db.set_progress_handler(None, 0)

    def called_for(self, form, filled):
        """Is this form called for at this building? filled: [(form, data, photos, root, head)] of the building's heads."""
        if not form.relevant:
            return True
        forms = [f for f in self.forms.values() if not f.about and (not f.repeat or f is form)]
        try:
            db = self.with_facts(self.table(forms, filled))
            return bool(self.value(db, form.relevant))
        except NOT_JUDGED:
            return False


def q(name):
    return '"%s"' % name.replace('"', '""')


def number(v, t):
    if v in (None, ""):
        return None
    return int(v) if t == "integer" else float(v) if t == "decimal" else v


def sql_value(f, v):
    if f.type == "select_multiple" and isinstance(v, list):
        return " ".join(map(str, v))
    if isinstance(v, bool):
        return int(v)
    return v if isinstance(v, (int, float, str)) else None


def same_value(pack, f, given, right):
    """B8: what an expression gives, as a value of the field's type, against what the field holds."""
    if right is None or right == "":
        return given is None
    if f.type in ("integer", "year", "decimal", "boolean"):
        right = number_in(right)
        if f.type == "boolean":
            return given is not None and given == (right != 0)
        right = right if f.type == "decimal" else int(right)
        return given is not None and abs(given - right) <= 1e-9 * max(1, abs(given))
    if f.type == "select_multiple":
        codes = [c for c in pack.codes(f.list) if c in str(right).split(" ")]
        return given == (codes or None)
    return given == (right if isinstance(right, str) else str(right))


def number_in(v):                                                      # as SQLite reads a number out of a value
    if isinstance(v, (int, float)):
        return v
    m = re.match(r"[ \t\n\v\f\r]*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)", v if isinstance(v, str) else v.decode("utf-8", "replace"))
    return float(m[1]) if m else 0


def is_date(v):
    try:
        return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", v) is not None and bool(datetime.date.fromisoformat(v))
    except ValueError:
        return False


# --- functions of expressions -----------------------------------------------------------------------------------------------------
def strict(fn):                                                        # NULL gives NULL
    return lambda *a: None if any(x is None for x in a) else fn(*a)


def words(f):
    return [w for w in str(f).split(" ") if w] if f is not None else []


def date_of(v):
    return datetime.date.fromisoformat(str(v)) if is_date(str(v)) else None


def days_after(date, n):
    try:
        return (date_of(date) + datetime.timedelta(days=int(number_in(n)))).isoformat()
    except (TypeError, OverflowError):
        return None


def id_birth(t):
    t = str(t)
    if re.fullmatch("[0-9]{15}", t):
        iso = "19%s-%s-%s" % (t[6:8], t[8:10], t[10:12])
    elif re.fullmatch("[0-9]{17}.", t, re.S):
        iso = "%s-%s-%s" % (t[6:10], t[10:12], t[12:14])
    else:
        return None
    return iso if is_date(iso) else None


def id_ok(t):
    t, birth = str(t).upper(), id_birth(t)
    if not birth or len(t) == 15:
        return int(bool(birth))
    if not re.fullmatch("[0-9]{17}[0-9X]", t) or birth > datetime.date.today().isoformat():
        return 0
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return int("10X98765432"[sum(int(c) * w for c, w in zip(t, weights)) % 11] == t[17])


def uscc_ok(t):
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    t = str(t)
    if len(t) != 18 or any(c not in alphabet for c in t) or not re.fullmatch("[0-9]{6}", t[2:8]):
        return 0
    return int((31 - sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(t[:17])) % 31) % 31 == alphabet.index(t[17]))


def phone_ok(t):
    return int(re.fullmatch("1[3-9][0-9]{9}|0[0-9]{9,11}", str(t).replace(" ", "").replace("-", "")) is not None)


def age_at(t, day):
    birth, day = id_birth(t), date_of(day)
    if not birth or not day:
        return None
    b = date_of(birth)
    return day.year - b.year - ((day.month, day.day) < (b.month, b.day))


def days_between(a, b):
    a, b = date_of(a), date_of(b)
    return (b - a).days if a and b else None


def local_date(t):
    t = int(number_in(t))
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=t + 8 * 3600)).date().isoformat() if 0 <= t <= 253402214400 else None


FILLERS = "未知 不详 不清楚 不知道 无名 无名氏 / \\ ? ？ - -- — —— * . 。 、 x X xx XX 待定 N/A".split(" ")


def register(db, deadlines):
    db.create_function("deadline", 1, lambda n: deadlines.get(n))
    db.create_function("selected", 2, lambda f, x: int(str(x) in words(f)))
    db.create_function("selected_any", -1, lambda f, *x: int(any(w in map(str, x) for w in words(f))))
    db.create_function("count_selected", 1, lambda f: len(words(f)))
    for name, n, fn in [("id_ok", 1, id_ok), ("id_birth", 1, id_birth), ("uscc_ok", 1, uscc_ok), ("age_at", 2, age_at), ("phone_ok", 1, phone_ok),
                        ("year_of", 1, lambda d: int(str(d)[:4]) if is_date(str(d)) else None),
                        ("days_between", 2, days_between), ("days_after", 2, days_after), ("chars", 1, lambda t: len(str(t))), ("is_filler", 1, lambda t: int(str(t) in FILLERS)),
                        ("ends_with", 2, lambda t, s: int(str(t).endswith(str(s)))), ("local_date", 1, local_date)]:
        db.create_function(name, n, strict(fn))
