/// Values as a file holds them, with the attributes that say how to read them.
///
/// The conventions are those of the NetCDF users' guide and of CF: `_FillValue` and `missing_value`
/// stand for missing numbers, and x = scale_factor · stored + add_offset.
struct PackedValues {
  var values: ArrayValues
  var attributes: Attributes

  /// The numbers that the values stand for, NaN where they are missing.
  func unpacked() -> PackedValues {
    let fills = ["_FillValue", "missing_value"].compactMap { attributes.double($0) }
    let scale = attributes.double("scale_factor")
    let offset = attributes.double("add_offset")
    guard !fills.isEmpty || scale != nil || offset != nil else { return self }
    var result = self
    for name in ["_FillValue", "missing_value", "scale_factor", "add_offset"]
    where attributes.double(name) != nil {
      result.attributes[name] = nil
    }
    if scale == nil && offset == nil {
      result.values = values.replacing(fills)
    } else if let stored = values.doubles {
      let factor = scale ?? 1
      let shift = offset ?? 0
      result.values = .doubles(
        stored.map { fills.contains($0) ? .nan : factor * $0 + shift })
    }
    return result
  }
}

extension ArrayValues {
  /// The values with NaN in place of fill values; integers stay integers when none is missing.
  fileprivate func replacing(_ fills: [Double]) -> ArrayValues {
    switch self {
    case .strings: return self
    case .doubles(let values):
      return .doubles(values.map { fills.contains($0) ? .nan : $0 })
    case .floats(let values):
      let single = fills.map { Float($0) }
      return .floats(values.map { single.contains($0) ? .nan : $0 })
    case .integers, .bytes:
      guard let numbers = doubles, numbers.contains(where: { fills.contains($0) }) else {
        return self
      }
      return .doubles(numbers.map { fills.contains($0) ? .nan : $0 })
    }
  }
}
