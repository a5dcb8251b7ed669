//go:build js && wasm

// Command wasm hands Karpenter to JavaScript: it calls karpenterReady with the function that answers, and stays.
package main

import (
	"syscall/js"

	"accelerator-platform/scheduling/karpenter/answers"
)

func main() {
	session := answers.NewSession()
	answer := js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		return session.Answer(arguments[0].String())
	})
	js.Global().Call("karpenterReady", answer)
	select {}
}
