"""Stands between the archiver and a deployment: notes what was delivered whole and when, and can be told to be late.

The notes are the oracle of the soak: what the archive calls observed must have been delivered here.
"""
import http.client, http.server, socketserver, threading, time, urllib.parse

PATIENCE = 30  # seconds for the deployment itself


class Delivery:
    """One answer that left whole: a path without its query, and the monotonic times of question and end."""

    def __init__(self, path, status, asked, ended):
        self.path, self.status, self.asked, self.ended = path, status, asked, ended


class Proxy:
    """Serves `target` on a port of its own. `late` maps a part of a path, or "", to what is done to its answers:
    "hang" gives nothing, "drip" a byte every few seconds, "cut" half of the body, "flood" too much of it."""

    def __init__(self, target):
        self.target = urllib.parse.urlsplit(target)
        self.deliveries, self.lock, self.late = [], threading.Lock(), {}
        self.stopping = threading.Event()
        handler = type("Handler", (Handler,), {"proxy": self})
        self.server = Server(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self):
        self.stopping.set()
        self.server.shutdown()

    def lateness(self, path):
        return next((kind for part, kind in list(self.late.items()) if part in path), None)

    def note(self, delivery):
        with self.lock:
            self.deliveries.append(delivery)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass  # a connection that the archiver gave up


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        asked = time.monotonic()
        question = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        target = self.proxy.target
        connection = http.client.HTTPConnection(target.hostname, target.port, timeout=PATIENCE)
        try:
            connection.request(self.command, self.path, question, headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self.close_connection = True  # as the deployment broke off, so does this
            return
        finally:
            connection.close()
        if self.give(answer, body):
            self.proxy.note(Delivery(self.path.split("?")[0], answer.status, asked, time.monotonic()))

    def give(self, answer, body):
        """Whether all of it was handed over."""
        kind = self.proxy.lateness(self.path)
        if kind == "hang":
            self.wait_out("hang")
            self.close_connection = True
            return False
        if kind == "flood":
            body = b"[" + b"{}," * 400_000 + b"{}]"
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if kind in ("drip", "cut"):
            self.drip(body) if kind == "drip" else self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
            return False
        self.wfile.write(body)
        self.wfile.flush()
        return kind is None

    def drip(self, body):
        for index in range(len(body)):
            self.wfile.write(body[index:index + 1])
            self.wfile.flush()
            if self.proxy.stopping.wait(3) or self.proxy.lateness(self.path) != "drip":
                return

    def wait_out(self, kind):
        while self.proxy.lateness(self.path) == kind and not self.proxy.stopping.wait(0.5):
            pass

    do_GET = do_POST = forward

    def log_message(self, *_):
        pass
