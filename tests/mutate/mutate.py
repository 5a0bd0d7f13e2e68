#!/usr/bin/env python3
"""mutate.py write DIR HEADER FLAGS -- FILE...    copies of the C files, with a switch at each place that can be changed, and their list
mutate.py run DIR LIST PROGRAM...              which changes the test programs notice
README.md says the rest."""

import hashlib
import json
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import places  # noqa: E402 (beside this file)

PAGE_BYTES = 65536  # MUTANT_MAX of mutant.h
MEMORY_MB = 1500  # a change that makes a program take all memory is noticed, by nobody else on the machine


def fail(sentence):
    sys.exit(f"mutate: {sentence}")


def put(path, data):
    """Written only when it is new, so that nothing is built again in vain."""
    try:
        with open(path, "rb") as file:
            if file.read() == data:
                return
    except FileNotFoundError:
        pass
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


# ---- write


def write(top, directory, header, flags, files):
    found = [places.Places(os.path.join(top, file), file, flags, os.environ.get("MUTATE_CLANG", "clang")) for file in files]
    mutants = [mutant for file in found for mutant in file.mutants]
    if len(mutants) >= PAGE_BYTES:
        fail(f"{len(mutants)} changes are more than mutant.h has room for")
    places.name_all(mutants)
    left_out = {}
    for file in found:
        path = os.path.join(top, file.name)
        put(os.path.join(directory, file.name), file.written(header, path))
        for reason, count in file.left_out.items():
            left_out[reason] = left_out.get(reason, 0) + count
    put(os.path.join(directory, "mutants.json"), json.dumps({
        "left out": left_out,
        "sources": {file.name: hashlib.sha256(file.source).hexdigest()[:16] for file in found},
        "mutants": [vars(mutant) for mutant in mutants],
    }, indent=0).encode())
    print(f"{len(mutants)} changes in {len(found)} files; left out: " +
          (", ".join(f"{count} {reason}" for reason, count in sorted(left_out.items())) or "none"))


# ---- the test programs


