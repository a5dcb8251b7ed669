// Command native answers the same questions on standard input and output, one line of JSON each: to compare and to measure.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"

	"accelerator-platform/scheduling/karpenter/answers"
)

func main() {
	trace := flag.Bool("trace", false, "add Go's stack to failures")
	flag.Parse()
	if *trace {
		answers.TracePanics()
	}
	session := answers.NewSession()
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := lines.ReadString('\n')
		if len(line) > 1 {
			fmt.Println(session.Answer(line[:len(line)-1]))
		}
		if err != nil {
			return
		}
	}
}
