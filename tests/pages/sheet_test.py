"""What must hold of the sheet of changes, asked in Chromium. See sheet.sh, which calls it."""
import json
import os
import re
import sys
import unittest
import xml.etree.ElementTree as xml

from browser import Browser

EVIL = "'\"><script>document.title = 'owned'</script><img src=x onerror=document.title='owned'>"
CONTRAST = """
(() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => c.slice(0, 3).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const poor = [];
  document.querySelectorAll('body *').forEach(e => {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || e.closest('svg, script, style') || !e.getClientRects().length) return;
    const a = light(rgb(getComputedStyle(e).color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push(ratio.toFixed(2) + ' ' + e.outerHTML.slice(0, 80));
  });
  return poor;
})()"""
FOCUS = """(e => ({id: e.id || e.parentElement.id, page: e.closest('.page') && e.closest('.page').id,
  seen: e.matches(':focus-visible') && getComputedStyle(e).outlineStyle !== 'none',
  top: e.getBoundingClientRect().top, height: innerHeight}))(document.activeElement)"""

# Does the other page come within so many milliseconds?
FLIPS = """new Promise(done => {
  new MutationObserver(() => done(true)).observe(document.body, {attributeFilter: ['class']});
  setTimeout(() => done(false), %d);
})"""


def tamper(path):
    """A state in which every name and word tries to break out of its place."""
    quoted = EVIL.replace('"', '\\"')
    text = open(path, encoding="utf-8").read()
    text = re.sub(r'^page 3 "[^"]*"', 'page <script>3</script> "%s"' % quoted.replace("\\", "\\\\"), text,
                  flags=re.M)
    text = re.sub(r'^( +text .*)"Stratégie multicanal"', lambda m: m[1] + '"' + quoted + ' \x1b[31m \u202e"', text,
                  flags=re.M)
    text = text.replace("block visitors", "block <b>visitors")
    text = re.sub(r"^colour (\S+) #......", r'colour \1 #"><s>', text, flags=re.M)
    sys.stdout.reconfigure(encoding="utf-8")
    print(text, end="")


class Sheet(unittest.TestCase):
    """The sheet of `bilan diff` of two PDFs."""
    file = "changes.html"
    media = {}

    def setUp(self):
        self.page = BROWSER.open(FILES[self.file], **self.media)

    def tearDown(self):
        strangers = [r for r in self.page.requests if not r.startswith(("data:", "file://"))]
        self.assertEqual(strangers, [])
        self.assertEqual(sum(r.startswith("file://") for r in self.page.requests), 1)
        self.assertEqual(self.page.complaints, [])
        self.page.close()

    def ask(self, expression):
        return self.page.ask(expression)

    def classes(self):
        return set(self.ask("document.body.className").split())

    def seen(self, selector):
        return self.ask("(e => e && e.checkVisibility({visibilityProperty: true}))"
                        "(document.querySelector('%s'))" % selector)


