// swift-tools-version: 6.2
import PackageDescription

// MARK: - Native vector instructions

/// Whether this package is being built for itself, not as somebody's dependency: SwiftPM refuses
/// unsafe flags in a dependency that is required by version.
let isRootPackage = !Context.packageDirectory.contains("/checkouts/")

/// `FOKKER_PORTABLE=1` builds for every processor of the architecture instead of this one.
let isPortable = Context.environment["FOKKER_PORTABLE"] == "1"

#if arch(x86_64) && os(Linux)
let canBeNative = true
#else
let canBeNative = false
#endif

let nativeSettings: [SwiftSetting] =
  canBeNative && isRootPackage && !isPortable
  ? [.unsafeFlags(["-Xcc", "-march=native"]), .define("FOKKER_NATIVE")] : []

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + nativeSettings

// MARK: - Dependencies

let real = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let complex = Target.Dependency.product(name: "ComplexModule", package: "swift-numerics")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
let http = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let sockets = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

// MARK: - Targets

/// A library target of `Sources/`, importable by name.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one module, in `Tests/<name>Tests`.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name)] + dependencies,
    swiftSettings: settings)
}

let libraries = [
  "WorkSharing", "Grids", "RandomStreams", "LinearAlgebra", "TensorTrains", "Fourier",
  "StochasticProcesses", "TypedProcesses", "Langevin",
  "FokkerPlanck", "KramersMoyal", "NeuralNetworks", "InformationTheory", "DriftDiffusion",
  "Archives", "Figures", "RunServer",
]

let package = Package(
  name: "fokker",
  platforms: [.macOS(.v26)],
  products: libraries.map { .library(name: $0, targets: [$0]) } + [
    .executable(name: "fokker", targets: ["FokkerCommand"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // C libraries
    .systemLibrary(
      name: "CFFTW", pkgConfig: "fftw3",
      providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CNetCDF", pkgConfig: "netcdf",
      providers: [.apt(["libnetcdf-dev"]), .brew(["netcdf"])]),
    .systemLibrary(
      name: "CZip", pkgConfig: "libzip",
      providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .systemLibrary(
      name: "CMuParser", pkgConfig: "muparser",
      providers: [.apt(["libmuparser-dev"]), .brew(["muparser"])]),

    // Whole-vector arithmetic that Swift's SIMD types lack: a header, no library
    .systemLibrary(name: "CVectors"),

    // Kernels
    module("WorkSharing"),
    module("Grids", [real]),
    module("RandomStreams", ["CVectors", real]),
    module("LinearAlgebra", ["COpenBLAS", real]),
    module("TensorTrains", ["LinearAlgebra", real]),
    module("Fourier", ["CFFTW", complex]),

    // Seam
    module("StochasticProcesses", ["Grids", "LinearAlgebra", real]),
    module("TypedProcesses", ["CMuParser", "StochasticProcesses", real]),

    // Methods
    module(
      "Langevin",
      ["WorkSharing", "StochasticProcesses", "Grids", "RandomStreams", "LinearAlgebra", real]),
    module(
      "FokkerPlanck",
      [
        "WorkSharing", "StochasticProcesses", "Grids", "LinearAlgebra", "TensorTrains", "Fourier",
        real, complex,
      ]),
    module(
      "KramersMoyal", ["StochasticProcesses", "Grids", "RandomStreams", "LinearAlgebra", real]),
    module("NeuralNetworks", ["WorkSharing", "RandomStreams", "LinearAlgebra", real]),
    module("InformationTheory", ["Grids", "RandomStreams", "LinearAlgebra", real]),

    // Analysis
    module(
      "DriftDiffusion",
      [
        "WorkSharing", "Grids", "RandomStreams", "LinearAlgebra", "StochasticProcesses", "Langevin",
        "FokkerPlanck", "KramersMoyal", "InformationTheory", real,
      ]),

    // Output
    module("Archives", ["CNetCDF", "CZip"]),
    module("Figures", [real]),
    module("RunServer", ["Figures", http, sockets]),

    // Command
    .executableTarget(
      name: "FokkerCommand",
      dependencies: libraries.map { .target(name: $0) } + [arguments, yaml, real],
      swiftSettings: settings),
  ] + [
    tests(of: "WorkSharing"),
    tests(of: "Grids", [real]),
    tests(of: "RandomStreams", [real]),
    tests(of: "LinearAlgebra"),
    tests(of: "TensorTrains", ["LinearAlgebra"]),
    tests(of: "Fourier", [complex]),
    tests(of: "StochasticProcesses", ["Grids", "LinearAlgebra", real]),
    tests(of: "TypedProcesses", ["StochasticProcesses", "FokkerPlanck", "Grids"]),
    tests(
      of: "Langevin",
      ["StochasticProcesses", "Grids", "RandomStreams", "LinearAlgebra", real]),
    tests(
      of: "FokkerPlanck",
      ["StochasticProcesses", "Grids", "LinearAlgebra", "TensorTrains", "RandomStreams", real]),
    tests(
      of: "KramersMoyal", ["StochasticProcesses", "RandomStreams", "Grids", "LinearAlgebra"]),
    tests(of: "NeuralNetworks", ["RandomStreams", "LinearAlgebra"]),
    tests(of: "InformationTheory", ["RandomStreams", real]),
    tests(
      of: "DriftDiffusion",
      [
        "Grids", "RandomStreams", "StochasticProcesses", "Langevin", "FokkerPlanck", "KramersMoyal",
        "InformationTheory",
      ]),
    tests(of: "Archives"),
    tests(of: "Figures", ["HeadlessBrowser"]),
    tests(of: "RunServer", ["Figures"]),
    tests(
      of: "FokkerCommand",
      ["Archives", "Figures", "Grids", "HeadlessBrowser", "NeuralNetworks", "StochasticProcesses"]),
    // Drives a browser for the tests of pages
    .target(name: "HeadlessBrowser", path: "Tests/HeadlessBrowser", swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
