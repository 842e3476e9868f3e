# SPDX-License-Identifier: Apache-2.0
# Plants the faults of faults.txt one at a time in a copy of the source, builds it, runs programs.c and says who noticed; with --suite also
# which test does. What was found is kept in build/mutations/found, so that a run that was stopped goes on where it was. Called by run.sh.
import argparse, concurrent.futures, hashlib, json, os, queue, re, resource, shutil, signal, subprocess, sys, tempfile, threading

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORK = os.path.join(ROOT, "build", "mutations")
AREAS = ["passes", "jit", "runtime"]
LEAST, CAUGHT = 20, 0.95                         # faults of an area; share of them that verification catches
MEMORY_NBYTES, PROGRAM_SECONDS, TEST_SECONDS = 12 << 30, 160, 600
# Tests that may notice, likely ones first; each area begins with its own.
TESTS = {
    "passes": ["unit.simplify", "unit.passes", "ir", "unit.place", "unit.donation", "unit.into_place", "unit.writes"],
    "jit": ["jit.emit_map", "jit.emit_row", "jit.emit_reduce", "jit.emit_contract", "jit.emit_math", "unit.paths"],
    "runtime": ["unit.runtime", "unit.fold", "unit.contract", "unit.plans", "unit.split", "unit.donation"],
}
AFTER = ["unit.paths", "unit.random_graphs", "unit.modes", "unit.batch", "unit.training", "unit.views"]


class Fault:
    def __init__(self, name, line):
        self.name, self.line, self.edits, self.tests = name, line, [], []

    def area(self):
        return self.edits[0][0].split("/")[1]

    def text(self):
        return json.dumps([self.name, self.edits])


def read_faults(path):
    faults, file, last = [], None, None
    for number, line in enumerate(open(path), 1):
        line, mark = line.rstrip("\n"), line[:1]
        if not line.strip() or mark == "#":
            last = None
        elif line.startswith("::"):
            file, last = line[2:].strip(), None
        elif mark == "!":
            faults[-1].tests += line[1:].split()
        elif mark == "-":
            if last != "-":
                faults[-1].edits.append((file, [], []))
            faults[-1].edits[-1][1].append(line[2:])
            last = "-"
        elif mark == "+":
            faults[-1].edits[-1][2].append(line[2:])
            last = "+"
        else:
            name, _, file = (part.strip() for part in line.partition("::"))
            faults.append(Fault(name, number))
            last = None
    return faults


# Lines may be broken and indented in another way; everything else is as it stands.
def change(text, edit):
    _, old, new = edit
    tokens = re.findall(r'"(?:[^"\\]|\\.)*"|\w+|[^\w\s]', "\n".join(old))
    pattern = r"\s*".join(re.escape(token) for token in tokens)
    found = list(re.finditer(pattern, text))
    if len(found) != 1:
        raise ValueError("'%s' is there %d times" % (old[0].strip(), len(found)))
    return text[:found[0].start()] + "\n".join(line.strip() for line in new) + text[found[0].end():]


def planted(fault, root):
    files = {}
    for edit in fault.edits:
        path = os.path.join(root, edit[0])
        files[path] = change(files[path] if path in files else open(path).read(), edit)
    return files


running = set()                                  # what was started and leads a group of its own


def stop_all(number, _):
    for p in list(running):
        try:
            os.killpg(p.pid, signal.SIGKILL)
        except OSError:
            pass
    os._exit(128 + number)


# Status and output; what takes too long is ended, with all that it started.
def bounded(command, seconds, **more):
    p = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, text=True, errors="replace", **more)
    running.add(p)
    try:
        out, _ = p.communicate(timeout=seconds)
        return p.returncode, out or ""
    except subprocess.TimeoutExpired:
        os.killpg(p.pid, signal.SIGKILL)
        p.communicate()
        return -signal.SIGKILL, ""
    finally:
        running.discard(p)


