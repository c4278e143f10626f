package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	core "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
)

// connect makes the API client and asks the server for its version: a ServiceAccount that may not even do that cannot start.
func connect(options Options) (kubernetes.Interface, error) {
	config, err := clientcmd.BuildConfigFromFlags(options.APIServerHost, options.Kubeconfig)
	if err != nil {
		return nil, err
	}
	config.WarningHandler = rest.NoWarnings{}
	config.UserAgent = "nginx-ingress-controller/" + version + " (stand-in) ingress-nginx"
	if options.APIServerHost != "" && options.CertificateAuthority != "" {
		config.TLSClientConfig = rest.TLSClientConfig{CAFile: options.CertificateAuthority}
	}
	klog.InfoS("Creating API client", "host", config.Host)
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	server, err := client.Discovery().ServerVersion()
	if err != nil {
		return nil, err
	}
	klog.InfoS("Running in Kubernetes cluster", "git", server.GitVersion, "platform", server.Platform)
	return client, nil
}

// checkServices ends the start when a Service named by a flag is missing.
func checkServices(client kubernetes.Interface, options Options) error {
	for _, key := range []string{options.DefaultBackendService, options.PublishService} {
		if key == "" {
			continue
		}
		namespace, name, err := splitKey(key)
		if err != nil {
			return err
		}
		if _, err := client.CoreV1().Services(namespace).Get(context.Background(), name, meta.GetOptions{}); err != nil {
			return serviceError(namespace, name, err)
		}
	}
	return nil
}

func serviceError(namespace, name string, err error) error {
	if apierrors.IsForbidden(err) || apierrors.IsUnauthorized(err) {
		return errors.New("✖ the cluster seems to be running with a restrictive Authorization mode and the Ingress controller does not have the required permissions to operate normally")
	}
	if apierrors.IsNotFound(err) {
		return fmt.Errorf("no service with name %s found in namespace %s: %w", name, namespace, err)
	}
	return fmt.Errorf("unexpected error searching service with name %s in namespace %s: %w", name, namespace, err)
}

// checkNamespace ends the start of a scoped controller whose namespace it cannot read.
func checkNamespace(client kubernetes.Interface, name string) error {
	if name == "" {
		return nil
	}
	if _, err := client.CoreV1().Namespaces().Get(context.Background(), name, meta.GetOptions{}); err != nil {
		return fmt.Errorf("No namespace with name %s found: %w", name, err)
	}
	return nil
}

// classRules tries to list the classes: forbidden means that they are ignored from then on.
func classRules(client kubernetes.Interface, options Options) ClassRules {
	rules := ClassRules{Controller: options.ControllerClass, Annotation: options.IngressClass,
		WithoutClass: options.WatchWithoutClass, ByName: options.ClassByName}
	_, err := client.NetworkingV1().IngressClasses().List(context.Background(), meta.ListOptions{})
	if apierrors.IsForbidden(err) {
		klog.Warningf("No permissions to list and get Ingress Classes: %v, IngressClass feature will be disabled", err)
		rules.Ignore = true
	}
	return rules
}

// ownPod reads the pod we run in, named by the environment.
func ownPod(client kubernetes.Interface) (*core.Pod, error) {
	name, namespace := os.Getenv("POD_NAME"), os.Getenv("POD_NAMESPACE")
	if name == "" || namespace == "" {
		return nil, errors.New("unable to get POD information (missing POD_NAME or POD_NAMESPACE environment variable")
	}
	pod, err := client.CoreV1().Pods(namespace).Get(context.Background(), name, meta.GetOptions{})
	if err != nil {
		return nil, fmt.Errorf("unable to get POD information: %w", err)
	}
	pod.APIVersion, pod.Kind = "v1", "Pod"
	return pod, nil
}

// readNode looks for our node's zone; without the right to it there is only a warning.
func readNode(client kubernetes.Interface, pod *core.Pod) {
	if _, err := client.CoreV1().Nodes().Get(context.Background(), pod.Spec.NodeName, meta.GetOptions{}); err != nil {
		klog.Warningf("Unexpected error obtaining ingress-nginx node: %v", err)
	}
}
