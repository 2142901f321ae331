"""with_weasyprint.py report PROJECT YEAR OUT.pdf | batch PROJECT YEAR OUT_DIR | table ROWS.csv OUT.pdf

Makes the report or the table with WeasyPrint from Jinja templates: one process for all reports of a batch.
The last line on standard output is the CPU time in seconds without Python's own start."""
import time

start = time.process_time()

import csv
import math
import os
import re
import sys

import jinja2
import markdown
from markupsafe import Markup
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

here = os.path.dirname(os.path.abspath(__file__))
fonts = FontConfiguration()


def integer(v):
    return f"{int(v):,}".replace(",", "\u202f").replace("-", "−")


def euro(v):
    return integer(v) + "\u202f€"


def percent(v, places):
    return f"{v:.{places}f}".replace(".", ",").replace("-", "−") + "\u202f%"


env = jinja2.Environment(loader=jinja2.FileSystemLoader(here), autoescape=True, undefined=jinja2.StrictUndefined)
env.filters |= {"integer": integer, "euro": euro, "percent": percent}


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))


def spiral(values):
    """Vogel's: one dot for 1, 2, 5, 10, … so that there are at most 5 000; the first values stand inside."""
    total = sum(v for v, _ in values)
    unit = next(m * 10**p for p in range(9) for m in (1, 2, 5) if total <= 5000 * m * 10**p)
    colours = [colour for v, colour in values for _ in range(v // unit)]
    n = len(colours)
    for k, colour in enumerate(colours):
        r, turn = 100 * math.sqrt((k + 0.5) / n), math.radians(137.50776405 * k)
        yield f"{r * math.cos(turn):.2f}", f"{r * math.sin(turn):.2f}", f"{61 / math.sqrt(n):.2f}", colour


def write(html, out):
    HTML(string=html, base_url=here + "/").write_pdf(out, font_config=fonts, pdf_variant="pdf/ua-1")


def report(project, year, item, out):
    folder = os.path.join(project, "data", item["entity"])
    tables = {name[:-4]: read(os.path.join(folder, name)) for name in sorted(os.listdir(folder))}

    def of_year(name, y=year):
        return [r for r in tables[name] if int(r["year"]) == y]

    def one(name, id, y=year):
        return next((r for r in of_year(name, y) if r["id"] == id), None)

    def figure(name, id, y=year):
        r = one(name, id, y)
        return None if r is None else int(r["value"])

    def value(m):
        if m[1] == "year":
            return str(year)
        name, id, kind = re.fullmatch(r"(\w+)\.(\w+)(?::(\w+))?", m[1]).groups()
        v = of_year(name)[0].get(id)
        v = figure(name, id) if v is None else int(v)
        return percent(v, 0) if kind == "percent0" else integer(v)

    def prose(name):
        with open(os.path.join(project, "data", "prose", name + ".md"), encoding="utf-8") as f:
            return Markup(markdown.markdown(re.sub(r"\{([^}]*)\}", value, f.read())))

    def icon(name):
        with open(os.path.join(project, "layout/icons", name + ".svg"), encoding="utf-8") as f:
            return Markup(f.read().replace("currentColor", "#0B6E7B").replace("<svg ", '<svg class="icon" ', 1))

    known = dict(spiral=spiral, icon=icon, year=year, office=item["office"], of_year=of_year, one=one, figure=figure, prose=prose)
    page = env.get_template("report.html.j2")
    titles = re.findall(r'<h1 id="(t\d+)"[^>]*>(.*?)</h1>', page.render(known, titles=[]))
    write(page.render(known, titles=[(id, Markup(title)) for id, title in titles]), out)


kind, *words = sys.argv[1:]
if kind == "table":
    with open(words[0], encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f, delimiter=";"))
    write(env.get_template("table.html.j2").render(rows=rows), words[1])
else:
    project, year, out = words
    items = read(os.path.join(project, "items.csv"))
    if kind == "report":
        report(project, int(year), items[0], out)
    else:
        for item in items:
            report(project, int(year), item, os.path.join(out, item["entity"] + ".pdf"))
print(time.process_time() - start)