def quiet(command, log, seconds=1800, **more):
    with open(log, "ab") as out:
        return bounded(command, seconds, stdout=out, stderr=out, **more)[0]


def clean_environment(cache):
    env = {k: v for k, v in os.environ.items() if not k.startswith("KILN_")}
    env["KILN_CACHE_DIR"] = cache
    return env


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_NBYTES, MEMORY_NBYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Refusal(Exception):
    pass


class Place:
    """A copy of the source and its build; one fault at a time is in it."""

    def __init__(self, number, options):
        self.dir = os.path.join(WORK, str(number))
        self.source, self.build = os.path.join(self.dir, "source"), os.path.join(self.dir, "build")
        self.log, self.programs = os.path.join(self.dir, "log"), os.path.join(self.dir, "programs")
        self.options, self.dirty, self.sound = options, [], {}

    def copy(self):
        os.makedirs(self.source, exist_ok=True)
        names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
        names = {n for n in names if n and os.path.isfile(os.path.join(ROOT, n))}
        for folder, _, files in os.walk(self.source):
            for f in files:
                path = os.path.join(folder, f)
                if os.path.relpath(path, self.source) not in names:
                    os.unlink(path)
        for name in sorted(names):
            to, data = os.path.join(self.source, name), open(os.path.join(ROOT, name), "rb").read()
            if os.path.exists(to) and open(to, "rb").read() == data:
                continue
            os.makedirs(os.path.dirname(to), exist_ok=True)
            shutil.copy(os.path.join(ROOT, name), to)
            os.utime(to)

    def prepare(self):
        self.copy()
        open(self.log, "w").close()
        ccache = shutil.which("ccache")
        command = ["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release"]
        if ccache:
            command += ["-DCMAKE_C_COMPILER_LAUNCHER=" + ccache, "-DCMAKE_CXX_COMPILER_LAUNCHER=" + ccache]
        if quiet(command, self.log) != 0 or not self.make(["kiln", "kiln-jit"]):
            raise Refusal("the source as it is does not build: see " + self.log)
        lib = os.path.join(self.build, "lib")
        command = [os.environ.get("CC", "cc"), "-std=c11", "-D_GNU_SOURCE", "-O1", "-I" + os.path.join(self.source, "include")]
        command += [os.path.join(HERE, "programs.c"), "-o", self.programs, "-L" + lib, "-lkiln", "-lm", "-Wl,-rpath," + lib]
        if quiet(command, self.log) != 0:
            raise Refusal("programs.c does not compile: see " + self.log)

    def make(self, targets):
        env = dict(os.environ, CCACHE_BASEDIR=self.source)
        return quiet(["ninja", "-C", self.build, "-j", str(max(1, self.options.cores))] + targets, self.log, env=env) == 0

    def plant(self, fault):
        for path, text in planted(fault, self.source).items():
            self.dirty.append((path, open(path).read()))
            with open(path, "w") as to:
                to.write(text)

    def restore(self):
        for path, text in self.dirty:
            with open(path, "w") as to:
                to.write(text)
        self.dirty = []

    # name -> (word, rest): a digest, the name of a status, SIGNAL or EXIT. Stops after `enough` says so.
    def run_programs(self, names, enough=lambda name, word: False, more=None):
        cache, results = tempfile.mkdtemp(prefix="cache", dir=self.dir), {}
        env = dict(clean_environment(cache), **(more or {}))
        try:
            for name in names:
                _, out = bounded([self.programs, name], PROGRAM_SECONDS, preexec_fn=limits, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, cwd=self.dir)
                line = (out.strip().split("\n")[-1] + "  ").split(" ", 2)
                word, rest = (line[1], line[2].strip()) if line[0] == name else ("SIGNAL", "timeout")
                results[name] = (word, rest)
                if enough(name, word):
                    break
        finally:
            shutil.rmtree(cache, ignore_errors=True)
        return results

    # A test counts that passes without the fault.
    def sound_killer(self, fault, tests):
        while True:
            killer = self.killer([t for t in tests if self.sound.get(t, True)])
            if killer is None or killer in self.sound:
                return killer
            self.restore()
            self.sound[killer] = self.make(["kiln", "kiln-jit"]) and self.killer([killer]) is None
            if self.sound[killer]:
                return killer
            print("%s fails without a fault; it does not count" % killer, file=sys.stderr)
            self.plant(fault)

    # The first test that fails; None when all pass.
    def killer(self, tests):
        for test in tests:
            if test == "ir":
                if not self.make(["kiln-command", "kiln-jit"]):
                    continue
                command = ["ctest", "--test-dir", self.build, "-R", r"^ir\.", "--stop-on-failure", "-Q"]
            else:
                program = os.path.join(self.build, "tests", test)
                if not self.make([test, "kiln", "kiln-jit"]):
                    return None
                command = [program, "--jobs", "1", "--color=never", "--fail-fast"]
            cache = tempfile.mkdtemp(prefix="cache", dir=self.dir)
            env = dict(clean_environment(cache), KILN_SOURCE=self.source, KILN_BUILD=self.build)
            with open(self.log, "ab") as log:
                status, _ = bounded(command, TEST_SECONDS, preexec_fn=limits, stdout=log, stderr=log, env=env, cwd=self.source)
            shutil.rmtree(cache, ignore_errors=True)
            if status != 0:
                return test
        return None


