package main

import (
	"context"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/klog/v2"
)

// elect takes part in the election for the whole life of the process; the leader writes the Ingress status.
// The lease is not released at the end, so that a successor waits for it to expire: measured on the real controller.
// Source: kubernetes/ingress-nginx internal/ingress/controller/status.go.
func (c *Controller) elect() {
	elector, err := leaderelection.NewLeaderElector(c.electionConfig())
	if err != nil {
		klog.Fatalf("unexpected error starting leader election: %v", err)
	}
	go func() {
		for {
			elector.Run(context.Background())
		}
	}()
}

// electionConfig renews within half the lease and tries again after a quarter of it.
func (c *Controller) electionConfig() leaderelection.LeaderElectionConfig {
	return leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{
			LeaseMeta:  meta.ObjectMeta{Namespace: c.pod.Namespace, Name: c.options.ElectionID},
			Client:     c.client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: c.pod.Name},
		},
		LeaseDuration: c.options.ElectionTTL,
		RenewDeadline: c.options.ElectionTTL / 2,
		RetryPeriod:   c.options.ElectionTTL / 4,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: c.lead,
			OnStoppedLeading: func() {
				klog.V(2).InfoS("I am not leader anymore")
				c.metrics.lead(c.options.ElectionID, false)
			},
			OnNewLeader: func(identity string) { klog.InfoS("New leader elected", "identity", identity) },
		},
	}
}

func (c *Controller) lead(leading context.Context) {
	c.metrics.lead(c.options.ElectionID, true)
	if c.status != nil {
		c.status.Run(leading, c.stop)
	}
}
