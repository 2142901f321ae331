#!/usr/bin/env python3
"""bench.py BILAN SOURCE WORK [option]...     (README.md says what for)

Times BILAN, the program, with the example in SOURCE and, with --peers, Typst and WeasyPrint making the same
report and the same long table in the same run. WORK is a folder for all that is made; the other tools are
installed there. What counts is the ratio of two lines of one run: absolute times are a machine's.
"""
import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FONTS = "/usr/share/fonts/opentype/inter"
KINDS = ["Multi-accueil", "Micro-crèche", "Crèche familiale", "Relais Petite Enfance", "Accueil de loisirs"]
MS, KB = 1000, 1000


class Took:
    """What one run of a program took: CPU and wall seconds, peak memory and the file's size in MB."""

    def __init__(self, command, cwd=None, made=None, env=None):
        begun = time.monotonic()
        with tempfile.TemporaryFile() as log:
            child = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log, env=env)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            self.wall = time.monotonic() - begun
            log.seek(0)
            self.output = log.read().decode("utf-8", "replace")
        if child.returncode != 0:
            sys.exit(f"bench: {' '.join(command)}: status {child.returncode}\n{self.output[-2000:]}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        self.size = os.path.getsize(made) / 1e6 if made else 0


def least(times, run):
    """The run of the least CPU: what disturbs one only ever adds to it."""
    return min((run() for _ in range(times)), key=lambda took: took.cpu)


# ---- what the reports are made from

def offices(source, work, count):
    """A project of so many made-up offices, of two years."""
    folder = os.path.join(work, f"offices-{count}")
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["perl", os.path.join(HERE, "offices.pl"), source, folder, str(count), "2022", "2023"], check=True)
    return folder