def is_digest(word):
    return re.fullmatch("[0-9a-f]{16}", word) is not None


# CAUGHT by verification, or by a plan's own checks; ERROR: what is wrong led to some other error; SILENT: nothing was said.
def judge(results, baseline):
    said = [n for n, (word, _) in results.items() if word in ("MISMATCH", "INTERNAL")]
    errors = [n for n, (word, _) in results.items() if not is_digest(word) and word not in ("MISMATCH", "INTERNAL", "SIGNAL", "EXIT")]
    dead = [n for n, (word, _) in results.items() if word in ("SIGNAL", "EXIT")]
    wrong = [n for n, (word, _) in results.items() if is_digest(word) and word != baseline[n]]
    verdict = "CAUGHT" if said else "CRASHED" if dead else "ERROR" if errors else "SILENT" if wrong else "NONE"
    by = (said or dead or errors or wrong or [""])[0]
    return {"verdict": verdict, "by": by, "said": " ".join(results[by]) if by else "", "silent": wrong, "crashed": dead, "errors": errors}


def tests_for(place, fault, last):
    there = subprocess.run(["ninja", "-C", place.build, "-t", "targets", "all"], capture_output=True, text=True).stdout
    targets = {t.split(":")[0] for t in there.split("\n")}
    order = [last] + fault.tests + TESTS[fault.area()] + AFTER + sorted(t for t in targets if re.fullmatch(r"(unit|jit)\.\w+", t))
    known = [t for t in dict.fromkeys(order) if t == "ir" or t in targets]
    return known


def key_of(*paths):
    h = hashlib.sha256()
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"] + list(paths),
                           cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in sorted(n for n in names if n and os.path.isfile(os.path.join(ROOT, n))):
        h.update(name.encode() + b"\0" + open(os.path.join(ROOT, name), "rb").read())
    return h.hexdigest()


class Found:
    """What is known of a fault, in a file of its own. That it was caught holds while sources and fault are the same; that it was not, for
    these programs only."""

    def __init__(self, key, programs, fault, options):
        name = re.sub(r"\W+", "-", fault.name)[:60]
        self.path = os.path.join(WORK, "found", name + ".json")
        self.key = hashlib.sha256((key + fault.text()).encode()).hexdigest()
        self.programs, self.data, self.noticed, self.killer = programs, {}, None, None # by whom the last time: they go first
        try:
            data = json.load(open(self.path))
            self.noticed, self.killer = data.get("by"), data.get("killer")
            same = data.get("key") == self.key and not options.again
            if same and (data.get("verdict") == "CAUGHT" or data.get("programs") == programs):
                self.data = data
        except (OSError, ValueError):
            pass

    def save(self):
        self.data.update(key=self.key, programs=self.programs)
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        with open(self.path + ".part", "w") as to:
            json.dump(self.data, to)
        os.replace(self.path + ".part", self.path)


