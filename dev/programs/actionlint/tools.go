//go:build tools

// Package tools pins actionlint: the blank import keeps its module in go.mod.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
