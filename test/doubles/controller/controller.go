package main

import (
	"net/http"
	"sync/atomic"
	"time"

	core "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/klog/v2"
)

// Controller keeps nginx in step with the API objects.
type Controller struct {
	options  Options
	layout   Layout
	client   kubernetes.Interface
	pod      *core.Pod
	store    *Store
	proxy    Proxy
	recorder record.EventRecorder
	metrics  *Metrics
	status   *Status
	fake     Certificate
	queue    *Queue
	// webhook is nil without --validating-webhook.
	webhook *http.Server
	// passthrough is nil without --enable-ssl-passthrough.
	passthrough *Passthrough
	// sleep is time.Sleep, and a recorder of what was asked for in tests.
	sleep func(time.Duration)

	applied      applied
	shuttingDown atomic.Bool
	stop         chan struct{}
}

// NewController wires the parts; nothing runs yet.
func NewController(client kubernetes.Interface, options Options, layout Layout, classes ClassRules, pod *core.Pod, proxy Proxy) (*Controller, error) {
	fake, err := fakeCertificate()
	if err == nil {
		err = writeDefault(layout, fake)
	}
	if err != nil {
		return nil, err
	}
	klog.InfoS("SSL fake certificate created", "file", layout.DefaultCertificate())
	controller := &Controller{options: options, layout: layout, client: client, pod: pod, proxy: proxy, fake: fake,
		recorder: newRecorder(client, options.WatchNamespace), metrics: newMetrics(options, pod),
		sleep: time.Sleep, stop: make(chan struct{})}
	limiter := flowcontrol.NewTokenBucketRateLimiter(options.SyncRateLimit, 1)
	controller.queue = newQueue(limiter, controller.sync)
	controller.store = NewStore(client, options, classes, controller.recorder, controller.queue.Add)
	if options.Webhook != "" {
		controller.webhook = controller.newWebhook()
	}
	if options.Passthrough {
		controller.passthrough = &Passthrough{nginx: options.PassthroughPort}
	}
	if options.UpdateStatus {
		controller.status = &Status{client: client, options: options, pod: pod, ingresses: controller.store.Ingresses}
	} else {
		klog.Warning("Update of Ingress status is disabled (flag --update-status)")
	}
	return controller, nil
}

// Run fills the store, starts the election, nginx and the queue, and returns when nginx dies or the controller stops.
func (c *Controller) Run() error {
	klog.InfoS("Starting NGINX Ingress controller")
	c.store.Run(c.stop)
	if !c.options.DisableElection {
		c.elect()
	}
	if c.passthrough != nil {
		if err := c.servePassthrough(); err != nil {
			return err
		}
	}
	klog.InfoS("Starting NGINX process")
	ended, err := c.proxy.Start()
	if err != nil {
		return err
	}
	go c.queue.Run()
	c.queue.Add()
	if c.webhook != nil {
		go c.serveWebhook()
	}
	select {
	case err := <-ended:
		if !c.shuttingDown.Load() {
			// Health fails from now on, and the kubelet restarts the container.
			klog.Errorf("NGINX master process died: %v", err)
		}
	case <-c.stop:
	}
	return nil
}
