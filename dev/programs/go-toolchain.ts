/**
 * The Go that downloads Karpenter's modules. Since Karpenter 1.15 they need Go 1.26.11, and `go mod download` refuses a
 * module that needs a newer Go. Any Go from 1.21 on fetches this toolchain by itself when GOTOOLCHAIN names it.
 * https://go.dev/doc/toolchain
 */
export const goToolchain = "go1.27.3";
