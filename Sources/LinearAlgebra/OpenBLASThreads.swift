internal import COpenBLAS

/// Sets OpenBLAS to one thread, once: callers fill the cores with tasks of their own.
private let oneThread: Void = openblas_set_num_threads(1)

/// Makes sure that OpenBLAS runs on the calling thread alone.
func useOneThread() { oneThread }
