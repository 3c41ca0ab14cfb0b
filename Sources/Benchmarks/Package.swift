// swift-tools-version: 6.2
import PackageDescription

/// The product of the same name, as a dependency.
func fokker(_ library: String) -> Target.Dependency { .product(name: library, package: "fokker") }

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
]

/// A set of benchmarks of this package's libraries.
func benchmarks(_ name: String, of libraries: [String]) -> Target {
  .executableTarget(
    name: name,
    dependencies: [.product(name: "Benchmark", package: "benchmark")] + libraries.map(fokker),
    path: name,
    swiftSettings: settings,
    plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
}

let package = Package(
  name: "fokker-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "fokker", path: "../.."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    benchmarks("TrainingBenchmarks", of: ["NeuralNetworks"]),
    benchmarks("InformationBenchmarks", of: ["InformationTheory", "NeuralNetworks"]),
    // What peers/compare.py times; not a benchmark, so not beside them: the plugin looks at folders.
    .executableTarget(
      name: "Timing",
      dependencies: [
        fokker("InformationTheory"), fokker("NeuralNetworks"), fokker("KramersMoyal"),
        fokker("Grids"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "peers/Timing",
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