def look_at(place, fault, found, baseline, options, names):
    data = found.data
    done = "verdict" in data and (data.get("all") or not options.all)
    suite = options.suite and "killer" not in data
    if done and not suite:
        return
    try:
        place.plant(fault)
        if not place.make(["kiln", "kiln-jit"]):
            data["verdict"] = "NO BUILD"
            return
        if not done:
            ordered = sorted(names, key=lambda n: n != found.noticed)
            stop = (lambda name, word: False) if options.all else (lambda name, word: word in ("MISMATCH", "INTERNAL"))
            data.update(judge(place.run_programs(ordered, stop), baseline), all=options.all)
        if suite:
            data["killer"] = place.sound_killer(fault, tests_for(place, fault, found.killer))
    finally:
        place.restore()
        found.save()


def line_of(fault, data):
    how = data.get("said", "")[:100] if data.get("verdict") in ("CAUGHT", "CRASHED", "ERROR") else ", ".join(data.get("silent", []))
    killer = "" if "killer" not in data else " | %s" % (data["killer"] or "NO TEST FAILS")
    return "%-8s %-8s %s\n                  %s: %s%s" % (data.get("verdict", "?"), fault.area(), fault.name, data.get("by", ""), how, killer)


def report(faults, found, options, bad):
    lines, good = [], not bad
    counts = {}
    for f in faults:
        data = found[f.name].data
        lines.append(line_of(f, data))
        counts.setdefault(f.area(), []).append(data)
    every = [d for area in counts.values() for d in area]
    felt = [d for d in every if d.get("verdict") in ("CAUGHT", "SILENT", "CRASHED", "ERROR")]
    caught = sum(d["verdict"] == "CAUGHT" for d in felt)
    lines.append("")
    for area in AREAS:
        own = [d for d in counts.get(area, []) if d in felt]
        by = sum(d["verdict"] == "CAUGHT" for d in own)
        lines.append("%-8s %d faults, %d caught by verification, %d silent, %d crashed, %d led to another error" % (area, len(own), by,
                     *(sum(d["verdict"] == verdict for d in own) for verdict in ("SILENT", "CRASHED", "ERROR"))))
        good = good and (options.part or len(own) >= LEAST)
    lost = [f.name for f in faults if found[f.name].data not in felt]
    if lost:
        lines.append("without effect, or not built (not counted): " + "; ".join(lost))
    if bad:
        lines.append("%d faults do not fit the source" % bad)
    share = caught / len(felt) if felt else 0
    lines.append("verification: %d of %d, %.1f %%" % (caught, len(felt), 100 * share))
    good = good and bool(felt) and (caught >= len(felt) * CAUGHT or (options.part and caught >= len(felt) - 1)) and not lost
    if options.suite:
        killed = sum(bool(d.get("killer")) for d in felt)
        lines.append("tests: %d of %d" % (killed, len(felt)))
        good = good and killed == len(felt)
    lines.append("the bars hold" if good else "THE BARS DO NOT HOLD")
    text = "\n".join(lines)
    print(text)
    with open(os.path.join(WORK, "report.txt"), "w") as to:
        to.write(text + "\n")
    return good


# What the programs read without a fault: the same on both paths.
def baseline(place, names, key):
    path = os.path.join(WORK, "baseline.json")
    try:
        kept = json.load(open(path))
        if kept["key"] == key:
            return kept["read"]
    except (OSError, ValueError, KeyError):
        pass
    read, eager = place.run_programs(names), place.run_programs(names, more={"KILN_PATH": "eager"})
    odd = [n for n in names if not is_digest(read[n][0]) or read[n] != eager[n]]
    if odd:
        raise Refusal("without a fault these do not end as the reference does: " + "; ".join("%s: %s, %s" % (n, read[n], eager[n]) for n in odd))
    kept = {"key": key, "read": {n: read[n][0] for n in names}}
    with open(path, "w") as to:
        json.dump(kept, to)
    return kept["read"]


