package main

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"time"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/klog/v2"
)

// applied is what nginx runs on.
type applied struct {
	checksum     uint64
	backends     []Backend
	certificates map[string]Certificate
	once         bool
}

// sync renders the configuration and brings it into nginx: a reload when the text changed, then endpoints and
// certificates. A configuration that nginx refuses ends it before these, so that they are frozen too.
// Source: kubernetes/ingress-nginx internal/ingress/controller/controller.go (syncIngress).
func (c *Controller) sync() error {
	ingresses := c.store.Ingresses()
	model := c.model(ingresses)
	if c.passthrough != nil {
		c.passthrough.Lead(c.passthroughServices(model.Servers))
	}
	content, checksum, err := model.Render()
	if err != nil {
		return err
	}
	next := applied{checksum, c.backends(model.Servers), hostCertificates(model.Servers), true}
	c.metrics.certificates.set(next.certificates)
	if !c.applied.once || checksum != c.applied.checksum {
		if err := c.reload(content, checksum); err != nil {
			return err
		}
	}
	if c.applied.once && reflect.DeepEqual(next.backends, c.applied.backends) && reflect.DeepEqual(next.certificates, c.applied.certificates) {
		c.applied.checksum = checksum
		return nil
	}
	if !c.applied.once {
		klog.InfoS("Initial sync, sleeping for 1 second")
		c.sleep(time.Second)
	}
	if err := c.configure(next); err != nil {
		return err
	}
	c.applied = next
	return nil
}

func (c *Controller) model(ingresses []*networking.Ingress) Model {
	settings := c.store.Settings()
	servers := buildServers(ingresses, settings, c.options)
	c.assignCertificates(servers, ingresses)
	for _, server := range servers {
		server.Locations = buildLocations(server, settings)
		c.useDefaultBackends(server.Locations)
	}
	return Model{Settings: settings, Options: c.options, Layout: c.layout, Servers: servers,
		AddHeaders: c.store.Data(settings.Text("add-headers")), Headers: c.store.Data(settings.Text("proxy-set-headers")),
		Streams: c.streamServices(), StreamSnippets: streamSnippets(ingresses, settings, c.options),
		Workers: workers(settings), OpenFiles: openFiles(settings), Backlog: backlog(), IPv6: hasIPv6()}
}

func (c *Controller) reload(content []byte, checksum uint64) error {
	klog.InfoS("Configuration changes detected, backend reload required")
	err := errors.Join(c.writeSideFiles(), c.proxy.Test(content))
	if err == nil {
		err = c.proxy.Apply(content)
	}
	c.metrics.reloaded(checksum, err == nil)
	if err != nil {
		klog.Errorf("Unexpected failure reloading the backend:\n%v", err)
		c.recorder.Eventf(c.pod, core.EventTypeWarning, "RELOAD", "Error reloading NGINX: %v", err)
		return err
	}
	klog.InfoS("Backend successfully reloaded")
	c.recorder.Event(c.pod, core.EventTypeNormal, "RELOAD", "NGINX reload triggered due to a change in configuration")
	return nil
}

// writeSideFiles writes the two files beside nginx.conf that the real controller writes too, so that a read-only
// file system is noticed in the same places. Their content means nothing here.
func (c *Controller) writeSideFiles() error {
	return errors.Join(
		os.WriteFile(filepath.Join(c.layout.Lua(), "cfg.json"), []byte("{}\n"), 0o644),
		os.WriteFile(c.layout.Telemetry(), []byte("# no telemetry\n"), 0o644))
}

// configure retries, because after a reload nginx needs a moment to listen.
func (c *Controller) configure(next applied) error {
	backoff := wait.Backoff{Steps: 1 + c.options.EndpointRetries, Duration: time.Second, Factor: 1.3, Jitter: 0.1}
	for {
		err := c.proxy.Configure(next.backends, next.certificates)
		if err == nil || backoff.Steps == 0 {
			return err
		}
		klog.Warningf("Dynamic reconfiguration failed (retrying; %d retries left): %v", backoff.Steps, err)
		c.sleep(backoff.Step())
	}
}