class Keys(Sheet):
    def test_pages_and_changes(self):
        order = self.ask("[...document.querySelectorAll('.page')].map(p => p.id)")
        self.assertGreater(len(order), 5)
        for step, key in ((1, "j"), (2, "j"), (3, "j"), (2, "k")):
            self.page.press(key)
            focus = self.ask(FOCUS)
            self.assertEqual(focus["id"], order[step - 1])
            self.assertLess(abs(focus["top"] - 80), 20)
        self.page.press("k", "k", "k")  # the first is the first
        self.assertEqual(self.ask(FOCUS)["id"], order[0])

        changes = self.ask("[...document.querySelectorAll('.change')].map(p => p.id)")
        for i in range(len(changes)):
            self.page.press("n")
            focus = self.ask(FOCUS)
            self.assertEqual(focus["id"], changes[i])
            self.assertTrue(focus["seen"], focus)
            self.assertTrue(0 <= focus["top"] < focus["height"], focus)
            self.assertEqual(self.ask("document.querySelectorAll('.change.hot').length"), 1)
            self.assertTrue(self.ask(
                "[...document.querySelectorAll('.mark.hot')].every(m => m.closest('.page').id === '%s' && "
                "m.dataset.n === '%s')" % (focus["page"], changes[i].split("-")[-1])))
        self.page.press("p")
        self.assertEqual(self.ask(FOCUS)["id"], changes[-2])

    def test_enter_goes_to_the_place(self):
        self.page.press("n", "Enter")
        self.assertTrue(self.ask("document.querySelector(':target').matches('.mark')"))
        self.assertTrue(self.ask("document.querySelector('.mark:target').dataset.n === "
                                 "document.querySelector('.change.hot').dataset.n"))

    def test_views(self):
        for key, name in zip("1234", ("v1", "v2", "v3", "v4")):
            self.page.press(key)
            self.assertEqual({c for c in self.classes() if c[0] == "v"}, {name})
            self.assertEqual(self.ask("[...document.querySelectorAll('[name=view]')].findIndex(r => r.checked)"),
                             int(key) - 1)
            old, new = self.ask("['.both .old .paper', '.both .new .paper'].map(s => "
                                "document.querySelector(s).getBoundingClientRect().left)")
            self.assertEqual(old == new, key != "1")

    def test_overlay(self):
        self.page.press("2")
        self.assertEqual(self.ask("getComputedStyle(document.querySelector('.both .new')).mixBlendMode"), "multiply")
        self.assertIn("darker on", self.ask(
            "getComputedStyle(document.querySelector('.both .old figcaption'), '::before').content"))

    def test_slider(self):
        self.page.press("j", "3", "ArrowRight", "ArrowRight")
        at = "getComputedStyle(document.querySelector('.both .new .paper')).clipPath"
        self.assertIn("60%", self.ask(at))
        self.page.press("ArrowLeft")
        self.assertIn("55%", self.ask(at))
        self.assertEqual(self.ask("document.querySelector('.both input').getAttribute('aria-valuetext')[0]"), "o")
        left, top, width = self.ask("(b => [b.left, b.top, b.width])"
                                    "(document.querySelector('.both .new .paper').getBoundingClientRect())")
        self.page.mouse("mousePressed", left + width * .5, top + 40, 1)
        self.page.mouse("mouseMoved", left + width * .25, top + 50, 1)
        self.page.mouse("mouseReleased", left + width * .25, top + 50)
        self.assertIn("25%", self.ask(at))

    def test_blink(self):
        self.page.press("4")
        self.assertTrue(self.ask(FLIPS % 20000))
        self.page.press(" ")
        self.assertFalse(self.ask(FLIPS % 1500))
        self.assertEqual(self.ask("document.getElementById('pause').textContent"), "Play")
        for key, new in (("ArrowLeft", False), ("ArrowRight", True)):
            self.page.press(key)
            self.assertEqual(self.seen(".both .new .paper"), new)
        self.page.press("1")
        self.assertFalse(self.seen("#pause"))

    def test_outlines_and_help(self):
        self.page.press("o")
        self.assertFalse(self.seen(".marks"))
        self.page.press("o")
        self.assertTrue(self.seen(".marks"))
        self.page.press("?")
        self.assertTrue(self.ask("document.getElementById('help').open"))
        said = self.ask("document.getElementById('help').textContent")
        for key in "jknpo?1234\u2190\u2192":
            self.assertIn(key, said)
        self.page.click("#letters")
        self.page.press("Escape", "3")
        self.assertFalse(self.ask("document.getElementById('help').open"))
        self.assertIn("v1", self.classes())  # letters and digits are no keys now

    def test_tab_reaches_everything(self):
        links = set()
        for _ in range(200):
            self.page.press("Tab")
            if self.ask("document.activeElement === document.body"):
                break  # once around
            focus = self.ask("(e => [e.tagName + (e.id ? '#' + e.id : '') + '.' + e.className, "
                             "e.name === 'view' || getComputedStyle(e).outlineStyle !== 'none'])(document.activeElement)")
            self.assertTrue(focus[1], focus)
            links.add(focus[0])
        self.assertIn("INPUT#outlines.", links)
        self.assertIn("BUTTON#keys.", links)
        self.assertIn("A.skip", links)
        self.assertTrue(self.ask("[...document.querySelectorAll('.change a')].pop() === document.querySelector('.hot a')"))


