package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"time"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/klog/v2"
)

// Options is the command line of the controller: names and defaults of controller 1.15.
// Source: kubernetes/ingress-nginx pkg/flags/flags.go.
type Options struct {
	APIServerHost, CertificateAuthority, Kubeconfig  string
	ConfigMap, PublishService, DefaultBackendService string
	TCPConfigMap, UDPConfigMap                       string
	Webhook, WebhookCertificate, WebhookKey          string
	DefaultSSLCertificate, PublishStatusAddress      string
	WatchNamespace, HealthHost, HealthPath           string
	AnnotationsPrefix, IngressClass, ControllerClass string
	WatchWithoutClass, ClassByName, DisableCatchAll  bool
	ElectionID                                       string
	ElectionTTL                                      time.Duration
	DisableElection, UpdateStatus, ClearStatus       bool
	NodeInternalIP, EnableMetrics, DisableSyncEvents bool
	DeepInspect, ValidateAnnotations                 bool
	ShowVersion                                      bool
	SyncRateLimit                                    float32
	HTTPPort, HTTPSPort, DefaultPort, HealthPort     int
	StatusPort, StreamPort, ProfilerPort             int
	PassthroughPort                                  int
	Passthrough                                      bool
	StatusInterval, HealthTimeout, EndpointRetries   int
	ShutdownGrace, PostShutdownGrace                 int
	NamespaceSelector                                labels.Selector
	namespaceSelector                                string
	perHost, perUndefinedHost                        bool
}

// ParseOptions reads the command line. With pflag.ExitOnError an unknown flag ends the process as in the
// real controller: the message and the usage on standard error, exit code 2.
func ParseOptions(arguments []string, handling pflag.ErrorHandling) (Options, error) {
	flags := pflag.NewFlagSet("", handling)
	options := Options{}
	bindAPI(flags, &options)
	bindIngress(flags, &options)
	bindStatus(flags, &options)
	bindPorts(flags, &options)
	acceptWithoutEffect(flags)
	addLogFlags(flags)
	if err := flags.Parse(arguments); err != nil {
		return options, err
	}
	return options, options.check()
}

func bindAPI(flags *pflag.FlagSet, o *Options) {
	flags.StringVar(&o.APIServerHost, "apiserver-host", "", "Address of the API server, protocol://address:port.")
	flags.StringVar(&o.CertificateAuthority, "certificate-authority", "", "Certificate authority, only used with --apiserver-host.")
	flags.StringVar(&o.Kubeconfig, "kubeconfig", "", "Kubeconfig file.")
	flags.StringVar(&o.ConfigMap, "configmap", "", "ConfigMap with the configuration, namespace/name.")
	flags.StringVar(&o.TCPConfigMap, "tcp-services-configmap", "", "ConfigMap with the TCP services, namespace/name.")
	flags.StringVar(&o.UDPConfigMap, "udp-services-configmap", "", "ConfigMap with the UDP services, namespace/name.")
	flags.StringVar(&o.PublishService, "publish-service", "", "Service in front of the controller, namespace/name.")
	flags.StringVar(&o.DefaultBackendService, "default-backend-service", "", "Service for requests that match nothing, namespace/name.")
	flags.StringVar(&o.DefaultSSLCertificate, "default-ssl-certificate", "", "Secret with the default certificate, namespace/name.")
	flags.StringVar(&o.WatchNamespace, "watch-namespace", "", "The only namespace to watch; empty: all.")
	flags.StringVar(&o.namespaceSelector, "watch-namespace-selector", "", "Selector of the namespaces to watch.")
	flags.StringVar(&o.Webhook, "validating-webhook", "", "Address of the validating webhook; empty: none.")
	flags.StringVar(&o.WebhookCertificate, "validating-webhook-certificate", "", "File with the webhook's certificate.")
	flags.StringVar(&o.WebhookKey, "validating-webhook-key", "", "File with the webhook's key.")
	flags.Float32Var(&o.SyncRateLimit, "sync-rate-limit", 0.3, "Upper limit of synchronisations per second.")
	flags.BoolVar(&o.ShowVersion, "version", false, "Show the version and exit.")
}

