"""Stands between a deployment and the programs: recording-proxy.py BASE FILE SECRETS. Prints its port; writes each secret
that passes by, one a line after its kind, to FILE. It is a hostile deployment, too: it echoes passwords, cookies and the
lines of SECRETS in names, in members, in many forms, and once in an answer that is no JSON."""
import base64
import html
import http.client
import http.server
import json
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


MEMBERS = ("api_token", "auth_token", "session_token", "passwd", "pwd", "jwt", "sessionId", "totp_secret", "contact",
           "emergencyContact", "mobile")
own = [line for line in open(sys.argv[3], encoding="utf-8").read().split("\n") if line]
pages = []


def forms(text):
    """Texts in which an answer may say it."""
    raw = text.encode()
    yield from (text, urllib.parse.quote(text, ""), urllib.parse.quote(text, "").replace("%", "%25"), html.escape(text))
    yield from (json.dumps(text), json.dumps(json.dumps({"a": text})), "".join(f"\\u{ord(c):04X}" for c in text))
    yield from (base64.b64encode(b"x" * shift + raw + b"yz").decode() for shift in range(3))
    yield from (base64.urlsafe_b64encode(raw).decode(), raw.hex(), raw.hex().upper())


def planted(name):
    value = f"planted-{name}-value"
    note("planted", value)
    return value


def echo(path, content, cookie):
    """What the deployment makes of its answer: it knows the session's own cookie."""
    try:
        answer = json.loads(content)
    except ValueError:
        return content
    known = own + re.findall(r"va=([^;]+)", cookie)
    own_forms = [form for text in known for form in forms(text)]
    if path.endswith("/about") and isinstance(answer, dict):
        answer["echo"] = own_forms + [{text: 1} for text in known]
        answer.update({name: planted(name) for name in MEMBERS})
        token = planted("link")
        answer["links"] = [f"https://x/cloud#guest_token={token}", f"https://x/cloud?guest%5Ftoken={token}",
                           json.dumps({"token": token}), f"<a><token>{token}</token></a>", f"password: {token}"]
    elif path.endswith("/alarmZones") and isinstance(answer, list):
        for zone in answer:
            zone["name"] = f"{zone.get('name')} {' '.join(known)}"
    elif path.endswith("/logs") and not pages:
        pages.append(path)
        return f"page: <html>{' '.join(own_forms)} token={planted('page')}</html>".encode()
    return json.dumps(answer, ensure_ascii=False).encode()


def remember(text):
    with lock:
        if text not in own:
            own.append(text)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        connection = http.client.HTTPConnection(target.hostname, target.port)
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        self.learn(body, answer, content)
        if self.command == "GET" and answer.status == 200:
            content = echo(urllib.parse.urlsplit(self.path).path, content, self.headers.get("Cookie", ""))
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        connection.close()

    def learn(self, body, answer, content):
        if self.path.endswith("/dologin") and answer.status == 200:
            remember(json.loads(body)["password"])
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
