"""Stands between a deployment and the programs: recording-proxy.py BASE FILE. Prints its port; writes each secret that
passes by, one a line after its kind, to FILE."""
import http.client
import http.server
import re
import sys
import threading
import urllib.parse

target = urllib.parse.urlsplit(sys.argv[1])
known = set()
lock = threading.Lock()
SECRET = re.compile(r'"(guest_?token|phone|url)"\s*:\s*"([^"]+)"', re.IGNORECASE)


def note(kind, value):
    with lock, open(sys.argv[2], "a") as file:
        if (kind, value) not in known:
            known.add((kind, value))
            file.write(f"{kind} {value}\n")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        connection = http.client.HTTPConnection(target.hostname, target.port)
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        self.learn(answer, content)
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        connection.close()

    def learn(self, answer, content):
        for cookie in answer.headers.get_all("Set-Cookie", []):
            if re.match("va=[^;]", cookie):
                note("cookie", cookie.split(";")[0][3:])
        for name, value in SECRET.findall(content.decode("utf-8", "replace")):
            if name != "url" or self.path.endswith("/publicIntrusionWebhooks"):
                note(name.lower().replace("_", ""), value)

    do_GET = do_POST = do_DELETE = forward

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
