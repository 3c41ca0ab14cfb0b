public import Figures

/// All that the page of one item shows.
public struct ItemContent: Sendable {
  /// What it is, as names with values.
  public var facts: [Fact] = []
  /// What is wrong with it, as sentences.
  public var problems: [String] = []
  /// Its key numbers, by subject.
  public var quantities: [QuantityGroup] = []
  /// Tables that are shown as they are.
  public var tables: [Table] = []
  /// Its figures.
  public var figures: [ItemFigure] = []
  /// The names of its files, below the item; the item itself is one file when it is empty.
  public var files: [ItemFile] = []
  /// The settings that it was made with, by their dotted names in their order.
  public var settings: [Fact] = []

  /// Creates the content of nothing in particular.
  public init() {}
}

/// Key numbers of one subject.
public struct QuantityGroup: Hashable, Sendable {
  /// The subject with the unit, such as `Compression of I(X;T), bits`.
  public var title: String
  /// The numbers.
  public var quantities: [Quantity]

  /// Creates a group.
  public init(_ title: String, _ quantities: [Quantity]) {
    self.title = title
    self.quantities = quantities
  }
}

/// A number by which items are compared.
public struct Quantity: Hashable, Sendable {
  /// What it is within its group, such as `layer 3`.
  public var name: String
  /// The value.
  public var value: Double
  /// Its standard error, if there is one.
  public var standardError: Double?
  /// The ends of its interval, if there is one.
  public var interval: ClosedRange<Double>?
  /// A word on the number, such as the law that it belongs to; empty for none.
  public var note = ""

  /// Creates a number with a standard error.
  public init(_ name: String, _ value: Double, standardError: Double? = nil) {
    self.name = name
    self.value = value
    self.standardError = standardError
  }

  /// Creates a number with an interval.
  public init(
    _ name: String, _ value: Double, interval: ClosedRange<Double>?, note: String = ""
  ) {
    self.name = name
    self.value = value
    self.interval = interval
    self.note = note
  }

  /// The number as people write it, with its note.
  var text: String { note.isEmpty ? number : "\(number) \(note)" }

  private var number: String {
    guard value.isFinite else { return "–" }
    if let standardError, standardError.isFinite, standardError > 0 {
      return NumberText.uncertain(value, standardError)
    }
    guard let interval else { return NumberText.significant(value) }
    let ends = [interval.lowerBound, interval.upperBound].map {
      NumberText.significant($0, digits: 3)
    }
    return "\(NumberText.significant(value, digits: 3)) [\(ends[0]), \(ends[1])]"
  }
}

/// A figure on the page of an item.
public struct ItemFigure: Sendable {
  /// Where the drawing comes from.
  public enum Source: Sendable {
    /// A file of the item.
    case file(String)
    /// A figure that is drawn when it is asked for.
    case drawn(Figure)
  }

  /// A name in lower-case letters, digits and hyphens; figures of one name are laid side by side.
  public var name: String
  /// What it shows.
  public var caption: String
  /// Where the drawing comes from.
  public var source: Source

  /// Creates a figure.
  public init(_ name: String, caption: String, _ source: Source) {
    self.name = name
    self.caption = caption
    self.source = source
  }
}

/// A file of an item.
public struct ItemFile: Hashable, Sendable {
  /// Its name below the item.
  public var name: String
  /// The number of bytes.
  public var size: Int
  /// When it was last changed, in seconds since 1970.
  public var changed: Double
  /// What it holds; empty when that is not known.
  public var what: String

  /// Creates a file.
  public init(name: String, size: Int, changed: Double, what: String) {
    self.name = name
    self.size = size
    self.changed = changed
    self.what = what
  }
}
