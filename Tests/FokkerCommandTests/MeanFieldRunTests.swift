import Archives
import Foundation
import Testing

@Suite("A run with the mean-field closure")
struct MeanFieldRunTests {
  @Test("has a fourth closure in every stage, the same for one and two threads")
  func closure() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let options = ["--set", "fit.meanField.isIncluded=true", "--set", "fit.meanField.replicas=20"]
    let first = try fokker.run(
      ["run", "tiny.yml", "--output", "one", "--threads", "1"] + options)
    #expect(first.status == 0, "\(first.error)")
    #expect(first.output.contains("mean-field"))
    #expect(first.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let second = try fokker.run(
      ["run", "tiny.yml", "--output", "two", "--threads", "2"] + options)
    #expect(second.output == first.output)
    for name in ["coefficients.nc", "density.nc", "ensemble.nc", "comparison.nc"] {
      #expect(try fokker.bytes("one/\(name)") == fokker.bytes("two/\(name)"), "\(name)")
    }

    let coefficients = try NetCDF.read(fokker.path("one/coefficients.nc"))
    let names = try coefficients.strings(named: "order_parameter", dimensions: ["order_parameter"])
    #expect(names.count == 12 && names[0] == "mean:1" && names[11] == "gain:6")
    let couplings = try coefficients.doubles(
      named: "slope_coupling", dimensions: ["layer", "order_parameter"])
    #expect(couplings.count == 72 && couplings.allSatisfy(\.isFinite))

    let densities = try NetCDF.read(fokker.path("one/density.nc"))
    #expect(
      try densities.strings(named: "closure", dimensions: ["closure"])
        == ["homogeneous", "affine", "nonparametric", "mean-field"])
    let masses = try densities.doubles(
      named: "largest_mass_error", dimensions: ["solver", "closure", "layer"])
    #expect(masses.allSatisfy { $0 < 1e-9 })

    let ensemble = try NetCDF.read(fokker.path("one/ensemble.nc"))
    let axes = ["order_parameter", "epoch"]
    let limits = try ensemble.doubles(named: "order_parameter_limit", dimensions: axes)
    let means = try ensemble.doubles(named: "order_parameter_mean", dimensions: axes)
    let fluctuations = try ensemble.doubles(
      named: "order_parameter_fluctuation", dimensions: axes)
    for index in limits.indices {
      // The finite-size bias is a fraction of the fluctuation, which twenty systems blur by √20.
      #expect(abs(means[index] - limits[index]) < 1.5 * fluctuations[index])
    }
  }

  @Test("without it nothing else changes, and unknown order parameters are refused")
  func options() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    #expect(try fokker.run("run", "tiny.yml", "--output", "plain").status == 0)
    let densities = try NetCDF.read(fokker.path("plain/density.nc"))
    #expect(try densities.strings(named: "closure", dimensions: ["closure"]).count == 3)
    #expect(!(try NetCDF.read(fokker.path("plain/coefficients.nc"))).contains("mean_field_center"))
    let wrong = try fokker.run(
      "fit", "plain", "--force", "--set", "fit.meanField.baseline=constnt")
    #expect(wrong.status == 64 && wrong.error.contains("constant"), "\(wrong.error)")
  }
}
