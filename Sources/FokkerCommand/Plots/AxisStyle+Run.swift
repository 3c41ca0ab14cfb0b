import Figures

extension AxisStyle {
  /// Epochs on a logarithmic axis, from the first one after the start of training to the last.
  static func epochs(_ epochs: [Double]) -> AxisStyle {
    let positive = epochs.filter { $0 > 0 }
    guard let first = positive.min(), let last = positive.max(), first < last else {
      return AxisStyle("epoch", scale: .logarithmic)
    }
    return AxisStyle("epoch", scale: .logarithmic, limits: .fixed(first...last))
  }

  /// The information that a layer holds about the input.
  static let inputInformation = AxisStyle("I(X;T)", unit: "bit", limits: .including(0...1))

  /// The information that a layer holds about the label.
  static let labelInformation = AxisStyle("I(T;Y)", unit: "bit", limits: .including(0...0.5))
}

/// How many panels stand side by side.
func panelColumns(_ count: Int) -> Int { count == 4 ? 2 : min(3, max(1, count)) }

/// The name of a layer in a title or a legend.
func layerName(_ number: Int) -> String { "layer \(number)" }

/// The number of networks as words for titles.
func networkPhrase(_ count: Int) -> String { count == 1 ? "one network" : "\(count) networks" }