func bindIngress(flags *pflag.FlagSet, o *Options) {
	flags.StringVar(&o.IngressClass, "ingress-class", "nginx", "Name of the class in the old annotation.")
	flags.StringVar(&o.ControllerClass, "controller-class", "k8s.io/ingress-nginx", "spec.controller of the classes to serve.")
	flags.BoolVar(&o.WatchWithoutClass, "watch-ingress-without-class", false, "Serve Ingresses without a class too.")
	flags.BoolVar(&o.ClassByName, "ingress-class-by-name", false, "Serve the class named as --ingress-class too.")
	flags.BoolVar(&o.DisableCatchAll, "disable-catch-all", false, "Ignore Ingresses without a host.")
	flags.StringVar(&o.AnnotationsPrefix, "annotations-prefix", annotationsPrefix, "Prefix of the annotations.")
	flags.BoolVar(&o.DeepInspect, "deep-inspect", true, "Look for injected directives in Ingresses.")
	flags.BoolVar(&o.ValidateAnnotations, "enable-annotation-validation", true, "Check the values of annotations.")
	flags.BoolVar(&o.DisableSyncEvents, "disable-sync-events", false, "Write no Sync events.")
	flags.IntVar(&o.EndpointRetries, "dynamic-configuration-retries", 15, "Retries of handing the endpoints to nginx.")
}

func bindStatus(flags *pflag.FlagSet, o *Options) {
	flags.StringVar(&o.ElectionID, "election-id", "ingress-controller-leader", "Name of the lease.")
	flags.DurationVar(&o.ElectionTTL, "election-ttl", 30*time.Second, "Duration of the lease.")
	flags.BoolVar(&o.DisableElection, "disable-leader-election", false, "Elect no leader, write no status.")
	flags.BoolVar(&o.UpdateStatus, "update-status", true, "Write the Ingress status.")
	flags.BoolVar(&o.ClearStatus, "update-status-on-shutdown", true, "Clear the Ingress status when the last pod stops.")
	flags.IntVar(&o.StatusInterval, "status-update-interval", 60, "Seconds between two looks at the status.")
	flags.StringVar(&o.PublishStatusAddress, "publish-status-address", "", "Addresses for the status, with commas.")
	flags.BoolVar(&o.NodeInternalIP, "report-node-internal-ip-address", false, "Write the nodes' internal addresses.")
	flags.IntVar(&o.ShutdownGrace, "shutdown-grace-period", 0, "Seconds between the signal and the end of nginx.")
	flags.IntVar(&o.PostShutdownGrace, "post-shutdown-grace-period", 10, "Seconds between the end of nginx and the exit.")
	flags.BoolVar(&o.EnableMetrics, "enable-metrics", false, "Collect the metrics of nginx.")
	flags.BoolVar(&o.perHost, "metrics-per-host", true, "Export metrics by host.")
	flags.BoolVar(&o.perUndefinedHost, "metrics-per-undefined-host", false, "Export metrics of hosts in no Ingress.")
}

func bindPorts(flags *pflag.FlagSet, o *Options) {
	flags.IntVar(&o.HTTPPort, "http-port", 80, "Port for HTTP.")
	flags.IntVar(&o.HTTPSPort, "https-port", 443, "Port for HTTPS.")
	flags.IntVar(&o.DefaultPort, "default-server-port", 8181, "Port of the server that answers 404.")
	flags.IntVar(&o.HealthPort, "healthz-port", 10254, "Port of health and metrics.")
	flags.StringVar(&o.HealthHost, "healthz-host", "", "Address of health and metrics.")
	flags.StringVar(&o.HealthPath, "health-check-path", "/healthz", "Path of the health check.")
	flags.IntVar(&o.HealthTimeout, "health-check-timeout", 10, "Seconds a health check may take.")
	flags.IntVar(&o.StatusPort, "status-port", 10246, "Port through which nginx gets its endpoints.")
	flags.IntVar(&o.StreamPort, "stream-port", 10247, "Port through which nginx gets TCP and UDP endpoints.")
	flags.IntVar(&o.PassthroughPort, "ssl-passthrough-proxy-port", 442, "Port of nginx for TLS with SSL passthrough.")
	flags.BoolVar(&o.Passthrough, "enable-ssl-passthrough", false, "Lead TLS of some hosts to their Services as it is.")
	flags.IntVar(&o.ProfilerPort, "profiler-port", 10245, "Port of the profiler.")
}

