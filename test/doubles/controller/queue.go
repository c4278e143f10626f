package main

import (
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
)

// Queue calls one function after changes, as often as the limiter lets it and again after each failure. A retry
// waits for the limiter only (about 3.3 s by default) and does not back off: measured on the real controller.
type Queue struct {
	queue   workqueue.TypedInterface[string]
	limiter flowcontrol.RateLimiter
	sync    func() error
}

func newQueue(limiter flowcontrol.RateLimiter, sync func() error) *Queue {
	return &Queue{workqueue.NewTyped[string](), limiter, sync}
}

// Add asks for a run; several asks before it starts are one.
func (q *Queue) Add() { q.queue.Add("sync") }

// Run works until the queue is shut down.
func (q *Queue) Run() {
	for {
		key, quit := q.queue.Get()
		if quit {
			return
		}
		q.limiter.Accept()
		if q.ShuttingDown() {
			return
		}
		if err := q.sync(); err != nil {
			klog.Warningf("requeuing %v: %v", key, err)
			q.queue.Add(key)
		}
		q.queue.Done(key)
	}
}

// ShutDown ends Run.
func (q *Queue) ShutDown() { q.queue.ShutDown() }

// ShuttingDown tells whether ShutDown was called.
func (q *Queue) ShuttingDown() bool { return q.queue.ShuttingDown() }
