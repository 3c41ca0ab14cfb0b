/// A report as one HTML file that asks nothing of any other: no fonts, no network.
///
/// Its figures are drawn by Vega, whose script stands in the page. The reader hides and shows layers and
/// series, moves all figures with frames by one slider, zooms, and reads values under the pointer or
/// in a table.
///
/// Texts may hold `_{…}` for a subscript and `^{…}` for a superscript.
public struct Page: Hashable, Sendable {
  /// The title of the page.
  public var title: String
  /// A sentence or two below the title; empty for none.
  public var summary: String
  /// The content from top to bottom.
  public var blocks: [PageBlock]
  /// What stands at the foot, such as the version and the time; empty for nothing.
  public var footer: String

  /// Creates a page.
  ///
  /// - Parameters:
  ///   - title: The title of the page.
  ///   - summary: A sentence or two below the title.
  ///   - blocks: The content from top to bottom.
  ///   - footer: What stands at the foot.
  public init(
    _ title: String, summary: String = "", blocks: [PageBlock] = [], footer: String = ""
  ) {
    self.title = title
    self.summary = summary
    self.blocks = blocks
    self.footer = footer
  }
}

/// A part of a page.
public enum PageBlock: Hashable, Sendable {
  /// A heading, which also stands in the table of contents.
  case section(String)
  /// A heading within a section.
  case subsection(String)
  /// A paragraph.
  case paragraph(String)
  /// A sentence that stands out, such as a finding or a warning.
  case notice(String, NoticeKind)
  /// A list of points.
  case list([String])
  /// Names with what they stand for, such as settings with their values.
  case facts([Fact])
  /// A table with its title as a caption.
  case table(Table)
  /// A figure with a caption; empty for none.
  case figure(Figure, caption: String)
  /// A text of fixed width, such as a configuration or a command.
  case code(String)
  /// A code block that is folded until its title is chosen.
  case foldedCode(String, title: String)
}

/// Why a sentence stands out.
public enum NoticeKind: String, Codable, CaseIterable, Hashable, Sendable {
  /// What was found.
  case finding
  /// What to keep in mind.
  case warning

  /// The word before the sentence, for readers who do not see its colour.
  var word: String {
    switch self {
    case .finding: "Found"
    case .warning: "Note"
    }
  }
}

/// A name with what it stands for.
public struct Fact: Hashable, Sendable {
  /// The name.
  public var name: String
  /// What it stands for.
  public var value: String

  /// Creates a fact.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
