// What a Node developer takes webhooks with: http, https, http2 and Express, all in one process.
// Each request becomes a line of the file: the client's port, path, X-Webhook-ID, body.
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import express from 'express';

const [arrivals, key, cert, plainPort, tlsPort, http2Port, expressPort] = process.argv.slice(2);
const tls = { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };

function note(request, body) {
  const line = [request.socket.remotePort, request.url, request.headers['x-webhook-id'], body];
  fs.appendFileSync(arrivals, line.join('\t') + '\n');
}

function take(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    note(request, Buffer.concat(chunks));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"status":"OK"}');
  });
}

const app = express();
app.use(express.text({ type: () => true, limit: '10mb' }), (request, response) => {
  note(request, request.body);
  response.json({ status: 'OK' });
});

const servers = [
  [http.createServer(take), plainPort],
  [https.createServer(tls, take), tlsPort],
  [http.createServer(app), expressPort],
];
for (const [server, port] of servers) {
  server.keepAliveTimeout = 1000;
  server.listen(port, '127.0.0.1');
}

const sessions = new Set();
const secure = http2.createSecureServer({ ...tls, allowHTTP1: true }, take);
secure.on('session', (session) => {
  sessions.add(session);
  session.on('close', () => sessions.delete(session));
  session.setTimeout(1000, () => session.close());
});
secure.listen(http2Port, '127.0.0.1');

// What a graceful restart does to connections.
process.on('SIGHUP', () => {
  servers.forEach(([server]) => server.closeIdleConnections());
  sessions.forEach((session) => session.close());
});
