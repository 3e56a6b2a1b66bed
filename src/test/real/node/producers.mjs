// What a Node developer posts events with: fetch, http, http2 and the CloudEvents SDK.
// Each event becomes a line on standard output: name, status, whether the text is the whole event
// or its data, and the text.
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import { CloudEvent, HTTP, Mode, emitterFor, httpTransport } from 'cloudevents';

const [plain, secure, key, certificate] = process.argv.slice(2);
const authorization = `Bearer ${key}`;
const json = { authorization, 'content-type': 'application/json' };

const event = (name) => `{"type": "contact_added", "n": "${name}", "text": "Grüße 😀", "x": 1.50}`;

function say(name, status, kind, text) {
  console.log([name, status, kind, text].join('\t'));
}

async function fetched(url, body, options = {}) {
  const answer = await fetch(url, { method: 'POST', headers: json, body, ...options });
  await answer.text();
  return answer.status;
}

async function withFetch() {
  let body = event('fetch');
  say('fetch', await fetched(plain, body), 'whole', body);
  body = event('fetch-tls');
  say('fetch-tls', await fetched(secure, body), 'whole', body);
  body = event('fetch-stream');
  const stream = new Blob([body]).stream();
  say('fetch-stream', await fetched(plain, stream, { duplex: 'half' }), 'whole', body);
}

function requested(name, agent) {
  return new Promise((resolve, reject) => {
    const body = event(name);
    const request = http.request(plain, { method: 'POST', headers: json, agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(say(name, answer.statusCode, 'whole', body)));
    });
    request.on('error', reject);
    // In two pieces, which Node sends chunked.
    request.write(body.slice(0, 10));
    request.end(body.slice(10));
  });
}

function streamed(name, url, options) {
  return new Promise((resolve, reject) => {
    const body = event(name);
    const session = http2.connect(new URL(url).origin, options);
    session.on('error', reject);
    const path = new URL(url).pathname;
    const stream = session.request({ ':method': 'POST', ':path': path, ...json });
    let status;
    stream.on('response', (headers) => (status = headers[':status']));
    stream.resume();
    stream.on('end', () => {
      session.close();
      resolve(say(name, status, 'whole', body));
    });
    stream.end(body);
  });
}

function cloudEvent(name, subject = 'Grüße 😀 100%') {
  return new CloudEvent({
    id: name,
    source: '/producers/node',
    type: 'contact_added',
    subject,
    time: '2026-03-02T10:00:00.123Z',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    datacontenttype: 'application/json',
    data: { n: name, text: 'Grüße 😀', x: 1.5 },
  });
}

async function emitted(name, mode, kind) {
  const emit = emitterFor(httpTransport(plain), { mode });
  // The SDK does not percent-encode what it writes into headers, and Node refuses it there.
  const sent = mode === Mode.BINARY ? cloudEvent(name, 'a "b" c') : cloudEvent(name);
  const answer = await emit(sent, { headers: { authorization } });
  // The SDK does not show the status; a problem document has it.
  const status = JSON.parse(answer.body).status ?? 202;
  const text = kind === 'whole' ? HTTP.structured(sent).body : JSON.stringify(sent.data);
  say(name, status, kind, text);
}

async function batched() {
  const events = ['npm-batch-1', 'npm-batch-2'].map((name) => cloudEvent(name));
  const headers = { authorization, 'content-type': 'application/cloudevents-batch+json' };
  const status = await fetched(plain, JSON.stringify(events), { headers });
  events.forEach((each) => say(each.id, status, 'whole', JSON.stringify(each)));
}

const agent = new http.Agent({ keepAlive: true });
await withFetch();
await requested('http-1', agent);
await requested('http-2', agent);
agent.destroy();
await streamed('http2-prior-knowledge', plain);
await streamed('http2-tls', secure, { ca: fs.readFileSync(certificate) });
await emitted('npm-binary', Mode.BINARY, 'data');
await emitted('npm-structured', Mode.STRUCTURED, 'whole');
await batched();
