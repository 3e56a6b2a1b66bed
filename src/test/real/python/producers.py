"""What a Python developer posts events with: http.client, urllib, requests and the CloudEvents SDK.

Each event becomes a line on standard output: name, status, whether the text is the whole event or
its data, and the text.
"""

import http.client
import json
import ssl
import sys
import urllib.parse
import urllib.request
from datetime import datetime, timezone

import requests
from cloudevents.core.bindings.http import to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent

PLAIN, SECURE, KEY, CERTIFICATE = sys.argv[1:]
AUTHORIZATION = {"Authorization": "Bearer " + KEY}
HEADERS = {**AUTHORIZATION, "Content-Type": "application/json"}


def event(name):
    return {"type": "contact_added", "n": name, "text": "Grüße 😀", "x": 1.5}


def say(name, status, kind, text):
    if isinstance(text, bytes):
        text = text.decode()
    sys.stdout.buffer.write("\t".join([name, str(status), kind, text]).encode() + b"\n")


def with_http_client():
    target = urllib.parse.urlsplit(PLAIN)
    connection = http.client.HTTPConnection(target.hostname, target.port)
    for name, chunked in (("http.client", False), ("http.client-chunked", True)):
        body = json.dumps(event(name)).encode()
        pieces = iter([body[:20], body[20:]]) if chunked else body
        connection.request("POST", target.path, pieces, HEADERS, encode_chunked=chunked)
        answer = connection.getresponse()
        answer.read()
        say(name, answer.status, "whole", body)
    connection.close()


def with_urllib():
    body = json.dumps(event("urllib"), ensure_ascii=False).encode()
    context = ssl.create_default_context(cafile=CERTIFICATE)
    request = urllib.request.Request(SECURE, body, HEADERS)
    with urllib.request.urlopen(request, context=context) as answer:
        say("urllib", answer.status, "whole", body)


def with_requests():
    with requests.Session() as session:
        answer = session.post(PLAIN, json=event("requests"), headers=AUTHORIZATION)
        say("requests", answer.status_code, "whole", answer.request.body)
        body = json.dumps(event("requests-stream"), ensure_ascii=False).encode()
        answer = session.post(PLAIN, data=iter([body[:20], body[20:]]), headers=HEADERS)
        say("requests-stream", answer.status_code, "whole", body)
        answer = session.post(
            SECURE, json=event("requests-tls"), headers=AUTHORIZATION, verify=CERTIFICATE
        )
        say("requests-tls", answer.status_code, "whole", answer.request.body)


def with_sdk():
    for name, convert, kind in (
        ("pypi-binary", to_binary_event, "data"),
        ("pypi-structured", to_structured_event, "whole"),
    ):
        attributes = {
            "id": name,
            "source": "/producers/python",
            "type": "contact_added",
            "specversion": "1.0",
            "subject": "Grüße 😀 100%",
            "time": datetime(2026, 3, 2, 10, 0, 0, 123000, tzinfo=timezone.utc),
            "datacontenttype": "application/json",
        }
        data = {"n": name, "text": "Grüße 😀", "x": 1.5}
        message = convert(CloudEvent(attributes=attributes, data=data))
        headers = {**message.headers, **AUTHORIZATION}
        answer = requests.post(PLAIN, data=message.body, headers=headers)
        say(name, answer.status_code, kind, message.body)


with_http_client()
with_urllib()
with_requests()
with_sdk()
