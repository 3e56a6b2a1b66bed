<?php
// Takes a webhook the way many a plugin does: answers at once, and works on after that.
// Each request becomes a line of the file: the client's port, path, X-Webhook-ID, body.
$line = [
    $_SERVER['REMOTE_PORT'],
    $_SERVER['REQUEST_URI'],
    $_SERVER['HTTP_X_WEBHOOK_ID'],
    file_get_contents('php://input'),
];
file_put_contents(getenv('ARRIVALS'), implode("\t", $line) . "\n", FILE_APPEND | LOCK_EX);
ignore_user_abort(true);
header('Content-Type: application/json');
header('Content-Length: 15');
echo '{"status":"OK"}';
if (function_exists('fastcgi_finish_request')) {
    fastcgi_finish_request();
} else {
    flush();
}
usleep(30000);
