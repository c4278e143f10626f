// Command nginx-ingress-controller stands in for the ingress-nginx controller 1.15 (see README.md).
package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/pflag"
	"k8s.io/klog/v2"
)

const version = "v1.15.7-double"

func main() {
	fmt.Println("NGINX Ingress controller, stand-in for the lab\n  Release:", version)
	options, err := ParseOptions(os.Args, pflag.ExitOnError)
	if options.ShowVersion {
		return
	}
	if err := errors.Join(err, options.CheckPorts(), makeFolders(imageLayout)); err != nil {
		klog.Fatal(err)
	}
	controller, err := assemble(options)
	if err != nil {
		klog.Fatal(err)
	}
	ask := make(chan os.Signal, 1)
	signal.Notify(ask, syscall.SIGTERM)
	go func() { klog.Fatal(controller.ServeHealth()) }()
	go func() {
		if err := controller.Run(); err != nil {
			klog.Fatalf("NGINX error: %v", err)
		}
	}()
	<-ask
	os.Exit(controller.Shutdown())
}

// assemble makes the checks of the start in the order of the real controller, each of which may end it.
func assemble(options Options) (*Controller, error) {
	client, err := connect(options)
	if err != nil {
		return nil, fmt.Errorf("Error while initiating a connection to the Kubernetes API server. Reason: %w", err)
	}
	if err := checkServices(client, options); err != nil {
		return nil, err
	}
	if err := checkNamespace(client, options.WatchNamespace); err != nil {
		return nil, err
	}
	classes := classRules(client, options)
	pod, err := ownPod(client)
	if err != nil {
		return nil, fmt.Errorf("Unexpected error obtaining ingress-nginx pod: %w", err)
	}
	readNode(client, pod)
	proxy := &Nginx{layout: imageLayout, options: options}
	return NewController(client, options, imageLayout, classes, pod, proxy)
}

// makeFolders makes the two folders that the real controller makes; others must be there.
func makeFolders(layout Layout) error {
	return errors.Join(os.MkdirAll(layout.Certificates(), 0o755), os.MkdirAll(layout.Auth(), 0o755))
}
