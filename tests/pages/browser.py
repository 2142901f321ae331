"""Chromium on a string: pages opened, keys pressed, questions asked, over the DevTools protocol on
a pipe, with nothing but Python's own library.

    with Browser() as browser:
        page = browser.open("/path/to/file.html", width=1200, height=800)
        page.press("n")
        page.ask("document.activeElement.id")

`page.requests` is every address asked for, `page.complaints` what the console and the script said.
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-extensions "
         "--disable-background-networking --disable-component-update --disable-sync "
         "--disable-default-apps --disable-dev-shm-usage --hide-scrollbars "
         "--remote-debugging-pipe").split()
NAMED_KEYS = {"ArrowLeft": 37, "ArrowRight": 39, "Enter": 13, "Escape": 27, "Tab": 9, " ": 32}


def program():
    """The browser's path, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Browser:
    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="bilan-browser-")
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()

        def pipes():  # the protocol's are 3 and 4
            kept = os.dup2(theirs_in, 103), os.dup2(theirs_out, 104)
            os.dup2(kept[0], 3)
            os.dup2(kept[1], 4)

        self.process = subprocess.Popen(
            [program(), *FLAGS, "--user-data-dir=" + self.folder, "about:blank"], preexec_fn=pipes,
            close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self.input, self.output = os.fdopen(ours_in, "rb"), os.fdopen(ours_out, "wb")
        self.count, self.pages, self.rest = 0, {}, b""
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
        except EOFError:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.input.close()
        self.output.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _message(self):
        while b"\0" not in self.rest:
            some = os.read(self.input.fileno(), 1 << 16)
            if not some:
                raise EOFError("the browser ended")
            self.rest += some
        one, self.rest = self.rest.split(b"\0", 1)
        message = json.loads(one)
        if "method" in message and message.get("sessionId") in self.pages:
            self.pages[message["sessionId"]].hear(message["method"], message["params"])
        return message

    def call(self, method, session=None, **params):
        self.count += 1
        own = self.count
        message = {"id": own, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self.output.write(json.dumps(message).encode() + b"\0")
        self.output.flush()
        while True:
            answer = self._message()
            if answer.get("id") == own:
                if "error" in answer:
                    raise RuntimeError(method + ": " + answer["error"]["message"])
                return answer["result"]

    def open(self, path, width=1280, height=900, **media):
        """`media`: color_scheme="dark", reduced_motion="reduce"."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        self.pages[session] = page
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            page.call(domain + ".enable")
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)
        page.call("Emulation.setFocusEmulationEnabled", enabled=True)
        page.media(**media)
        page.call("Page.navigate", url="file://" + os.path.abspath(path))
        while not page.loaded:
            self._message()
        return page


class Page:
    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.requests, self.complaints, self.loaded = [], [], False

    def hear(self, method, params):
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append("console: " + json.dumps(params["args"]))
        elif method == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def media(self, color_scheme="light", reduced_motion="no-preference", kind=""):
        features = [{"name": "prefers-color-scheme", "value": color_scheme},
                    {"name": "prefers-reduced-motion", "value": reduced_motion}]
        self.call("Emulation.setEmulatedMedia", media=kind, features=features)

    def ask(self, expression):
        """What the expression comes to, in the page; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(expression + ": " + json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def press(self, *keys):
        for key in keys:
            code = NAMED_KEYS.get(key, ord(key[0].upper()))
            down = {"type": "keyDown", "key": key, "windowsVirtualKeyCode": code,
                    "code": key if len(key) > 1 else "Space" if key == " " else ""}
            text = "\r" if key == "Enter" else key if len(key) == 1 else ""
            if text:
                down["text"] = text
            self.call("Input.dispatchKeyEvent", **down)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def mouse(self, kind, x, y, buttons=0):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, buttons=buttons, clickCount=1,
                  button="left" if buttons or kind == "mouseReleased" else "none")

    def click(self, selector):
        x, y = self.ask("(b => [b.left + b.width / 2, b.top + b.height / 2])"
                        "(document.querySelector(%s).getBoundingClientRect())" % json.dumps(selector))
        self.mouse("mousePressed", x, y, 1)
        self.mouse("mouseReleased", x, y)

    def picture(self, path, whole=False):
        data = self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def print(self, path):
        data = self.call("Page.printToPDF", preferCSSPageSize=True, paperWidth=8.27,
                         paperHeight=11.69)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def roles(self):
        """What a screen reader is told: (role, name) of each part that is not passed over."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [(n["role"]["value"], n.get("name", {}).get("value", ""))
                for n in nodes if not n["ignored"]]

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
