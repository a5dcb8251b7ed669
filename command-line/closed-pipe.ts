/**
 * A reader that has seen enough, as `head` has, closes the pipe: the rest is not written, and that is no
 * failure. Any other error of the stream is thrown, as it would be without this.
 */
export function toleratesClosedPipe(stream: NodeJS.EventEmitter): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
