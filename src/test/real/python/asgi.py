"""An application of the kind that uvicorn serves.

Each request becomes a line of the file: the client's port, path, X-Webhook-ID, body.
"""

import os

ARRIVALS = os.open(os.environ["ARRIVALS"], os.O_WRONLY | os.O_APPEND)


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    webhook_id = dict(scope["headers"]).get(b"x-webhook-id", b"")
    head = f"{scope['client'][1]}\t{scope['path']}\t".encode()
    os.write(ARRIVALS, head + webhook_id + b"\t" + body + b"\n")
    headers = [(b"content-type", b"application/json"), (b"content-length", b"15")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"status":"OK"}'})
