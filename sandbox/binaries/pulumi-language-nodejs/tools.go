//go:build tools

// Package tools pins the Node language host. v3.68.0 of the SDK is the last version that holds
// it as a package: from v3.69 on it is a module of its own that no Go module proxy serves.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
