"""Python's own http.server, as HTTP/1.0, which is its default, and as HTTP/1.1.

Each request becomes a line of the file: the client's port, path, X-Webhook-ID, body.
"""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ARRIVALS = open(sys.argv[1], "ab", buffering=0)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        line = [str(self.client_address[1]), self.path, self.headers["X-Webhook-ID"]]
        ARRIVALS.write("\t".join(line).encode() + b"\t" + body + b"\n")
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "15")
        self.end_headers()
        self.wfile.write(b'{"status":"OK"}')

    def log_message(self, *args):
        pass


class KeepingReceiver(Receiver):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        super().do_POST()
        # From now on, for the next request.
        self.connection.settimeout(1)


old = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Receiver)
threading.Thread(target=old.serve_forever, daemon=True).start()
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[3])), KeepingReceiver).serve_forever()
