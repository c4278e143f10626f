package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"

	"k8s.io/klog/v2"
)

// Passthrough stands on the HTTPS port in nginx's place with --enable-ssl-passthrough. It reads the server name of each
// TLS connection and leads those of some hosts to a Service as they are; all others go to nginx, on a port of its own,
// under a line of the PROXY protocol.
// Source: kubernetes/ingress-nginx pkg/tcpproxy/tcp.go and internal/ingress/controller/nginx.go (setupSSLProxy).
type Passthrough struct {
	// nginx is the port of --ssl-passthrough-proxy-port.
	nginx int

	mutex sync.Mutex
	// services holds the address of a Service for each host.
	services map[string]string
}

// Lead replaces the hosts and their Services.
func (p *Passthrough) Lead(services map[string]string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.services = services
}

// Serve hands on connections until the listener is closed. The real one never closes its own: connections go with the process.
func (p *Passthrough) Serve(listener net.Listener) {
	klog.InfoS("Starting TLS proxy for SSL Passthrough")
	for {
		connection, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			klog.Warningf("Error accepting TCP connection: %v", err)
			continue
		}
		go p.handle(connection)
	}
}

// tlsHeader is the length of what stands before a TLS record; the record is at most 16 kB.
const tlsHeader = 5

func (p *Passthrough) handle(client net.Conn) {
	defer client.Close()
	hello := make([]byte, tlsHeader+1<<14)
	if _, err := io.ReadFull(client, hello[:tlsHeader]); err != nil {
		return
	}
	length := min(tlsHeader+int(hello[3])<<8+int(hello[4]), len(hello))
	if _, err := io.ReadFull(client, hello[tlsHeader:length]); err != nil {
		return
	}
	hello = hello[:length]
	address, opening := p.target(client, serverName(hello))
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	if _, err := server.Write(append(opening, hello...)); err != nil {
		klog.Errorf("Error writing the first %d bytes of proxy data: %v", length, err)
		return
	}
	pipe(client, server)
}

// target is where a connection for the host goes, and what is said there first.
func (p *Passthrough) target(client net.Conn, host string) (address string, opening []byte) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if service, ok := p.services[host]; ok {
		return service, nil
	}
	from, to := client.RemoteAddr().(*net.TCPAddr), client.LocalAddr().(*net.TCPAddr)
	family := "TCP6"
	if from.IP.To4() != nil {
		family = "TCP4"
	}
	return fmt.Sprintf("127.0.0.1:%d", p.nginx), fmt.Appendf(nil, "PROXY %s %s %s %d %d\r\n", family, from.IP, to.IP, from.Port, to.Port)
}

// pipe copies both ways until either side ends.
func pipe(one, other net.Conn) {
	ended := make(chan struct{}, 2)
	forward := func(to io.Writer, from io.Reader) {
		_, _ = io.Copy(to, from)
		ended <- struct{}{}
	}
	go forward(one, other)
	go forward(other, one)
	<-ended
}

// serverName reads the host out of a ClientHello; nothing where there is none. crypto/tls parses it and gets no further.
func serverName(hello []byte) (name string) {
	enough := errors.New("the name is known")
	config := &tls.Config{GetConfigForClient: func(info *tls.ClientHelloInfo) (*tls.Config, error) {
		name = info.ServerName
		return nil, enough
	}}
	_ = tls.Server(recorded{reader: bytes.NewReader(hello)}, config).Handshake()
	return name
}

// recorded is a connection that says what was received, and to which nobody listens.
type recorded struct {
	net.Conn
	reader io.Reader
}

func (r recorded) Read(into []byte) (int, error)  { return r.reader.Read(into) }
func (r recorded) Write(what []byte) (int, error) { return len(what), nil }
