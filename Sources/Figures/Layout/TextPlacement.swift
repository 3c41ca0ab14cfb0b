/// Finds places for texts within an area so that they do not cover one another.
struct TextPlacement {
  /// A rectangle on the page.
  struct Box {
    var left: Double
    var top: Double
    var width: Double
    var height: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.left + other.width && other.left < left + width
        && top < other.top + other.height && other.top < top + height
    }
  }

  /// The way in which texts give way to one another when no side is free.
  enum Movement {
    /// Down and up in turn.
    case vertical
    /// To the right as far as there is room, so that texts from left to right keep their order.
    case horizontal

    /// The directions and distances that are tried, one after another.
    var order: [(direction: Double, step: Double)] {
      let steps = [1.0, 2, 3, 4, 5, 6]
      return switch self {
      case .vertical: steps.flatMap { [(1, $0), (-1, $0)] }
      case .horizontal: steps.map { (1, $0) } + steps.map { (-1, $0) }
      }
    }
  }

  private let area: Box
  private let movement: Movement
  private var taken: [Box] = []

  /// Begins with an empty area.
  init(within area: Box, moving movement: Movement) {
    self.area = area
    self.movement = movement
  }

  /// The box for a text beside a point.
  ///
  /// The side that is asked for is tried first, then places further away on it, then the other sides,
  /// then places further away; when all are taken the side asked for is used in spite of that. A text at the point itself
  /// stays there and takes no place.
  mutating func box(
    width: Double, height: Double, beside point: PagePoint, _ side: AnnotationSide
  ) -> Box {
    if side == .center { return box(width, height, point, side) }
    let others = [AnnotationSide.right, .left, .above, .below].filter { $0 != side }
    let wanted = box(width, height, point, side)
    var candidates =
      [wanted] + further(wanted, side) + others.map { box(width, height, point, $0) }
    for (direction, step) in movement.order {
      var moved = candidates[0]
      switch movement {
      case .vertical: moved.top += direction * step * height
      case .horizontal: moved.left += direction * step * (width + 8) / 2
      }
      candidates.append(kept(moved))
    }
    let free = candidates.first { candidate in
      !taken.contains { $0.overlaps(candidate) }
    }
    let chosen = free ?? candidates[0]
    taken.append(chosen)
    return chosen
  }

  /// Places further above or below on the side that is asked for, where a text covers nothing that its
  /// neighbour does not.
  private func further(_ box: Box, _ side: AnnotationSide) -> [Box] {
    guard movement == .vertical, side == .above || side == .below else { return [] }
    return (1...3).map { step in
      var moved = box
      moved.top += (side == .below ? 1 : -1) * Double(step) * box.height
      return kept(moved)
    }
  }

  private func box(
    _ width: Double, _ height: Double, _ point: PagePoint, _ side: AnnotationSide
  ) -> Box {
    let distance = 7.0
    let left =
      switch side {
      case .left: point.x - distance - width
      case .right: point.x + distance
      case .above, .below, .center: point.x - width / 2
      }
    let top =
      switch side {
      case .left, .right, .center: point.y - height / 2
      case .above: point.y - distance - height
      case .below: point.y + distance
      }
    return kept(Box(left: left, top: top, width: width, height: height))
  }

  /// The box moved into the area as far as it fits.
  private func kept(_ box: Box) -> Box {
    var box = box
    box.left = max(area.left, min(box.left, area.left + area.width - box.width))
    box.top = max(area.top, min(box.top, area.top + area.height - box.height))
    return box
  }
}
