// Command wait-shutdown is the preStop hook: it asks the controller to stop and waits until nginx is gone.
// Source: kubernetes/ingress-nginx cmd/waitshutdown/main.go.
package main

import (
	"os"
	"os/exec"
	"time"

	"k8s.io/klog/v2"

	"sigsci-ingress/test/doubles/controller/process"
)

func main() {
	if err := exec.Command("bash", "-c", "pkill -SIGTERM -f nginx-ingress-controller").Run(); err != nil {
		klog.ErrorS(err, "terminating ingress controller")
		os.Exit(1)
	}
	for {
		time.Sleep(time.Second)
		if !process.Running("nginx") {
			return
		}
	}
}
