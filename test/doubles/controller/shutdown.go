package main

import (
	"errors"
	"time"

	"k8s.io/klog/v2"
)

// Shutdown stops everything in the order of the real controller and returns the exit code: health fails, the
// grace period, queues and status, the webhook, nginx quits, nginx is gone, the second grace period.
// Source: kubernetes/ingress-nginx internal/ingress/controller/nginx.go (Stop) and pkg/util/process/sigterm.go.
func (c *Controller) Shutdown() int {
	klog.InfoS("Received SIGTERM, shutting down")
	code := 0
	if err := c.stopNginx(); err != nil {
		klog.Warningf("Error during shutdown: %v", err)
		code = 1
	}
	klog.Infof("Handled quit, delaying controller exit for %d seconds", c.options.PostShutdownGrace)
	c.sleep(time.Duration(c.options.PostShutdownGrace) * time.Second)
	klog.InfoS("Exiting", "code", code)
	return code
}

func (c *Controller) stopNginx() error {
	c.shuttingDown.Store(true)
	if c.queue.ShuttingDown() {
		return errors.New("shutdown already in progress")
	}
	c.sleep(time.Duration(c.options.ShutdownGrace) * time.Second)
	klog.InfoS("Shutting down controller queues")
	close(c.stop)
	c.queue.ShutDown()
	if c.status != nil {
		c.status.Clear()
	}
	if c.webhook != nil {
		klog.InfoS("Stopping admission controller")
		if err := c.webhook.Close(); err != nil {
			return err
		}
	}
	klog.InfoS("Stopping NGINX process")
	if err := c.proxy.Quit(); err != nil {
		return err
	}
	for running := true; running; running = c.proxy.Running() {
		c.sleep(time.Second)
	}
	klog.InfoS("NGINX process has stopped")
	return nil
}
