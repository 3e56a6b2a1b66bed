// Go's net/http, plain and over TLS, which is HTTP/2 there. Each request becomes a line of the
// file: the client's port, path, X-Webhook-ID, body.
package main

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

var arrivals *os.File

func take(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	_, port, _ := net.SplitHostPort(r.RemoteAddr)
	line := port + "\t" + r.URL.Path + "\t" + r.Header.Get("X-Webhook-ID") + "\t" + string(body) + "\n"
	arrivals.WriteString(line)
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, `{"status":"OK"}`)
}

// The socket is open from the beginning to the end, whichever server accepts from it.
func serve(address string, certificate *tls.Certificate) {
	socket, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	file, err := socket.(*net.TCPListener).File()
	if err != nil {
		log.Fatal(err)
	}
	reloads := make(chan os.Signal, 1)
	signal.Notify(reloads, syscall.SIGHUP)
	for {
		server := &http.Server{Handler: http.HandlerFunc(take), IdleTimeout: time.Second}
		listener, err := net.FileListener(file)
		if err != nil {
			log.Fatal(err)
		}
		if certificate == nil {
			go server.Serve(listener)
		} else {
			server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*certificate}}
			go server.ServeTLS(listener, "", "")
		}
		socket.Close()
		<-reloads
		server.Shutdown(context.Background())
		log.Print("reloaded")
	}
}

func main() {
	var err error
	arrivals, err = os.OpenFile(os.Args[1], os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		log.Fatal(err)
	}
	certificate, err := tls.LoadX509KeyPair(os.Args[3], os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	go serve("127.0.0.1:"+os.Args[4], nil)
	serve("127.0.0.1:"+os.Args[5], &certificate)
}