class Content(Sheet):
    def test_outlines_name_their_blocks(self):
        for block in ("visitors", "families-title", "contents-list", "benefits-label"):
            found = self.ask("""[...document.querySelectorAll('.new .block')].filter(b => b.textContent === '%s').map(b => {
                const page = b.closest('.page'), box = b.getBoundingClientRect();
                const heading = [...page.querySelectorAll('h4')].find(h => h.textContent === '%s');
                const numbers = [...heading.parentNode.querySelectorAll('.change')].map(c => c.dataset.n);
                return [...page.querySelectorAll('.new .mark')].filter(m => numbers.includes(m.dataset.n))
                  .every(m => { const r = m.getBoundingClientRect();
                    return r.left >= box.left && r.right <= box.right + 1 && r.top >= box.top && r.bottom <= box.bottom + 1; });
                })""" % (block, block))
            self.assertEqual(found, [True], block)
        # The outline of a moved block is where the block is: 14.6 mm further on the new page.
        moved = self.ask("""['old', 'new'].map(s => [...document.querySelectorAll('.' + s + ' .block')]
            .find(b => b.textContent === 'families-title').style.left).map(parseFloat)""")
        self.assertAlmostEqual(moved[1] - moved[0], 14.58 / 210 * 100, delta=.05)

    def test_links_and_causes(self):
        self.assertEqual(self.ask("[...document.querySelectorAll('a[href^=\"#\"]')]"
                                  ".filter(a => !document.querySelector(a.hash)).length"), 0)
        self.assertEqual(self.ask("(all => all.length - new Set(all).size)"
                                  "([...document.querySelectorAll('[id]')].map(e => e.id))"), 0)
        text = self.ask("document.querySelector('main').innerText")
        self.assertRegex(text, r"24\W088 → 24\W188 \(data/key_figures.csv:3:15\)\s+figures · cause: data")
        self.assertRegex(text, r"moved 14\.58 mm to the right\s+blocks · cause: .*layout")
        self.assertRegex(text, r"#B8002E, it was #B8452E.*\s+styles and colours · cause: theme")
        self.assertIn("this page is new", text)
        # Pages that only have another number are told in one line, without pictures.
        self.assertRegex(text, r"Page numbers\s+1\s+nothing else is different on \d+ pages: 4 → 5, 7 → 8")
        self.assertNotRegex(text, r"Page 5 letters-page")

    def test_pictures(self):
        """The new page is the old one with what differs upon it, as the browser shows it."""
        self.assertGreater(self.ask("document.querySelectorAll('.new .shot use').length"), 3)
        self.assertEqual(self.ask("[...document.querySelectorAll('.shot use')]"
                                  ".filter(u => !document.querySelector(u.href.baseVal)).length"), 0)
        self.assertEqual(self.ask("""Promise.all([...document.querySelectorAll('.shot image')].map(i => new Promise(done => {
            const image = new Image();
            image.onload = () => done(image.naturalWidth === i.width.baseVal.value);
            image.onerror = () => done(false);
            image.src = i.href.baseVal; }))).then(all => all.includes(false))"""), False)

    def test_size(self):
        self.assertLess(os.path.getsize(FILES[self.file]), 600000)

    def test_roles(self):
        self.page.call("Accessibility.enable")
        roles = self.page.roles()
        kinds = [r for r, _ in roles]
        for landmark in ("banner", "main", "status"):
            self.assertEqual(kinds.count(landmark), 1, landmark)
        self.assertTrue(all(name for role, name in roles if role in ("image", "region", "link", "button", "radio",
                                                                     "slider", "checkbox", "heading")))
        names = [n for r, n in roles if r == "image"]
        self.assertIn("New, page 2: 1 change, in the list", names)
        levels = self.ask("[...document.querySelectorAll('h1, h2, h3, h4')].filter(h => !h.closest('dialog'))"
                          ".map(h => +h.tagName[1])")
        self.assertTrue(all(b <= a + 1 for a, b in zip(levels, levels[1:])), levels)
        self.assertEqual(levels.count(1), 1)

    def test_widths(self):
        for width in (320, 768, 1280, 2560):
            self.page.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1,
                           mobile=False)
            self.assertLessEqual(self.ask("document.documentElement.scrollWidth"), width)

    def test_contrast(self):
        for view in "124":
            self.page.press(view)
            self.assertEqual(self.ask(CONTRAST), [])

    def test_paper(self):
        self.page.media(kind="print")
        self.assertFalse(self.seen(".tools"))
        left = self.ask("['.both .old', '.both .new'].map(s => document.querySelector(s).getBoundingClientRect().left)")
        self.assertLess(left[0], left[1])
        self.page.press("2")
        self.assertEqual(self.ask(CONTRAST), [])


class Dark(Sheet):
    media = {"color_scheme": "dark", "reduced_motion": "reduce"}

    def test_contrast(self):
        self.assertEqual(self.ask(CONTRAST), [])
        self.page.press("?")
        self.assertEqual(self.ask(CONTRAST), [])

    def test_nothing_moves(self):
        self.page.press("4")
        self.assertFalse(self.ask(FLIPS % 1500))
        self.page.press("ArrowLeft")
        self.assertFalse(self.seen(".both .new .paper"))


class Hostile(Sheet):
    file = "hostile.html"

    def test_markup_is_text(self):
        self.assertNotEqual(self.ask("document.title"), "owned")
        self.assertEqual(self.ask("document.scripts.length"), 1)
        self.assertEqual(self.ask("document.querySelectorAll('img, b b, s, [onerror]').length"), 0)
        text = self.ask("document.querySelector('main').textContent")
        self.assertIn("<script>document.title = 'owned'</script>", text)
        self.assertIn("Page <script>3</script>", text)
        self.assertIn("<b>visitors", text)
        self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
        self.assertIn("\u241b[31m", text)

    def test_no_other_script_runs(self):
        self.ask("document.body.append(Object.assign(document.createElement('script'), "
                 "{textContent: 'document.title = \"owned\"'}))")
        self.assertNotEqual(self.ask("document.title"), "owned")
        self.assertEqual(self.ask("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')"), "refused")
        self.page.complaints.clear()
        self.page.requests[:] = self.page.requests[:1]


