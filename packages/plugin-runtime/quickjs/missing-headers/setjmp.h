/* QuickJS includes this and uses nothing of it; libc for WebAssembly has none. */