// acceptWithoutEffect declares what the real controller knows and this version does not act upon (see README.md).
func acceptWithoutEffect(flags *pflag.FlagSet) {
	for _, name := range []string{"maxmind-mirror", "maxmind-license-key"} {
		flags.String(name, "", "Without effect here.")
	}
	for _, name := range []string{"disable-svc-external-name", "enable-ssl-chain-completion",
		"report-status-classes", "disable-full-test", "enable-topology-aware-routing"} {
		flags.Bool(name, false, "Without effect here.")
	}
	flags.Bool("profiling", true, "Without effect here.")
	for _, name := range []string{"time-buckets", "length-buckets", "size-buckets"} {
		flags.Float64Slice(name, nil, "Without effect here.")
	}
	flags.StringSlice("exclude-socket-metrics", nil, "Without effect here.")
	flags.Float64("bucket-factor", 0, "Without effect here.")
	flags.Uint32("max-buckets", 100, "Without effect here.")
	flags.Int("monitor-max-batch-size", 10000, "Without effect here.")
	flags.Int("maxmind-retries-count", 1, "Without effect here.")
	flags.Duration("maxmind-retries-timeout", 0, "Without effect here.")
	flags.Duration("sync-period", 0, "Without effect here.")
	flags.String("maxmind-edition-ids", "GeoLite2-City,GeoLite2-ASN", "Without effect here.")
	flags.String("internal-logger-address", "127.0.0.1:11514", "Without effect here.")
	flags.IP("profiler-address", net.IPv4(127, 0, 0, 1), "Without effect here.")
}

func addLogFlags(flags *pflag.FlagSet) {
	log := flag.NewFlagSet("", flag.ContinueOnError)
	klog.InitFlags(log)
	flags.AddGoFlagSet(log)
}

// check refuses the combinations that the real controller refuses, in its words.
func (o *Options) check() error {
	if o.PublishService != "" && o.PublishStatusAddress != "" {
		return errors.New("flags --publish-service and --publish-status-address are mutually exclusive")
	}
	if o.WatchNamespace != "" && o.namespaceSelector != "" {
		return errors.New("flags --watch-namespace and --watch-namespace-selector are mutually exclusive")
	}
	if o.perUndefinedHost && !o.perHost {
		return errors.New("--metrics-per-undefined-host=true must be passed with --metrics-per-host=true")
	}
	selector, err := labels.Parse(o.namespaceSelector)
	if err != nil {
		return fmt.Errorf("failed to parse --watch-namespace-selector=%s, error: %w", o.namespaceSelector, err)
	}
	o.NamespaceSelector = selector
	if o.ElectionTTL <= 0 {
		o.ElectionTTL = 30 * time.Second
	}
	o.StatusInterval = max(o.StatusInterval, 5)
	return nil
}

// reservedPorts cannot become TCP or UDP services.
func (o *Options) reservedPorts() []int {
	return []int{o.HTTPPort, o.HTTPSPort, o.PassthroughPort, o.HealthPort, o.DefaultPort, o.ProfilerPort, o.StatusPort, o.StreamPort}
}

// CheckPorts refuses a port that something else listens on, before nginx would.
func (o *Options) CheckPorts() error {
	for _, port := range []struct {
		flag   string
		number int
	}{{"http-port", o.HTTPPort}, {"https-port", o.HTTPSPort}, {"default-server-port", o.DefaultPort},
		{"status-port", o.StatusPort}, {"stream-port", o.StreamPort}, {"profiler-port", o.ProfilerPort}} {
		listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port.number))
		if err != nil {
			return fmt.Errorf("port %d is already in use. Please check the flag --%s", port.number, port.flag)
		}
		listener.Close()
	}
	return nil
}