class Cases(Sheet):
    file = "cases.html"

    def test_list(self):
        self.assertEqual(self.ask("[...document.querySelectorAll('.cases li')].map(l => l.innerText.replace(/\\s+/, ' '))"),
                         ['changed cases/<b>&"quoted" (web)', 'changed cases/other (web)', 'ok cases/same (web)'])
        self.assertEqual(self.ask("document.querySelectorAll('.case').length"), 3)
        self.assertEqual(self.ask("[...document.querySelectorAll('a[href^=\"#\"]')]"
                                  ".filter(a => !document.querySelector(a.hash)).length"), 0)

    def test_accepted(self):
        fine = self.ask("[...document.querySelectorAll('#c2 .change.fine')].map(c => c.innerText)")
        self.assertTrue(fine)
        self.assertTrue(all("accepted" in t and "cause: data" in t for t in fine), fine)
        self.assertEqual(self.ask("document.querySelectorAll('#c1 .change.fine').length"), 0)


class JUnit(unittest.TestCase):
    """The shape that CI servers read: counts that agree, a place, a reason."""

    def read(self, file):
        suites = xml.parse(FILES[file]).getroot()
        self.assertEqual(suites.tag, "testsuites")
        self.assertEqual([s.tag for s in suites], ["testsuite"])
        suite, count = suites[0], {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
        self.assertEqual(set(suite.attrib), {"name", "time"} | set(count))
        for case in suite:
            self.assertEqual(case.tag, "testcase")
            self.assertEqual(set(case.attrib), {"classname", "name", "time"})
            self.assertRegex(case.get("time"), r"^\d+\.\d{3}$")
            count["tests"] += 1
            for result in case:
                self.assertIn(result.tag, ("failure", "error"))
                self.assertEqual(set(result.attrib), {"message", "type"})
                count[result.tag + "s"] += 1
        self.assertEqual({c: int(suite.get(c)) for c in count}, count)
        return suite

    def test_cases(self):
        suite = self.read("junit.xml")
        self.assertEqual([c.get("name") for c in suite],
                         ['cases/<b>&"quoted" (web)', "cases/other (web)", "cases/same (web)"])
        failure = suite.find(".//failure")
        self.assertIn("changes on", failure.get("message"))
        self.assertEqual(failure.get("type"), "changed")
        self.assertIn("cause: data", failure.text)

    def test_cases_that_cannot_be_read(self):
        suite = self.read("unread.xml")
        self.assertEqual([c.get("name") for c in suite], ["unread/a (web)", "case.yaml"])
        self.assertIn('"reprot" is not a setting', suite.find(".//error").text)


class Events(unittest.TestCase):
    """Lines of JSON, with --messages=json."""

    def read(self, file):
        with open(FILES[file], encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def test_cases(self):
        events = self.read("cases.json")
        verdicts = {e["case"]: e["verdict"] for e in events if e.get("event") == "case"}
        self.assertEqual(verdicts, {'cases/<b>&"quoted" (web)': "changed", "cases/other (web)": "changed",
                                    "cases/same (web)": "ok"})
        for name, accepted in (('cases/<b>&"quoted" (web)', False), ("cases/other (web)", True)):
            changes = next(e["changes"] for e in events if e.get("event") == "changes" and e["case"] == name)
            figure = next(c for c in changes if c["layer"] == "figures" and c["block"] == "visitors")
            self.assertEqual((figure["page"], figure["was"], figure["cause"]), ("4", "3", "data"))
            self.assertIn("data/key_figures.csv:3:15", figure["says"])
            self.assertIs(figure["accepted"], accepted)

    def test_diff(self):
        changes = [c for e in self.read("diff.json") for c in e["changes"]]
        added = next(c for c in changes if c["layer"] == "pages")
        self.assertEqual(added, {"layer": "pages", "page": "2", "was": None, "block": None, "says": "this page is new",
                                 "cause": added["cause"], "accepted": False})


if __name__ == "__main__":
    if sys.argv[1] == "tamper":
        tamper(sys.argv[2])
    else:
        FILES = {path.rsplit("/", 1)[-1]: path for path in sys.argv[2:]}
        del Sheet  # only the classes made of it are tests
        with Browser() as BROWSER:
            unittest.main(argv=["sheet"])
