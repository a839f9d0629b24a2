"""What watches the pages sees what is wrong in them: pages that do wrong on purpose, from a server of their own."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import axe
import pytest
from browsers import Watch, faults
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

STRICT: Final = {"Content-Security-Policy": "default-src 'none'; style-src 'self'"}
FREE: Final = {
    "<script>undefined.nothing</script>": "script: ",
    "<script>setTimeout(() => { throw Error('late') })</script>": "script: late",
    "<script>console.error('no good')</script>": "console: error: no good",
    "<script>console.warn('not so good')</script>": "console: warning: not so good",
    "<img src=/missing alt=''>": "console: error: Failed to load resource",
    "<img src=http://www.example.org/i.png alt=''>": "outside: http://www.example.org/i.png",
    "<img src=http://127.0.0.1:9/i.png alt=''>": "outside: http://127.0.0.1:9/i.png",
    "<script>fetch('https://example.org/').catch(() => 1)</script>": "outside: https://example.org/",
}
"""What is wrong in a page without a policy, and how what is told of it begins."""
FORBIDDEN: Final = {
    "<script>1</script>": "policy: script-src-elem inline",
    "<p style='color: red'>.": "policy: style-src-attr inline",
    "<img src=/image alt=''>": "policy: img-src ",
    "<img src=http://www.example.org/i.png alt=''>": "policy: img-src http://www.example.org/i.png",
}
"""What a strict policy forbids."""
INACCESSIBLE: Final = {
    "<img src=data:,>": "image-alt",
    "<p style='color: #999; background: #fff'>Pale</p>": "color-contrast",
    "<p style='color: #fff; background: #fff'>Hidden</p>": "color-contrast",
    "<h4>Too deep</h4>": "heading-order",
    "<a href=/ style='font-size: 8px'>a</a> <a href=/b style='font-size: 8px'>b</a>": "target-size",
    "<p lang=svenska>Hej</p>": "valid-lang",
    "<input>": "label",
}
"""What breaks rules of each kind that should be on."""
SHELL: Final = (
    "<!doctype html><html lang=en><title>A page</title><link rel=stylesheet href=/style.css>"
    "<main><h1>A page</h1>{}</main>"
)
STYLE: Final = "main { margin: 1rem }"


@contextmanager
def _serving(body: str, headers: Mapping[str, str]) -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, answer = ("css", STYLE) if self.path == "/style.css" else ("html", SHELL.format(body))
            self.send_response(404 if self.path == "/missing" else 200)
            for name, value in {"Content-Type": f"text/{kind}; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is inherited
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _opened(chromium: Browser, body: str, headers: Mapping[str, str]) -> Iterator[tuple[Page, Watch]]:
    with _serving(body, headers) as url, chromium.new_context() as context:
        watch = Watch(url)
        watch.over(context)
        page = context.new_page()
        page.goto(url)
        yield page, watch


@pytest.mark.parametrize(("wrong", "headers"), [(FREE, {}), (FORBIDDEN, STRICT)], ids=["free", "strict"])
def test_what_is_wrong_in_a_page_is_seen(
    chromium: Browser, wrong: Mapping[str, str], headers: Mapping[str, str]
) -> None:
    """Errors, broken policies and requests to other hosts are told, each as what it is."""
    with _opened(chromium, "".join(wrong), headers) as (page, watch):
        found = faults(page, watch)
        assert [one for one in wrong.values() if not any(fault.startswith(one) for fault in found)] == [], found


def test_a_page_that_does_nothing_wrong_has_no_faults(chromium: Browser) -> None:
    """A page with a strict policy that keeps to it is silent, also when axe-core has judged it."""
    with _opened(chromium, "<p>Well.", STRICT) as (page, watch):
        axe.put_into(page)
        assert axe.violations(page) == []
        assert faults(page, watch) == []
        assert watch.requests == [f"{watch.origin}/", f"{watch.origin}/style.css"]


def test_axe_sees_what_breaks_a_rule(chromium: Browser) -> None:
    """Each broken rule is told, by its name, and no other."""
    with _opened(chromium, "".join(INACCESSIBLE), {}) as (page, _):
        axe.put_into(page)
        found = axe.violations(page)
        assert {one.partition(":")[0] for one in found} == set(INACCESSIBLE.values()), found
        assert set(axe.ASKED) - axe.known(page) == set()
