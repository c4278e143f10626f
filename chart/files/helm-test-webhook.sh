# What the first pod of `helm test` runs: it waits until the Service of the admission webhook leads to a controller. Right
# after an installation a busy node may not know the way yet, and the API server would refuse the test's Ingress.
# Environment: WEBHOOK_HOST and WEBHOOK_PORT.
set -u
limit=60
# Several answers in a row, because the API server may be on a node that learns of the Service a little later.
needed=3
answers=0
echo "waiting for the admission webhook at $WEBHOOK_HOST:$WEBHOOK_PORT"
while ((SECONDS < limit)); do
  if timeout 2 bash -c ': <"/dev/tcp/$WEBHOOK_HOST/$WEBHOOK_PORT"' 2>/dev/null; then ((++answers)); else answers=0; fi
  if ((answers == needed)); then
    echo "it answers, after $SECONDS s"
    exit 0
  fi
  sleep 1
done
# No failure of the test: the way of the API server may be open where a pod's is not, which the Ingress will show.
echo "no connection from this pod in $limit s; the test goes on"
