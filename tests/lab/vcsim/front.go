package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

var background = context.Background()

// inProcess reaches the simulator without a session.
var inProcess *simulator.Service

// front stands between clients and the simulator.
type front struct {
	service *simulator.Service
	tls     *tls.Config
	address string
	delay   time.Duration
	deaf    string
	allowed *url.Userinfo // who may log in again when that is mended

	mu       sync.Mutex
	server   *http.Server
	faults   map[string]string   // fault: VM
	ended    map[string]bool     // cookies of sessions that were ended
	cookies  map[string]bool     // all that were seen
	busy     map[string]bool     // VMs with a task
	asked    map[string]bool     // tasks that were cancelled
	entering map[string]bool     // hosts that wait for their VMs to leave
	pages    map[string][]string // rest of answers, by token
	tokens   int
	tasks    []types.ManagedObjectReference
	effects  map[string]int // method and VM: how often it had an effect
}

func newFront(service *simulator.Service, certificate tls.Certificate, listen string, delay time.Duration) *front {
	inProcess = service
	f := &front{
		service: service, tls: &tls.Config{Certificates: []tls.Certificate{certificate}}, address: listen, delay: delay,
		faults: map[string]string{}, ended: map[string]bool{}, cookies: map[string]bool{}, busy: map[string]bool{},
		asked: map[string]bool{}, entering: map[string]bool{}, pages: map[string][]string{}, effects: map[string]int{},
	}
	f.start()
	return f
}

// start listens where it listened before, if it did.
func (f *front) start() {
	listener, err := net.Listen("tcp", f.address)
	check(err)
	f.address = listener.Addr().String()
	f.server = &http.Server{Handler: f, TLSConfig: f.tls}
	go func(server *http.Server) { _ = server.ServeTLS(listener, "", "") }(f.server)
}

// stop cuts the connections that stand, too.
func (f *front) stop() { _ = f.server.Close() }

func (f *front) has(fault, vm string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	of, is := f.faults[fault]
	return is && (of == "" || of == vm)
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if f.has("throttled", "") {
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	f.dropEnded(r)
	method, err := simulator.UnmarshalBody(types.TypeFunc(), body)
	if r.URL.Path != "/sdk" || err != nil || !f.serve(w, r, method, body) {
		r.Body = io.NopCloser(bytes.NewReader(body))
		f.service.ServeMux.ServeHTTP(w, r)
	}
}

// dropEnded makes the simulator answer as to a session that it has forgotten.
func (f *front) dropEnded(r *http.Request) {
	cookie := r.Header.Get("Cookie")
	f.mu.Lock()
	defer f.mu.Unlock()
	f.cookies[cookie] = true
	if f.ended[cookie] {
		r.Header.Del("Cookie")
	}
}

// serve answers what the front does itself; false leaves the call to the simulator.
func (f *front) serve(w http.ResponseWriter, r *http.Request, method *simulator.Method, body []byte) bool {
	if method.Name == "Login" {
		f.count(method, types.ManagedObjectReference{})
	}
	reads := strings.HasSuffix(method.Name, "RetrievePropertiesEx")
	own := strings.HasSuffix(method.Name, "_Task") || method.Name == "ShutdownGuest" || method.Name == "RebootGuest" || method.Name == "CancelTask"
	if !reads && (!own || simulator.Map.Get(method.This) == nil) {
		return false
	}
	// The simulator lets some calls pass without a session, a vCenter none of these.
	if refused := f.forward(r.Header.Get("Cookie"), currentTime); refused.Code != http.StatusOK {
		w.WriteHeader(refused.Code)
		_, _ = w.Write(refused.Body.Bytes())
		return true
	}
	if reads {
		return f.page(w, r, method, body)
	}
	switch method.Name {
	case "ShutdownGuest", "RebootGuest":
		f.askGuest(w, r, method, body)
	case "CancelTask":
		f.cancel(w, method)
	default:
		task := f.begin(method, body)
		answer(w, method.Name, fmt.Sprintf(`<returnval type="Task">%s</returnval>`, task.Value))
	}
	return true
}

const currentTime = `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>` +
	`<CurrentTime xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this></CurrentTime></soapenv:Body></soapenv:Envelope>`

// forward asks the simulator over SOAP, with a client's session.
func (f *front) forward(cookie, body string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodPost, "/sdk", strings.NewReader(body))
	if cookie != "" {
		request.Header.Set("Cookie", cookie)
	}
	recorder := httptest.NewRecorder()
	f.service.ServeMux.ServeHTTP(recorder, request)
	return recorder
}

func answer(w http.ResponseWriter, method, content string) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	fmt.Fprintf(w, `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" `+
		`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">`+
		`<soapenv:Body><%[1]sResponse xmlns="urn:vim25">%[2]s</%[1]sResponse></soapenv:Body></soapenv:Envelope>`,
		method, content)
}

func refuse(w http.ResponseWriter, fault, said string) {
	w.WriteHeader(http.StatusInternalServerError)
	fmt.Fprintf(w, `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" `+
		`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>%[2]s</faultstring>`+
		`<detail><%[1]sFault xmlns="urn:vim25" xsi:type="%[1]s"/></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`, fault, said)
}