def rows(source, work, count):
    """A project whose report is one table of so many rows. The same call makes the same bytes."""
    folder = os.path.join(work, f"rows-{count}")
    os.makedirs(os.path.join(folder, "fonts"), exist_ok=True)
    shutil.copy(os.path.join(source, "fonts/fonts.yaml"), os.path.join(folder, "fonts"))
    for path in "layout/themes/ariege.yaml", "layout/masters.yaml", "tests/bench/table.yaml", "tests/bench/tables.yaml":
        shutil.copy(os.path.join(source, path), folder)
    with open(os.path.join(folder, "rows.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, delimiter=";", lineterminator="\n")
        out.writerow(["n", "commune", "kind", "places", "before", "now"])
        chance = 2023
        for n in range(1, count + 1):
            chance = (chance * 6364136223846793005 + 1442695040888963407) % 2**64
            a, b = chance >> 34, chance >> 44
            out.writerow([n, f"Commune n° {n % 332 + 1:03d}", KINDS[a % 5], 5 + a % 85, 10000 + a % 890000, 10000 + b % 890000])
    return folder


# ---- bilan

class Bilan:
    def __init__(self, program, source, work):
        self.program, self.source, self.work = os.path.abspath(program), source, work

    def start(self):
        return Took([self.program, "--version"])

    def report(self, target="web"):
        out = os.path.join(self.work, "report.pdf")
        return Took([self.program, "build", "layout/report.yaml", "-p", "year=2023", "--target", target, "-o", out],
                    self.source, out)

    def batch(self, project, jobs=1):
        return Took([self.program, "batch", "layout/report.yaml", "--items", "items.csv", "--each", "year=2023",
                     "--force", "--jobs", str(jobs), "-o", os.path.join(self.work, "out/{entity}.pdf")], project)

    def table(self, project):
        out = os.path.join(project, "table.pdf")
        return Took([self.program, "build", "table.yaml", "-o", out], project, out)


# ---- the others

class Peer:
    """Another tool, by its script in peers/, which prints the CPU seconds without Python's own start."""

    def __init__(self, name, work):
        self.name = name
        self.python = os.path.join(work, "venv/bin/python")
        self.script = os.path.join(HERE, "peers", f"with_{name.lower()}.py")
        self.work = work

    def run(self, *words, made=None):
        took = Took([self.python, self.script, *words], made=made, env=dict(os.environ, BENCH_FONTS=FONTS))
        took.cpu = float(took.output.split()[-1])
        return took

    def report(self, project):
        out = os.path.join(self.work, f"{self.name}.pdf")
        return self.run("report", project, "2023", out, made=out)

    def batch(self, project):
        folder = os.path.join(self.work, f"out-{self.name}")
        os.makedirs(folder, exist_ok=True)
        return self.run("batch", project, "2023", folder)

    def table(self, project):
        out = os.path.join(project, f"{self.name}.pdf")
        return self.run("table", os.path.join(project, "rows.csv"), out, made=out)


def peers(work):
    """The other tools, in a virtual environment of their own."""
    venv = os.path.join(work, "venv")
    if not os.path.exists(os.path.join(venv, "bin/weasyprint")):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([os.path.join(venv, "bin/pip"), "install", "-q", "-r", os.path.join(HERE, "peers/requirements.txt")],
                       check=True)
    return [Peer("Typst", work), Peer("WeasyPrint", work)]


# ---- the tables of README.md

def show(title, lines):
    """Markdown; each line is (what, tool, CPU in s, MB of memory, MB of file). The ratio is to bilan's line."""
    print(f"\n{title}\n\n| | tool | CPU | to bilan | memory | file |\n|---|---|---:|---:|---:|---:|")
    ours = {}
    for what, tool, cpu, memory, size in lines:
        ours.setdefault(what, cpu)
        cpu_text = f"{cpu * MS:.1f} ms" if cpu < 1 else f"{cpu:.1f} s"
        size_text = "" if not size else f"{size * KB:.0f} KB" if size < 1 else f"{size:.1f} MB"
        print(f"| {what} | {tool} | {cpu_text} | {cpu / ours[what]:.1f} | {memory:.0f} MB | {size_text} |", flush=True)


def measure(bilan, others, options):
    source, work = bilan.source, bilan.work
    one, many, some = (offices(source, work, n) for n in (1, options.reports, options.peer_reports))

    start, cold = least(20, bilan.start), least(20, bilan.report)
    lines = [("start of the program", "bilan", start.cpu, start.memory, 0), ("one report, cold", "bilan", cold.cpu, cold.memory, cold.size)]
    for other in others:
        took = least(3, lambda: other.report(one))
        lines.append(("one report, cold", other.name, took.cpu, took.memory, took.size))
    batch = least(6, lambda: bilan.batch(many))
    lines.append(("a report in a batch", "bilan", batch.cpu / options.reports, batch.memory, 0))
    for other in others:
        took = other.batch(some)
        lines.append(("a report in a batch", other.name, took.cpu / options.peer_reports, took.memory, 0))
    show("The report", lines)

    lines = []
    for count in options.rows:
        project = rows(source, work, count)
        took = least(3, lambda: bilan.table(project))
        lines.append((f"{count} rows", "bilan", took.cpu, took.memory, took.size))
        for other in others:
            if count <= (options.peer_rows if other.name == "Typst" else min(options.peer_rows, 1000)):
                took = other.table(project)
                lines.append((f"{count} rows", other.name, took.cpu, took.memory, took.size))
    show("A long table, tagged", lines)

    both = least(10, lambda: bilan.report("all"))
    two = min((bilan.batch(many, 2) for _ in range(5)), key=lambda took: took.wall)
    single = min((bilan.batch(many, 1) for _ in range(5)), key=lambda took: took.wall)
    print(f"\n`--target all` takes {both.cpu / cold.cpu:.2f} times the CPU of the web file alone; two workers do the batch "
          f"{single.wall / two.wall:.2f} times as fast as one.")


def check(bilan):
    """Bounds that hold on any machine and under any load: ratios of one run, with room to spare."""
    source, work, bad = bilan.source, bilan.work, 0
    short, long = rows(source, work, 13000), rows(source, work, 39000)
    few, many = least(3, lambda: bilan.table(short)), least(3, lambda: bilan.table(long))
    cold, batch = least(5, bilan.report), least(2, lambda: bilan.batch(offices(source, work, 20)))
    more = 26000
    for what, value, bound in (
        ("CPU of 39 000 rows to that of 13 000", many.cpu / few.cpu, 4.5),  # linear: 3, quadratic: 9
        ("memory a row, KB", (many.memory - few.memory) * 1024 / more, 3),
        ("file a row, bytes", (many.size - few.size) * 1e6 / more, 200),
        ("CPU of a report in a batch of 20 to that of a cold one", batch.cpu / 20 / cold.cpu, 0.6),
    ):
        print(f"{'ok  ' if value <= bound else 'FAIL'} {what}: {value:.2f}, at most {bound}")
        bad += value > bound
    return bad > 0


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("bilan")
    p.add_argument("source")
    p.add_argument("work")
    p.add_argument("--peers", action="store_true", help="side by side with Typst and WeasyPrint")
    p.add_argument("--reports", type=int, default=100, help="reports in the batch (100)")
    p.add_argument("--peer-reports", type=int, default=10, help="reports in the others' batch (10)")
    p.add_argument("--rows", default="1000,10000,100000", help="lengths of the table (1000,10000,100000)")
    p.add_argument("--peer-rows", type=int, default=10000, help="longest table for Typst (10000; 100000 takes it 8.5 GB)")
    p.add_argument("--check", action="store_true", help="bilan alone, small; exit 1 when a bound is broken")
    options = p.parse_args()
    options.rows = [int(n) for n in options.rows.split(",")]
    work = os.path.abspath(options.work)
    os.makedirs(work, exist_ok=True)
    bilan = Bilan(options.bilan, os.path.abspath(options.source), work)
    if options.check:
        sys.exit(check(bilan))
    measure(bilan, peers(work) if options.peers else [], options)


main()
