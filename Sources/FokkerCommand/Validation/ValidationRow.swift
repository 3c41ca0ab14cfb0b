import Foundation

/// One number of a reference case as one method finds it.
struct ValidationRow: Codable, Equatable, Sendable {
  /// The case's name in the table of reference cases, such as R6.
  var name: String
  /// What is computed.
  var quantity: String
  /// By which method.
  var method: String
  /// The value; missing for a whole density, of which only the error is told.
  var value: Double?
  /// The closed form; missing for a whole density.
  var reference: Double?
  /// |value − reference|, or the L1 distance to the density.
  var error: Double
  /// The error that the method promises here.
  var bound: Double
  /// log₂ of the ratio of the errors at two resolutions; missing where accuracy does not follow a
  /// power.
  var observedOrder: Double?
  /// The order that the method declares.
  var declaredOrder: Double?

  /// Whether the error is within its bound and the order within a tenth of the declared one.
  var passes: Bool {
    guard error <= bound else { return false }
    guard let observedOrder, let declaredOrder else { return true }
    return abs(observedOrder - declaredOrder) <= 0.1
  }

  /// A row about a number.
  init(
    _ name: String, _ quantity: String, _ method: String, _ value: Double, _ reference: Double,
    within bound: Double
  ) {
    (self.name, self.quantity, self.method) = (name, quantity, method)
    (self.value, self.reference) = (value, reference)
    error = abs(value - reference)
    self.bound = bound
  }

  /// A row about an error alone.
  init(_ name: String, _ quantity: String, _ method: String, error: Double, within bound: Double) {
    (self.name, self.quantity, self.method) = (name, quantity, method)
    self.error = error
    self.bound = bound
  }

  /// The row with the order that the errors at a coarse and at twice as fine a resolution show.
  func withOrder(_ declared: Double, coarseError: Double) -> ValidationRow {
    var row = self
    row.observedOrder = log2(coarseError / error)
    row.declaredOrder = declared
    return row
  }
}

/// A reference case: a few numbers, each by the methods that can find it.
struct ReferenceCase: Sendable {
  /// Its name, such as R6.
  var name: String
  /// What it is.
  var title: String
  /// Computes its rows.
  var rows: @Sendable () async throws -> [ValidationRow]

  /// All cases in their order.
  static let all = lines + generators + planes + meanFields + ensembles + estimates + trains
}