def choose(faults, options):
    if options.only:
        return [f for f in faults if options.only in f.name]
    if not options.slice:
        return faults
    by_area = [[f for f in faults if f.area() == a] for a in AREAS]
    return [own[i * len(own) // n] for own in by_area for n in [max(1, options.slice // len(AREAS))] for i in range(n)]


def parse():
    p = argparse.ArgumentParser(prog="run.sh")
    p.add_argument("--list", action="store_true", help="the faults; fails when one does not fit the source")
    p.add_argument("--only", metavar="TEXT", help="faults with this in their name")
    p.add_argument("--slice", type=int, metavar="N", help="N faults, as many of each area")
    p.add_argument("--suite", action="store_true", help="also which test fails")
    p.add_argument("--all", action="store_true", help="run all programs, also after a report")
    p.add_argument("--again", action="store_true", help="forget what was found")
    p.add_argument("--jobs", type=int, default=1, help="copies to build and run at once")
    p.add_argument("--cores", type=int, default=os.cpu_count() or 1, help="for a build")
    options = p.parse_args()
    options.part = bool(options.only or options.slice)
    return options


# Faults that the source has left behind are told, and count as a bar that does not hold; the others are run.
def drop_misfits(faults):
    bad, fit = 0, []
    for f in faults:
        try:
            planted(f, ROOT)
            fit.append(f)
        except (ValueError, OSError) as why:
            bad += 1
            print("faults.txt:%d: %s: %s" % (f.line, f.name, why), file=sys.stderr)
    names = [f.name for f in faults]
    for name in {n for n in names if names.count(n) > 1}:
        bad += 1
        print("faults.txt: two faults are '%s'" % name, file=sys.stderr)
    return bad, fit


def main():
    options = parse()
    faults = choose(read_faults(os.path.join(HERE, "faults.txt")), options)
    bad, faults = drop_misfits(faults)
    if options.list:
        for f in faults:
            print("%-8s %s" % (f.area(), f.name))
        print("%d faults" % len(faults))
    if not faults or options.list:
        return 1 if bad or not faults else 0
    os.makedirs(WORK, exist_ok=True)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop_all)
    key, programs = key_of("src", "include", "CMakeLists.txt", "cmake"), key_of("tests/mutations/programs.c", "tests/mutations/programs_steps.h")
    found = {f.name: Found(key, programs, f, options) for f in faults}
    places = [Place(i, options) for i in range(max(1, options.jobs))]
    work, read, lock = queue.Queue(), {}, threading.Lock()
    for f in sorted(faults, key=lambda f: found[f.name].noticed is not None): # what is least known first
        work.put(f)

    def worker(place):
        place.prepare()
        names = subprocess.run([place.programs, "--list"], capture_output=True, text=True, check=True).stdout.split()
        with lock:
            read.update(read or baseline(place, names, key + programs))
        while True:
            try:
                f = work.get_nowait()
            except queue.Empty:
                return
            look_at(place, f, found[f.name], read, options, names)
            print(line_of(f, found[f.name].data), file=sys.stderr, flush=True)

    with concurrent.futures.ThreadPoolExecutor(len(places)) as pool:
        for end in [pool.submit(worker, p) for p in places]:
            if isinstance(end.exception(), Refusal):
                print(end.exception(), file=sys.stderr)
                os._exit(1)
            end.result()
    for place in places:
        place.make(["kiln", "kiln-jit"]) # as it was, for the next time
    return 0 if report(faults, found, options, bad) else 1


if __name__ == "__main__":
    sys.exit(main())