class Program:
    def __init__(self, path):
        self.path = path
        self.cpu = self.wall = 0.0
        self.reached = b""
        with open(path, "rb") as file:
            data = file.read()
        self.digest = hashlib.sha256(data).hexdigest()[:16]
        self.sanitizer = b"__asan_init" in data

    def run(self, number, page=None):
        """Whether it ends well within its time."""
        first = page is not None
        cpu = 600 if first else int(3 + 5 * self.cpu)
        wall = 1200 if first else 60 + 20 * self.wall
        temporary = tempfile.mkdtemp(prefix="mutate-")
        env = dict(os.environ, LOUCE_MUTANT=str(number), TMPDIR=temporary, LOUCE_HOME=os.path.join(temporary, "home"))
        env["LOUCE_WORLD"] = os.path.abspath("world")  # a county once for all, as unchanged programs make it (tests/support/app_world.h)
        env["CMOCKA_TEST_ABORT"] = "1"  # the first test that fails says enough
        env.pop("LOUCE_MUTANT_PAGE", None)
        if first:
            env["LOUCE_MUTANT_PAGE"] = page
        if self.sanitizer:
            env["ASAN_OPTIONS"] = f"{env.get('ASAN_OPTIONS', '')}:hard_rss_limit_mb={MEMORY_MB}"

        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, resource.RLIM_INFINITY))  # a test may set its own, and take it back
            if not self.sanitizer:
                resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))

        started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        child = subprocess.Popen([self.path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 env=env, preexec_fn=limit, start_new_session=True)
        try:
            well = child.wait(timeout=wall) == 0
        except subprocess.TimeoutExpired:
            well = False
        finally:
            try:
                os.killpg(child.pid, signal.SIGKILL)  # what it forked, and itself when it hangs
            except ProcessLookupError:
                pass
            child.wait()
            shutil.rmtree(temporary, ignore_errors=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if first:
            self.wall = time.monotonic() - started
            self.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return well

    def look(self, directory, sources):
        """Runs unchanged, and notes what it reaches; not again while nothing is new."""
        note = os.path.join(directory, "looked-" + hashlib.sha256((self.digest + sources).encode()).hexdigest()[:16])
        try:
            with open(note, encoding="utf-8") as file:
                known = json.load(file)
            self.wall, self.cpu, self.reached = known["wall"], known["cpu"], bytes.fromhex(known["reached"])
            return
        except FileNotFoundError:
            pass
        path = os.path.join(directory, "page")
        with open(path, "wb") as file:
            file.truncate(PAGE_BYTES)
        if not self.run(0, path):
            fail(f"{self.path} fails without any change")
        with open(path, "rb") as file:
            self.reached = file.read()
        with open(note, "w", encoding="utf-8") as file:
            json.dump({"program": self.path, "wall": self.wall, "cpu": self.cpu, "reached": self.reached.hex()}, file)


# ---- the list of changes that no input can tell


def read_listed(path, mutants):
    """{key: reason}, or the end: an entry must name a change that there is, once, and say why. A reason, or an empty line, ends a group."""
    known, listed, wrong, group, reason = {mutant.key for mutant in mutants}, {}, [], [], []

    def close():
        for key in group:
            if not reason:
                wrong.append(f"no reason stands behind: {key}")
            if key in listed:
                wrong.append(f"listed twice: {key}")
            if key not in known:
                wrong.append(f"fits no place any more: {key}")
            listed[key] = " ".join(reason)

    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("#"):
                continue
            if not line.strip():
                close()
                group, reason = [], []
                continue
            if line[0].isspace():
                reason.append(line.strip())
                continue
            if reason:
                close()
                group, reason = [], []
            group.append(line)
    close()
    return listed, wrong


# ---- run


class Results:
    """What was found, a line each, so that a run may be stopped. A change that was noticed stays noticed while its file and the program
    that noticed it are the same, and that program is asked; one that was not is tried again when a program is new."""

    def __init__(self, path, sources):
        self.path, self.sources, self.found = path, sources, {}
        try:
            with open(path, encoding="utf-8") as file:
                for line in file:
                    if line.endswith("\n"):
                        entry = json.loads(line)
                        self.found[entry["key"]] = entry
        except FileNotFoundError:
            pass

    def get(self, mutant, programs):
        entry = self.found.get(mutant.key)
        if not entry or entry["source"] != self.sources[mutant.file]:
            return None
        tried = {os.path.basename(program.path): program.digest for program in programs}
        if entry["by"]:
            return entry["by"] if tried.get(entry["by"]) == entry["tried"][entry["by"]] else None
        return "" if entry["tried"] == tried else None

    def add(self, mutant, by, programs):
        entry = {"key": mutant.key, "source": self.sources[mutant.file], "by": by,
                 "tried": {os.path.basename(program.path): program.digest for program in programs}}
        self.found[mutant.key] = entry
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")


def load(directory):
    with open(os.path.join(directory, "mutants.json"), encoding="utf-8") as file:
        written = json.load(file)
    mutants = []
    for entry in written["mutants"]:
        mutant = places.Mutant(entry["file"], entry["function"], entry["line"], entry["text"], entry["change"])
        mutant.number, mutant.key = entry["number"], entry["key"]
        mutants.append(mutant)
    return mutants, written["sources"]


def report(chosen, state, listed):
    """A line a file, then each survivor. state: number to "killed", "survived" or "unreached"."""
    rows = {}
    for mutant in chosen:
        row = rows.setdefault(mutant.file, {"mutants": 0, "reached": 0, "killed": 0, "listed": 0, "survived": 0})
        row["mutants"] += 1
        row["reached"] += state[mutant.number] != "unreached"
        row["killed"] += state[mutant.number] == "killed"
        if state[mutant.number] != "killed":
            row["listed" if mutant.key in listed else "survived"] += 1
    names = ("mutants", "reached", "killed", "listed", "survived")
    rows["in all"] = {name: sum(row[name] for row in rows.values()) for name in names}
    for mutant in chosen:
        if state[mutant.number] != "killed" and mutant.key not in listed:
            print(f"{mutant}{' (no test comes here)' if state[mutant.number] == 'unreached' else ''}")
    print(f"{'':32}" + "".join(f"{name:>10}" for name in names))
    for file, row in rows.items():
        print(f"{file:32}" + "".join(f"{row[name]:10}" for name in names))
    return rows["in all"]


def run(directory, paths, list_path):
    every = int(os.environ.get("MUTANTS") or 1)
    only = re.compile(os.environ.get("MUTATE_FILES") or "")
    mutants, sources = load(directory)
    listed, wrong = read_listed(list_path, mutants)
    results = Results(os.path.join(directory, "results"), sources)
    tests = re.compile(os.environ.get("MUTATE_TESTS") or "")
    programs = [Program(path) for path in dict.fromkeys(paths) if tests.search(path)]
    for program in programs:
        program.look(directory, json.dumps(sources))
    programs.sort(key=lambda program: program.wall)
    chosen = [mutant for mutant in mutants if only.search(mutant.file) and (mutant.number - 1) % every == 0]
    state, tty = {}, sys.stderr.isatty()
    for done, mutant in enumerate(chosen):
        asked = [program for program in programs if program.reached[mutant.number]]
        by = results.get(mutant, asked)
        if by is None:
            by = next((os.path.basename(program.path) for program in asked if not program.run(mutant.number)), "")
            results.add(mutant, by, asked)
        state[mutant.number] = "killed" if by else "survived" if asked else "unreached"
        if by and mutant.key in listed:
            wrong.append(f"{by} notices what is listed as no input can tell: {mutant.key}")
        if tty:
            print(f"\r{done + 1} of {len(chosen)} ", end="", file=sys.stderr)
    for program in programs:
        print(f"{program.wall:7.1f} s  {sum(program.reached):5} reached by {os.path.basename(program.path)}")
    total = report(chosen, state, listed) if chosen else fail("no change was chosen")
    for sentence in wrong:
        print(f"{list_path}: {sentence}")
    print(f"every {every}. of {len(mutants)}: {total['mutants']} changes, {total['reached']} reached, {total['killed']} killed, "
          f"{total['listed']} listed, {total['survived']} survived")
    return 1 if wrong or total["survived"] else 0


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no test program outlives a run that is stopped
    top = os.environ.get("LOUCE_SRC", ".")
    if arguments[:1] == ["write"] and len(arguments) > 5 and arguments[4] == "--":
        write(top, arguments[1], arguments[2], shlex.split(arguments[3]), arguments[5:])
        return 0
    if arguments[:1] == ["run"] and len(arguments) > 3:
        return run(arguments[1], arguments[3:], arguments[2])
    fail("mutate.py write DIR HEADER FLAGS -- FILE... | run DIR LIST PROGRAM...")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
