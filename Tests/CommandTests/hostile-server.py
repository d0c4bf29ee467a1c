"""A deployment that misbehaves in one way: hostile-server.py MODE. Prints its port, then serves on loopback."""
import gzip
import http.server
import json
import sys
import threading
import time

mode = sys.argv[1]
# A name that moves a cursor, breaks lines, forges a line of a log, turns directions and hides, and is no CSV by itself.
NAME = (
    "Gate\x1b[2J\x1b]0;t\x07\r\n2026-11-23T08:00:00+0000 critical alarm-archiver: forged\x85\x9b31m"
    "\u202e\u2066\u2028\u200b\x7f,\"\u0301 end"
)
bomb = gzip.compress(b" " * (200 << 20)) if mode == "bomb" else b""


def alert(number):
    return b'{"guid":"%08d","phase":"alarm","sub_alerts":[{"id":%d}],"note":"%s"}' % (number, number, b"x" * 900)


# Bodies that ask for much memory, each for its bytes.
dense = {
    "numbers": lambda: b"[" + b"1," * (4 << 20) + b"1]",
    "objects": lambda: b"[" + b"{}," * 1000000 + b"{}]",
    "guids": lambda: b"[" + b",".join(b'{"guid":"%d"}' % n for n in range(1000000)) + b"]",
    "members": lambda: b"{" + b",".join(b'"m%d":1' % n for n in range(1000000)) + b"}",
    "string": lambda: b'["' + b"x" * (30 << 20) + b'"]',
    "brackets": lambda: b"[" * (8 << 20),
    "inside": lambda: b'[{"guid":"a","id":"a","x":[' + b"1," * (2 << 20) + b"1]}]",
    "elements": lambda: b"[" + b",".join(b'{"guid":"%d","n":1234567890}' % n for n in range(5000)) + b"]",
    "alerts": lambda: b"[" + b",".join(alert(n) for n in range(4000)) + b"]",
}
body = dense[mode]() if mode in dense else None
packed = gzip.compress(body) if mode == "objects" else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if mode == "moved":
            return self.moved()
        if mode == "wrong-password":
            return self.answer(401, b'{"error":"unauthorized"}')
        if mode == "silent" and not self.path.endswith("/dologin"):
            print("silent:", self.path, flush=True)
            return threading.Event().wait()
        self.answer(200, b"{}", [("Set-Cookie", "va=EXAMPLE; Path=/; HttpOnly")])

    def do_GET(self):
        if mode == "moved":
            return self.moved()
        if mode == "drip" and self.path.endswith("/alerts"):
            return self.drip()
        if mode == "names":
            return self.names()
        if mode == "html":
            return self.answer(200, b"<!doctype html><title>Sign in</title>", kind="text/html")
        if mode == "empty":
            return self.answer(200, b"")
        if mode == "huge":
            return self.huge()
        if mode == "bomb":
            return self.answer(200, bomb, [("Content-Encoding", "gzip")])
        if packed is not None:
            return self.answer(200, packed, [("Content-Encoding", "gzip")])
        if body is not None:
            return self.answer(200, body)
        if mode == "forbidden":
            return self.answer(403, b'{"error":"forbidden"}')
        if mode == "silent" and self.path.lower().endswith("alerts"):
            return self.answer(200, b'[{"guid":"a","alarm_zone_id":"z","phase":"alarm"}]')
        if self.path.endswith("/alerts"):
            if mode == "truncated":
                return self.cut(b'[{"guid":"a","guest_token":"PLANTED-TOKEN","note":"cut sh')
            if mode == "no-guid":
                return self.answer(200, b'[{"note":"no guid"},{"guid":"b","n":1.50}]')
        self.answer(200, b'{"v":1}' if self.path.endswith("/about") else b"[]")

    def names(self):
        path = self.path.split("?")[0].lower()
        zone = {"id": NAME, "name": NAME, "state": NAME, "site_name": NAME, NAME: NAME}
        alert = {
            "alarm_zone_id": NAME, "alarm_zone_name": NAME, "origin_name": NAME, "alert_type": NAME, "phase": "alarm",
            "start_time": "2026-11-23T08:00:00Z",
        }
        if path.endswith("/logs"):
            return self.answer(403, json.dumps({"error": NAME, "message": NAME}).encode())
        if path.endswith("/about"):
            return self.answer(200, json.dumps({"v": NAME}, ensure_ascii=False).encode())
        if path.endswith("alerts"):
            zone = [dict(alert, guid=NAME + str(n)) for n in range(2)]
            return self.answer(200, json.dumps(zone, ensure_ascii=False).encode())
        self.answer(200, json.dumps([zone], ensure_ascii=False).encode())

    def answer(self, status, body, headers=(), kind="application/json"):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def moved(self):
        self.answer(308, b"", [("Location", "https://new.example" + self.path)])

    def drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"[")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def cut(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body) + 1000))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def huge(self):
        self.send_response(200)
        self.send_header("Content-Length", str(200 << 20))
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(b" " * (1 << 20))
        except OSError:
            self.close_connection = True

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
