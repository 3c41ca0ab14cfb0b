/// Numbers and axes of a page's charts: as texts, and as fractions of an axis.
let numberScript = #"""
  function shown(value) {
    if (value === null || value === undefined) return "";
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(3).replace("-", "\u2212");
    return String(Number(value.toPrecision(5))).replace("-", "\u2212");
  }
  function named(axis, value) { return axis.names && axis.names[value] || shown(value); }
  function titled(axis, fallback) {
    return (axis.label || fallback) + (axis.unit ? " [" + axis.unit + "]" : "");
  }
  function fraction(axis, domain, value) {
    if (axis.log) {
      if (!(value > 0)) return NaN;
      return Math.log(value / domain[0]) / Math.log(domain[1] / domain[0]);
    }
    return (value - domain[0]) / (domain[1] - domain[0]);
  }
  function valueAt(axis, domain, part) {
    return axis.log ? domain[0] * Math.pow(domain[1] / domain[0], part)
      : domain[0] + part * (domain[1] - domain[0]);
  }

  """#
