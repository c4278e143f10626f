package main

import (
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcore "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/record"

	core "k8s.io/api/core/v1"
)

// newRecorder writes events beside the object they are about. A controller scoped to a namespace writes only there,
// so that the RELOAD event of a pod elsewhere is lost: the real one has this limit too.
func newRecorder(client kubernetes.Interface, namespace string) record.EventRecorder {
	broadcaster := record.NewBroadcaster()
	broadcaster.StartStructuredLogging(0)
	broadcaster.StartRecordingToSink(&typedcore.EventSinkImpl{Interface: client.CoreV1().Events(namespace)})
	return broadcaster.NewRecorder(scheme.Scheme, core.EventSource{Component: "nginx-ingress-controller"})
}
