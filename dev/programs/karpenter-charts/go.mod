// Not built: the module is fetched for its charts folder, and go.sum says what has to be in it.
module accelerator-platform/dev/programs/karpenter-charts

go 1.25.11

require github.com/aws/karpenter-provider-aws v1.14.1
