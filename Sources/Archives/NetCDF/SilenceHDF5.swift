#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Keeps HDF5 from printing its stack of errors to standard error.
///
/// The NetCDF library switches the printing off when it starts, but in builds of HDF5 for threads
/// the switch belongs to the thread. HDF5 is loaded with NetCDF, not linked by this package, so the
/// function is looked up; without it nothing is lost but silence.
func silenceHDF5() {
  let defaultStack: Int64 = 0
  _ = setAutomaticPrinting?(defaultStack, nil, nil)
}

private typealias SetAutomaticPrinting =
  @convention(c) (Int64, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32

private let setAutomaticPrinting: SetAutomaticPrinting? =
  dlsym(dlopen(nil, RTLD_NOW), "H5Eset_auto2").map {
    unsafeBitCast($0, to: SetAutomaticPrinting.self)
  }
