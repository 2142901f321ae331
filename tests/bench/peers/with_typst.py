"""with_typst.py report PROJECT YEAR OUT.pdf | batch PROJECT YEAR OUT_DIR | table ROWS.csv OUT.pdf

Makes the report or the table with Typst, through its Python binding: one compiler for all reports of a batch.
The last line on standard output is the CPU time in seconds without Python's own start."""
import time

start = time.process_time()

import csv
import os
import sys

import typst

here = os.path.dirname(os.path.abspath(__file__))
fonts = os.environ["BENCH_FONTS"]


def compiler(name):
    return typst.Compiler(os.path.join(here, name), root="/", font_paths=[fonts], ignore_system_fonts=True)


def report(c, project, year, item, out):
    inputs = {"project": project, "data": os.path.join(project, "data", item["entity"]), "year": year, "office": item["office"]}
    c.compile(output=out, sys_inputs=inputs)


def items(project):
    with open(os.path.join(project, "items.csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))


kind, *words = sys.argv[1:]
if kind == "table":
    rows, out = words
    compiler("table.typ").compile(output=out, sys_inputs={"rows": os.path.abspath(rows)})
else:
    project, year, out = words
    project = os.path.abspath(project)
    c = compiler("report.typ")
    if kind == "report":
        report(c, project, year, items(project)[0], out)
    else:
        for item in items(project):
            report(c, project, year, item, os.path.join(out, item["entity"] + ".pdf"))
print(time.process_time() - start)
